import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import type { z } from 'zod'
import { Button, ButtonLink } from '../../../web/ui/Button.tsx'
import { focusFirst } from '../../../web/ui/focusFirst.ts'
import { InstantField } from '../../../web/ui/InstantField.tsx'
import type { Option } from '../../../web/ui/option.ts'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { InCalendar } from '../../outages/web/InCalendar.tsx'
import { recordContracts, type recordQueries, type RecordView } from '../record.contract.ts'
import { FieldInput, type FieldValue } from './FieldInput.tsx'
import { lookedUp } from './lookedUp.ts'
import { PlaceInput } from './PlaceInput.tsx'
import styles from './Raise.module.css'
import { useRecordAction } from './useRecordAction.ts'
import type { PlaceName } from './ways.ts'

type RoutineForm = z.output<typeof recordQueries.form.output>
type RaiseFormProps = { form: RoutineForm; item: string | undefined; source: RecordView | undefined; verb: string }

/** What the first step asks, and nothing else; the rest can be given now or later. */
export function RaiseForm({ form, item, source, verb }: RaiseFormProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const create = useRecordAction(recordContracts.create)
  const [chosen, setChosen] = useState(item ?? null)
  const ready = form.catalogue.find((one) => one.id === chosen)
  const [title, setTitle] = useState(source?.title ?? ready?.name ?? '')
  const [fields, setFields] = useState<Record<string, FieldValue>>({})
  const [places, setPlaces] = useState<Record<string, Option | null>>(source?.service ? { service: source.service } : {})
  const [more, setMore] = useState<{ occurredAt: string | null; detectedAt: string | null }>({ occurredAt: null, detectedAt: null })
  const values = { ...ready?.values, ...fields }
  const required = [...new Set([...form.required, ...(ready?.required ?? [])])]
  const asked = form.fields.filter((field) => (required.includes(field.id) || field.usedHere || field.id === form.window?.from || field.id === form.window?.to) && (ready === undefined || ready.values[field.id] === undefined || required.includes(field.id)))
  const others = form.fields.filter((field) => !asked.includes(field) && !field.closed)
  const faultOf = (path: string) => faultAt(create.error, path)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
    const done = await create.run({
      routine: form.routine.key, title: title.trim(), fields: said, ...(chosen && { catalogueItem: chosen }), ...(source && { raisedFrom: source.key }),
      ...Object.fromEntries(Object.entries(places).flatMap(([name, option]) => (option ? [[name, option.id]] : []))), ...(more.occurredAt && { occurredAt: more.occurredAt }), ...(more.detectedAt && { detectedAt: more.detectedAt }),
    })
    if (!done) return
    say(t`Raised ${done.key}`, title)
    await navigate({ to: '/work/$record', params: { record: done.key } })
  }
  const input = (field: (typeof form.fields)[number], demanded: boolean) => <FieldInput key={field.id} field={{ ...field, required: demanded }} value={values[field.id] ?? null} onChange={(value) => setFields({ ...fields, [field.id]: value })} fault={faultOf(`fields.${field.id}`)} />
  const place = (name: PlaceName) => <PlaceInput key={name} place={name} value={places[name] ?? null} onChange={(value) => setPlaces({ ...places, [name]: value })} fault={faultOf(name)} />
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <ProblemNote error={create.error} shown={['title', 'service', ...form.fields.map((field) => `fields.${field.id}`)]} />
      {form.catalogue.length > 0 && <Select label={t`What is asked for`} clearable placeholder={t`Something else`} value={chosen} onChange={setChosen} choices={form.catalogue.map((one) => ({ value: one.id, label: one.name }))} help={ready?.hint || undefined} />}
      <TextField label={t`Title`} required maxLength={300} value={title} onChange={setTitle} fault={faultOf('title')} ref={focusFirst} autoComplete="off" help={t`In a few words, as you would say it on the telephone.`} />
      {place('service')}
      {asked.map((field) => input(field, required.includes(field.id)))}
      {form.window && <InCalendar plain service={places['service']?.id ?? null} from={values[form.window.from]} to={values[form.window.to]} />}
      <LookedUp form={form} values={values} />
      <details className={styles.more}>
        <summary><Trans>More that is known already</Trans></summary>
        <div className={styles.form}>
          <div className={styles.pair}>
            <InstantField label={t`Occurred`} optional value={more.occurredAt} onChange={(occurredAt) => setMore({ ...more, occurredAt })} fault={faultOf('occurredAt')} />
            <InstantField label={t`Detected`} optional value={more.detectedAt} onChange={(detectedAt) => setMore({ ...more, detectedAt })} fault={faultOf('detectedAt')} />
          </div>
          {(['requester', 'configurationItem', 'unit', 'location', 'supplier'] as const).map(place)}
          {others.map((field) => input(field, false))}
        </div>
      </details>
      <div className={styles.found} style={{ border: 0 }}>
        <Button type="submit" look="primary" busy={create.busy}>{verb}</Button>
        {source ? <ButtonLink to="/work/$record" params={{ record: source.key }}><Trans>Cancel</Trans></ButtonLink> : <ButtonLink to="/work"><Trans>Cancel</Trans></ButtonLink>}
      </div>
    </form>
  )
}

/** The priority as the grid gives it, at once. */
function LookedUp({ form, values }: { form: RoutineForm; values: Readonly<Record<string, FieldValue>> }) {
  const { t } = useLingui()
  const priority = lookedUp(form.grids, 'priority', values)
  const grid = form.grids.find((one) => one.gives === 'priority')
  if (priority === undefined || !grid) return null
  const [row, column] = [grid.row, grid.column].map((id) => form.fields.find((field) => field.id === id)?.label ?? id)
  return (
    <output className={styles.found}>
      {priority ? (
        <>
          <span>{t`Priority`}</span> <strong>{priority}</strong>
        </>
      ) : (
        <span className={styles.note}><Trans>The priority follows from “{row}” and “{column}”.</Trans></span>
      )}
    </output>
  )
}
