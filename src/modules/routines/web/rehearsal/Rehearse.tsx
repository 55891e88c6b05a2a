import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../../../web/ui/Button.tsx'
import { Fault } from '../../../../web/ui/Field.tsx'
import { NumberField, TextField } from '../../../../web/ui/TextField.tsx'
import { Select } from '../../../../web/ui/Select.tsx'
import { closing, waysOut } from '../../engine.ways.ts'
import { isOpen } from '../../engine.columns.ts'
import type { Plan } from '../../engine.plan.ts'
import { neverTried, type Rehearsal } from '../../rehearsal.ts'
import { Approvals } from './Approvals.tsx'
import { ClockHand } from './ClockHand.tsx'
import { FillIn } from './FillIn.tsx'
import { Log } from './Log.tsx'
import styles from './Rehearse.module.css'
import type { RehearsalModel } from './useRehearsal.ts'

export type RehearseProps = {
  plan: Plan
  model: RehearsalModel
  roleOf: (key: string) => string
  toMend: number
  thresholds: Readonly<Record<string, number>>
  onThreshold: (id: string, value: number) => void
}

/** The routine run once with a made-up record, before it is put in force: the engine that will run it, in the page. */
export function Rehearse(props: RehearseProps) {
  const { plan, model, toMend } = props
  if (toMend > 0 || plan.body.steps.length === 0) {
    return <p className={styles.soft}>{plan.body.steps.length === 0 ? <Trans>Draw the first step, then rehearse.</Trans> : <Plural value={toMend} one="Mend the one thing that is marked first; then it can be rehearsed." other="Mend the # things that are marked first; then it can be rehearsed." />}</p>
  }
  return (
    <div className={styles.rehearse}>
      {model.rehearsal ? <Play {...props} rehearsal={model.rehearsal} /> : <Start {...props} />}
      <Summary {...props} />
    </div>
  )
}

function Start({ plan, model, thresholds, onThreshold }: RehearseProps) {
  const { t } = useLingui()
  const noun = plan.body.recordNoun || t`record`
  const [title, setTitle] = useState(t`A made-up ${noun}`)
  const [item, setItem] = useState<string | null>(null)
  return (
    <>
      <p className={styles.soft}>
        {model.outdated ? <Trans>The routine has changed since; begin again.</Trans> : <Trans>Run it once with a made-up record. Nothing of it is kept, and nobody is told.</Trans>}
      </p>
      <TextField label={t`Title of the made-up record`} value={title} onChange={setTitle} />
      {plan.body.catalogue.length > 0 && <Select label={t`From the catalogue`} clearable choices={plan.body.catalogue.map((each) => ({ value: each.id, label: each.name }))} value={item} onChange={setItem} />}
      {plan.body.thresholds.map((each) => (
        <NumberField key={each.id} label={each.quantity} help={t`As the policy ${each.policy} would set it.`} value={thresholds[each.id] ?? null} onChange={(value) => onThreshold(each.id, value ?? 0)} />
      ))}
      <Refusals model={model} />
      <div>
        <Button look="primary" onClick={() => model.begin({ type: 'create', title: title.trim() || noun, ...(item && { catalogueItem: item }) })}>
          {model.tried.steps.size > 0 ? <Trans>Begin another</Trans> : <Trans>Begin the rehearsal</Trans>}
        </Button>
      </div>
    </>
  )
}

function Play({ rehearsal, ...props }: RehearseProps & { rehearsal: Rehearsal }) {
  const { plan, model, roleOf } = props
  const { record } = rehearsal
  const step = plan.body.steps.find((each) => each.id === record.state)
  const open = isOpen(record)
  return (
    <>
      <header className={styles.head}>
        <h3>{open ? step?.name : <Trans>Closed</Trans>}</h3>
        <p className={styles.soft}>
          {open && step ? <Trans>{roleOf(record.assigneeRoleId ?? step.role)} would have it.</Trans> : <Trans>Closed with the outcome {plan.body.outcomes.find((each) => each.id === record.outcome)?.name ?? '–'}.</Trans>}
          {record.priority && <> <Trans>Priority {record.priority}.</Trans></>}
        </p>
      </header>
      <ClockHand plan={plan} rehearsal={rehearsal} model={model} />
      {open && <FillIn plan={plan} rehearsal={rehearsal} model={model} />}
      {open && <Approvals plan={plan} rehearsal={rehearsal} model={model} roleOf={roleOf} />}
      <Refusals model={model} />
      <Ways plan={plan} rehearsal={rehearsal} model={model} />
      <Log plan={plan} rehearsal={rehearsal} roleOf={roleOf} />
      {!open && <Start {...props} />}
    </>
  )
}

/** Each way out with what keeps it closed; a reason that it asks for is made up too. */
function Ways({ plan, rehearsal, model }: Pick<RehearseProps, 'plan' | 'model'> & { rehearsal: Rehearsal }) {
  const { t } = useLingui()
  const now = new Date(rehearsal.now)
  const ways = waysOut(plan, rehearsal.record, now)
  const end = closing(plan, rehearsal.record, now)
  const outcomes = end.possible ? (plan.body.outcomes.length > 0 ? plan.body.outcomes : [{ id: '', name: '', result: 'successful' as const }]) : []
  return (
    <section className={styles.group} aria-label={t`What may happen next`}>
      <h4>
        <Trans>What may happen next</Trans>
      </h4>
      {ways.map((way) => {
        const why = way.closed || way.missing.map((fault) => fault.message).join(' ')
        const short = way.name === way.toName ? way.name : `${way.name} → ${way.toName}`
        return (
          <div key={way.id} className={styles.way}>
            <Button disabled={why !== ''} onClick={() => model.play({ type: 'advance', transition: way.id, reason: t`Rehearsed` })}>
              {way.back ? '↩ ' : ''}{short}
            </Button>
            {why && <p className={styles.soft}>{why}</p>}
          </div>
        )
      })}
      {outcomes.map((outcome) => (
        <div key={outcome.id} className={styles.way}>
          <Button look="primary" disabled={end.missing.length > 0} onClick={() => model.play({ type: 'close', ...(outcome.id && { outcome: outcome.id }), reason: t`Rehearsed` })}>
            {outcome.name ? <Trans>Close: {outcome.name}</Trans> : <Trans>Close</Trans>}
          </Button>
        </div>
      ))}
      {end.missing.length > 0 && <p className={styles.soft}>{end.missing.map((fault) => fault.message).join(' ')}</p>}
    </section>
  )
}

function Refusals({ model }: Pick<RehearseProps, 'model'>) {
  if (model.faults.length === 0) return null
  return (
    <div role="alert">
      {model.faults.map((fault, at) => (
        <Fault key={at}>{fault.message}</Fault>
      ))}
    </div>
  )
}

/** Which steps and ways no rehearsal has tried yet. */
function Summary({ plan, model }: RehearseProps) {
  if (model.tried.steps.size === 0) return null
  const { steps, ways } = neverTried(plan, model.tried)
  const [all, tried] = [plan.body.transitions.length, plan.body.transitions.length - ways.length]
  return (
    <section className={styles.group}>
      <h4>
        <Trans>Tried so far</Trans>
      </h4>
      <p>{steps.length + ways.length === 0 ? <Trans>Every step and every way was tried.</Trans> : <Trans>{tried} of {all} ways were tried. Never tried:</Trans>}</p>
      <ul className={styles.never}>
        {steps.map((name) => <li key={name}><Trans>Step {name}</Trans></li>)}
        {ways.map((name, at) => <li key={at}>{name}</li>)}
      </ul>
    </section>
  )
}
