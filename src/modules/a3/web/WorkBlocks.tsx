import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { classes } from '../../../web/ui/classes.ts'
import { processes } from '../../routines/routine-body.ts'
import type { A3Page, MeasureRow, RoutineRow } from '../a3.contract.ts'
import type { MeasurePlan, RoutinePlan } from '../a3.thin.ts'
import { numberText, sectionMeta, valueText } from '../a3.words.ts'
import { Mark } from './Difference.tsx'
import { Block, ElementLink, figures, More, Note, Trend } from './parts.tsx'
import rows from './Rows.module.css'
import styles from './Work.module.css'

export function RoutinesBlock({ page, plan }: { page: A3Page; plan: RoutinePlan }) {
  const [open, setOpen] = useState(false)
  const others = page.routines.filter((row) => !row.core)
  return (
    <Block number={4} title={<Link to="/$path" params={{ path: 'routines' }}><Trans>Core management routines</Trans></Link>} meta={sectionMeta(page).routines.text} className={styles.tall}>
      {page.notes.routines ? <Note>{page.notes.routines}</Note> : (
        <>
          <ul className={rows.rows} style={figures({ h: plan.rowHeight, chevron: plan.chevron })}>
            {plan.rows.map(({ row, steps }) => <Routine key={row.routine.id} row={row} steps={steps} />)}
          </ul>
          {others.length > 0 && (
            <p className={styles.rest}>
              <span className={rows.soft}><Trans>Also</Trans></span>{' '}
              {(open ? others : plan.rest).map((row, at) => (
                <span key={row.routine.id} className={classes(at >= plan.rest.length && styles.extra)}>{at > 0 && ' · '}<Mark place={row.routine.id} /><ElementLink of={row.routine} /></span>
              ))}
              {plan.moreRest && ' · '}
              <More inline text={plan.moreRest} open={open} onToggle={() => setOpen(!open)} />
            </p>
          )}
          <Processes />
        </>
      )}
    </Block>
  )
}

function Routine({ row, steps }: { row: RoutineRow; steps: number }) {
  const [open, setOpen] = useState(false)
  const left = row.steps.length - steps
  return (
    <li className={styles.routine}>
      <Mark place={row.routine.id} hanging />
      <h3><ElementLink of={row.routine} /></h3>
      {row.steps.length === 0 ? <p className={rows.soft}><Trans>no steps drawn yet</Trans></p> : (
        <ol className={styles.steps}>
          {row.steps.map((step, at) => (at < steps || open ? <li key={step.id || at} className={classes(styles.chevron, styles[step.process], at >= steps && styles.extra)} title={step.name}>{step.name}</li> : null))}
          {left > 0 && <li className={rows.soft}><button type="button" className={rows.hidden} aria-expanded={open} onClick={() => setOpen(!open)}>{open ? <Trans>fewer</Trans> : `+${left}`}</button></li>}
        </ol>
      )}
      {row.records && <><strong>{numberText(row.records.count)}</strong><Trend values={row.records.trend} /></>}
    </li>
  )
}

function Processes() {
  const { t } = useLingui()
  const words = { agree: t`Agree`, change: t`Change`, recover: t`Recover`, operate: t`Operate`, improve: t`Improve` }
  return (
    <ul className={styles.processes}>
      {processes.map((process) => <li key={process}><span className={styles[process]} aria-hidden="true" />{words[process]}</li>)}
    </ul>
  )
}

/** The measures; their heading spans the reviews beside them, so it stands in the sheet. */
export function MeasureList({ page, plan }: { page: A3Page; plan: MeasurePlan }) {
  const [open, setOpen] = useState(false)
  const planned = new Set(plan.rows)
  if (page.notes.measures) return <Note>{page.notes.measures}</Note>
  return (
    <div>
      <ul className={classes(rows.rows, !plan.twoLines && styles.narrow)} style={figures({ h: plan.rowHeight })}>
        {page.measures.map((row) => (planned.has(row) || open ? <Measure key={row.measure.id} row={row} extra={!planned.has(row)} wide={plan.twoLines} /> : null))}
      </ul>
      <More text={plan.more} open={open} onToggle={() => setOpen(!open)} />
    </div>
  )
}

function Measure({ row, extra, wide }: { row: MeasureRow; extra: boolean; wide: boolean }) {
  const target = <span className={classes(row.target === null && rows.wanting)}>{row.target ?? <Trans>no target</Trans>}</span>
  return (
    <li className={classes(styles.measure, extra && styles.extra)}>
      <Mark place={row.measure.id} hanging />
      <div className={styles.figures}>
        <h3 className={styles.label}><ElementLink of={row.measure} /></h3>
        {row.value ? (
          <p className={styles.value}><strong className={styles[row.value.mark]}>{valueText(row)}</strong> <small>{target}</small></p>
        ) : (
          <p className={styles.value} data-empty=""><strong>{target}</strong> <small>{valueText(row)}</small></p>
        )}
      </div>
      <Trend values={row.trend} target={row.targetNumber} wide={wide} />
    </li>
  )
}
