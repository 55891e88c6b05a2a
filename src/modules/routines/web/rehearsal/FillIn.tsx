import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox } from '../../../../web/ui/Checkbox.tsx'
import { wantedIn } from '../../engine.demands.ts'
import type { Plan } from '../../engine.plan.ts'
import { asksOf } from '../../asks.ts'
import type { Rehearsal } from '../../rehearsal.ts'
import type { RoutineField } from '../../routine-body.ts'
import { FieldControl } from '../FieldControl.tsx'
import styles from './Rehearse.module.css'
import type { RehearsalModel } from './useRehearsal.ts'

type FillInProps = { plan: Plan; rehearsal: Rehearsal; model: RehearsalModel }

/** The form: what this step asks for and what its ways depend on first, the rest behind a fold. */
export function FillIn({ plan, rehearsal, model }: FillInProps) {
  const { t } = useLingui()
  const { record } = rehearsal
  const named = placesLooked(plan)
  if (plan.body.fields.length === 0 && named.length === 0) return null
  const wanted = new Set(wantedIn(plan, record, new Date(rehearsal.now)))
  const asked = new Set([...wanted, ...looked(plan, record.state)])
  const control = (field: RoutineField) => (
    <FieldControl key={field.id} field={field} value={record.fields[field.id]} required={wanted.has(field.id)} onChange={(value) => model.play({ type: 'fill', fields: { [field.id]: value === '' ? null : value } })} />
  )
  const [here, rest] = [plan.body.fields.filter((field) => asked.has(field.id)), plan.body.fields.filter((field) => !asked.has(field.id))]
  return (
    <section className={styles.group} aria-label={t`Form`}>
      {here.map(control)}
      {named.map((place) => (
        <Checkbox key={place} label={placeWords[place](t)} checked={Boolean(record[place])} onChange={(is) => model.play(place === 'assigneePersonId' ? { type: 'assign', personId: is ? 'rehearsal' : null } : { type: 'fill', places: { [place]: is ? 'made up' : null } })} />
      ))}
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

type Translate = ReturnType<typeof useLingui>['t']

// What every record has beside its form; a rehearsal only says whether it is named.
const placeWords = {
  serviceId: (t: Translate) => t`The service is named`,
  configurationItemId: (t: Translate) => t`The configuration item is named`,
  unitId: (t: Translate) => t`The unit is named`,
  locationId: (t: Translate) => t`The location is named`,
  supplierId: (t: Translate) => t`The supplier is named`,
  requesterId: (t: Translate) => t`Who asked for it is named`,
  assigneePersonId: (t: Translate) => t`Somebody has taken it on`,
}
const placesBy = { service: 'serviceId', configurationItem: 'configurationItemId', unit: 'unitId', location: 'locationId', supplier: 'supplierId', requester: 'requesterId', assignee: 'assigneePersonId' } as const

/** What conditions anywhere in the routine ask of the record itself. */
function placesLooked({ body }: Plan): (keyof typeof placeWords)[] {
  const said = JSON.stringify([body.steps, body.transitions, body.clocks])
  return Object.entries(placesBy).flatMap(([name, place]) => (new RegExp(`\\brecord\\.${name}\\b`).test(said) ? [place] : []))
}

/** Fields that conditions of the step and of its ways look at. */
function looked({ body }: Plan, state: string): string[] {
  const step = body.steps.find((each) => each.id === state)
  const conditions = [...(step?.exit.map((each) => each.when) ?? []), ...(step?.requiredIf.map((each) => each.when) ?? []), ...body.transitions.filter((way) => way.from === state).map((way) => way.guard)]
  return conditions.flatMap(asksOf).filter((path) => path.startsWith('fields.')).map((path) => path.slice('fields.'.length))
}
