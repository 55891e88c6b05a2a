import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { classes } from '../../../web/ui/classes.ts'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { Popover } from '../../../web/ui/Popover.tsx'
import type { A3Page, PolicyRow, RoleRow } from '../a3.contract.ts'
import type { PolicyPlan, RolePlan } from '../a3.thin.ts'
import { reasonText, roleBrief, roleCount, roleGap, rolePlural, roleText, sectionMeta } from '../a3.words.ts'
import { Mark } from './Difference.tsx'
import { Block, Elements, ElementLink, figures, GapNote, More, Note } from './parts.tsx'
import styles from './Rows.module.css'

export function PoliciesBlock({ page, plan }: { page: A3Page; plan: PolicyPlan }) {
  const [open, setOpen] = useState(false)
  const meta = sectionMeta(page).policies
  const gaps = page.gaps.filter((gap) => gap.section === 'policies')
  const planned = new Map(plan.rows.map((one) => [one.row, one]))
  return (
    <Block number={2} title={<Link to="/$path" params={{ path: 'policies' }}><Trans>Policies and principles</Trans></Link>} meta={gaps.length > 0 ? <GapNote gaps={gaps} text={meta.text} /> : meta.text}>
      {page.notes.policies && <Note>{page.notes.policies}</Note>}
      <ul className={classes(styles.rows, !plan.full && styles.oneLine)}>
        {page.policies.map((row) => {
          const place = planned.get(row)
          if (!place && !open) return null
          return <Policy key={row.policy.id} row={row} place={place} full={plan.full} />
        })}
      </ul>
      <More text={plan.more} open={open} onToggle={() => setOpen(!open)} />
    </Block>
  )
}

const marks = { met: 'met', watch: 'watch', missed: 'missed', draft: 'unknown' } as const

function Policy({ row, place, full }: { row: PolicyRow; place: PolicyPlan['rows'][number] | undefined; full: boolean }) {
  const [open, setOpen] = useState(false)
  const rules = row.principles.length > 0 ? row.principles : [row.statement].filter(Boolean)
  const shown = place?.principles.length ?? 1
  const { mark, word, reasons } = row.standing
  const said = mark === 'met' || mark === 'watch' ? reasonText(row.objectives.length, row.obligations.length) : word
  return (
    <li className={classes(styles.policy, !place && styles.extra)} style={figures({ h: place?.height ?? 44, pad: place?.pad ?? 9 })}>
      <Mark place={row.policy.id} hanging />
      <div className={styles.left}>
        <h3 className={styles.name}><ElementLink of={row.policy} /></h3>
        <Popover
          label={row.policy.title}
          trigger={<button type="button" className={classes(styles.standing, mark === 'missed' && styles.wanting)}><StateMark state={marks[mark]}>{said}</StateMark></button>}
        >
          {reasons.length > 0 && <ul className={styles.reasons}>{reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>}
          <Elements of={[...row.objectives, ...row.obligations]} count={row.objectives.length + row.obligations.length} />
        </Popover>
      </div>
      <ul className={styles.principles}>
        {rules.length === 0 && <li className={styles.soft}><Trans>no principles yet</Trans></li>}
        {rules.map((text, at) => {
          if (at >= shown && !open) return null
          return (
            <li key={text} className={classes(at >= shown && styles.extra)} style={figures({ lines: full ? (place?.principles[at]?.lines ?? 2) : 1 })}>
              <span>{text}</span>
              {at === shown - 1 && rules.length > shown && (
                <button type="button" className={styles.hidden} aria-expanded={open} onClick={() => setOpen(!open)}>{open ? <Trans>fewer</Trans> : <Trans>+{rules.length - shown} more</Trans>}</button>
              )}
            </li>
          )
        })}
      </ul>
    </li>
  )
}

export function RolesBlock({ page, plan }: { page: A3Page; plan: RolePlan }) {
  const [open, setOpen] = useState(false)
  const meta = sectionMeta(page).roles
  const planned = new Set(plan.rows)
  return (
    <Block number={3} title={<Link to="/$path" params={{ path: 'roles' }}><Trans>Roles</Trans></Link>} meta={meta.text} gap={meta.gap}>
      {page.notes.roles && <Note>{page.notes.roles}</Note>}
      <ul className={classes(styles.rows, !plan.twoLines && styles.oneLine)} style={figures({ h: plan.rowHeight })}>
        {page.roles.map((row) => (planned.has(row) || open ? <Role key={row.role.id} row={row} brief={!plan.twoLines} extra={!planned.has(row)} gaps={page.gaps} /> : null))}
      </ul>
      <More text={plan.more} open={open} onToggle={() => setOpen(!open)} />
      <ul className={styles.gaps}>
        {plan.gaps.map((gap) => <li key={gap.text}><GapNote gaps={page.gaps.filter((one) => gap.names.includes(one.gap))} text={gap.text} /></li>)}
      </ul>
    </Block>
  )
}

function Role({ row, brief, extra, gaps }: { row: RoleRow; brief: boolean; extra: boolean; gaps: A3Page['gaps'] }) {
  const wanting = roleGap(row)
  const text = brief ? roleBrief(row, rolePlural(row)) : roleText(row, rolePlural(row))
  const about = gaps.filter((gap) => gap.gap === 'role without holder' && row.vacant[0] && gap.elements.some((element) => element.id === row.vacant[0]!.id))
  return (
    <li className={classes(styles.role, extra && styles.extra)}>
      <Mark place={row.role.id} hanging />
      <div>
        <h3 className={styles.name}><ElementLink of={row.role}>{row.heldPer === 'organisation' ? row.role.title : `${row.role.title}s`}</ElementLink></h3>
        <p className={classes(styles.under, wanting && styles.wanting)} title={row.holders.map((holder) => holder.name).join(', ')}>{text}</p>
      </div>
      {wanting && about.length > 0 ? <span className={classes(styles.count, styles.wanting)}><GapCount gaps={about} text={roleCount(row)} /></span> : <span className={classes(styles.count, wanting && styles.wanting)}>{roleCount(row)}</span>}
    </li>
  )
}

function GapCount({ gaps, text }: { gaps: A3Page['gaps']; text: string }) {
  return (
    <Popover label={gaps[0]?.text ?? text} align="end" trigger={<button type="button" className={styles.countButton} aria-label={`${text}: ${gaps[0]?.text ?? ''}`}>{text}</button>}>
      {gaps.map((gap) => (
        <section key={gap.text}>
          <h3 className={styles.gapTitle}>{gap.text}</h3>
          <Elements of={gap.elements} count={gap.count} />
        </section>
      ))}
    </Popover>
  )
}
