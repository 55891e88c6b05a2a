import { Trans, useLingui } from '@lingui/react/macro'
import { wantedIn } from '../../engine.demands.ts'
import type { Plan } from '../../engine.plan.ts'
import { asksOf } from '../../asks.ts'
import type { Rehearsal } from '../../trial.ts'
import type { RoutineField } from '../../routine-body.ts'
import { FieldControl } from '../FieldControl.tsx'
import styles from './Rehearse.module.css'
import type { RehearsalModel } from './useRehearsal.ts'

type FillInProps = { plan: Plan; rehearsal: Rehearsal; model: RehearsalModel }

/** The form: what this step asks for and what its ways depend on first, the rest behind a fold. */
export function FillIn({ plan, rehearsal, model }: FillInProps) {
  const { t } = useLingui()
  const { record } = rehearsal
  if (plan.body.fields.length === 0) return null
  const wanted = new Set(wantedIn(plan, record, new Date(rehearsal.now)))
  const asked = new Set([...wanted, ...looked(plan, record.state)])
  const control = (field: RoutineField) => (
    <FieldControl key={field.id} field={field} value={record.fields[field.id]} required={wanted.has(field.id)} onChange={(value) => model.play({ type: 'fill', fields: { [field.id]: value === '' ? null : value } })} />
  )
  const [here, rest] = [plan.body.fields.filter((field) => asked.has(field.id)), plan.body.fields.filter((field) => !asked.has(field.id))]
  return (
    <section className={styles.group} aria-label={t`Form`}>
      {here.map(control)}
      {rest.length > 0 && (
        <details className={styles.rest}>
          <summary>
            <Trans>The rest of the form</Trans>
          </summary>
          <div className={styles.group}>{rest.map(control)}</div>
        </details>
      )}
    </section>
  )
}

/** Fields that conditions of the step and of its ways look at. */
function looked({ body }: Plan, state: string): string[] {
  const step = body.steps.find((each) => each.id === state)
  const conditions = [...(step?.exit.map((each) => each.when) ?? []), ...(step?.requiredIf.map((each) => each.when) ?? []), ...body.transitions.filter((way) => way.from === state).map((way) => way.guard)]
  return conditions.flatMap(asksOf).filter((path) => path.startsWith('fields.')).map((path) => path.slice('fields.'.length))
}
