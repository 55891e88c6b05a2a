import { Trans, useLingui } from '@lingui/react/macro'
import { useMemo, useState, type FormEvent } from 'react'
import { Problem } from '../../../shared/problem.ts'
import { useSession } from '../../../web/session.ts'
import { PersonField } from '../../../web/settings/PersonField.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import type { Option } from '../../../web/ui/option.ts'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { InCalendar } from '../../outages/web/InCalendar.tsx'
import type { RecordView } from '../record.contract.ts'
import { FieldInput, type FieldValue } from './FieldInput.tsx'
import styles from './Form.module.css'
import { MovedOn } from './MovedOn.tsx'
import { PlaceInput } from './PlaceInput.tsx'
import { resultWords } from './recordWords.ts'
import { useBase } from './useBase.ts'
import { useStep, type Exit, type StepInput } from './useStep.ts'
import { askedFor, type PlaceName } from './ways.ts'

type StepFormProps = { record: RecordView; exit: Exit; onDone: () => void; onLeave: () => void }

/** What taking a way, or closing, still asks for, and nothing else. */
export function StepForm({ record, exit, onDone, onLeave }: StepFormProps) {
  const { t } = useLingui()
  const base = useBase(record)
  // What was asked stays asked while it is being filled in, whatever others fill in meanwhile.
  const [asked] = useState(() => askedFor(record, exit.missing, exit.asks))
  const me = useSession().data?.person
  const [input, setInput] = useState<StepInput>({ fields: Object.fromEntries(asked.fields.map((field) => [field.id, field.value])), places: {}, assignee: asked.assignee && me ? { id: me.id, title: me.name } : null, priority: null, priorityReason: '', outcome: null, reason: '' })
  const step = useStep(record, exit, base)
  const refused = useMemo(() => inWords(step.error), [step.error])
  const put = (change: Partial<StepInput>) => setInput({ ...input, ...change })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!base.moved && (await step.take(input))) onDone()
  }
  // What only some outcomes ask for may be left out.
  const demands = (id: string) => exit.way !== null || exit.missing.some((one) => one.path === `fields.${id}`)
  const planned = (id: string) => input.fields[id] ?? record.fields.find((field) => field.id === id)?.value
  const shown = [...asked.fields.map((field) => `fields.${field.id}`), ...asked.places, 'outcome', 'reason', 'assignee']
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label={exit.name}>
      {!step.busy && <MovedOn record={record} base={base} />}
      <ProblemNote error={refused} shown={shown} />
      {(asked.rest.length > 0 || exit.closed) && (
        <div className={styles.still}>
          {exit.closed && <p>{exit.closed}</p>}
          {asked.rest.map((one) => (
            <p key={one.path + one.message}>{one.message}</p>
          ))}
        </div>
      )}
      {(exit.asksOutcome || asked.outcome) && <OutcomeInput record={record} value={input.outcome} onChange={(outcome) => put({ outcome })} fault={faultAt(step.error, 'outcome')} />}
      {asked.places.map((place: PlaceName) => (
        <PlaceInput key={place} place={place} required value={input.places[place] ?? null} onChange={(value) => put({ places: { ...input.places, [place]: value } })} fault={faultAt(step.error, place)} />
      ))}
      {asked.assignee && <PersonField label={t`Who takes it on`} required value={input.assignee} onChange={(assignee: Option | null) => put({ assignee })} fault={faultAt(step.error, 'assignee')} />}
      {asked.priority && <PriorityInput record={record} input={input} put={put} />}
      {asked.fields.map((field) => (
        <FieldInput key={field.id} field={field} required={demands(field.id)} value={input.fields[field.id] ?? null} onChange={(value: FieldValue) => put({ fields: { ...input.fields, [field.id]: value } })} fault={faultAt(step.error, `fields.${field.id}`)} />
      ))}
      {asked.fields.some((field) => field.id === record.window?.from || field.id === record.window?.to) && <InCalendar plain service={input.places.service?.id ?? record.service?.id ?? null} from={planned(record.window!.from)} to={planned(record.window!.to)} record={record.key} />}
      {exit.asksReason && <TextArea label={t`Reason`} required value={input.reason} onChange={(reason) => put({ reason })} fault={faultAt(step.error, 'reason')} />}
      <div className={styles.verbs}>
        <Button type="submit" look="primary" busy={step.busy} disabled={base.moved}>
          {exit.name}
        </Button>
        <Button onClick={onLeave}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}

/** A condition of the step is named by its words, not by its place in the routine. */
function inWords(error: Error | null): Error | null {
  if (!(error instanceof Problem)) return error
  return new Problem(error.type, error.message.replace(/^(exit\.\d+|transition): /, ''), error.faults.map((fault) => (/^(exit\.\d+|transition)$/.test(fault.path) ? { ...fault, path: '' } : fault)))
}

function PriorityInput({ record, input, put }: { record: RecordView; input: StepInput; put: (change: Partial<StepInput>) => void }) {
  const { t } = useLingui()
  return (
    <>
      <Select label={t`Priority`} required value={input.priority} onChange={(priority) => put({ priority })} choices={record.priorities.map((name) => ({ value: name, label: name }))} />
      <TextArea label={t`Why this priority`} required rows={2} value={input.priorityReason} onChange={(priorityReason) => put({ priorityReason })} />
    </>
  )
}

function OutcomeInput({ record, value, onChange, fault }: { record: RecordView; value: string | null; onChange: (value: string | null) => void; fault: string | undefined }) {
  const { t, i18n } = useLingui()
  const result = record.outcomes.find((outcome) => outcome.id === value)?.result ?? ''
  const words = resultWords[result]
  return <Select label={t`Outcome`} required value={value} onChange={onChange} fault={fault} help={words ? i18n._(words) : undefined} choices={record.outcomes.map((outcome) => ({ value: outcome.id, label: outcome.name }))} />
}
