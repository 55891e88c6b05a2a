import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { focusFirst } from '../../../web/ui/focusFirst.ts'
import { Keyed } from '../../../web/ui/Keyed.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { faultAt } from '../../../web/ui/Problem.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { dayInWords } from '../../../web/words.ts'
import { InCalendar } from '../../outages/web/InCalendar.tsx'
import { recordContracts, type RecordView } from '../record.contract.ts'
import { AssessmentPart } from './AssessmentPart.tsx'
import { FieldInput, type FieldValue, type RecordField } from './FieldInput.tsx'
import styles from './KnownFields.module.css'
import { InPlace, InPlaceForm } from './InPlace.tsx'
import type { Base } from './useBase.ts'
import { useRecordAction } from './useRecordAction.ts'
import { useWhen } from './useWhen.ts'

const isFilled = (field: RecordField) => field.value !== null && field.value !== '' && !(Array.isArray(field.value) && field.value.length === 0)

/** What may take more than a few words has the whole width. */
const isWide = (field: RecordField) => field.type === 'long text' || field.type === 'several choices' || field.shown.length > 60

type KnownFieldsProps = { record: RecordView; may: boolean; editing: boolean; onEditing: (editing: boolean) => void }

/** The routine's form: what is filled in and what this step asks for, each changed in place or all at once; the rest one press away. */
export function KnownFields({ record, may, editing, onEditing }: KnownFieldsProps) {
  const [all, setAll] = useState(false)
  const near = record.fields.filter((field) => isFilled(field) || field.usedHere)
  const shown = all ? record.fields : near
  const hidden = record.fields.length - near.length
  if (record.fields.length === 0) return null
  return (
    <Section title={<Trans>What is known</Trans>} aside={may && !editing && <Button small look="quiet" aria-keyshortcuts="e" onClick={() => onEditing(true)}><Trans>Edit</Trans></Button>}>
      {editing && may ? (
        <WholeForm record={record} fields={shown} onLeave={() => onEditing(false)} />
      ) : (
        <dl className={styles.fields}>
          {shown.map((field) => (
            <div key={field.id} data-wide={isWide(field) || record.assessments.some((one) => one.field === field.id) ? '' : undefined}>
              <dt>{field.label}</dt>
              <dd>
                <KnownField record={record} field={field} may={may} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {hidden > 0 && (
        <div>
          <Button small look="quiet" onClick={() => setAll(!all)}>
            {all ? <Trans>Show what is filled in</Trans> : <Plural value={hidden} one="# more field" other="# more fields" />}
          </Button>
        </div>
      )}
    </Section>
  )
}

function KnownField({ record, field, may }: { record: RecordView; field: RecordField; may: boolean }) {
  const { t } = useLingui()
  const assessment = record.assessments.find((one) => one.field === field.id)
  return (
    <>
      <InPlace record={record} label={field.label} may={may && !field.closed} shown={isFilled(field) ? <Value field={field} /> : ''} empty={field.required ? t`asked for in this step` : '—'} editor={(leave) => <OneField record={record} field={field} onLeave={leave} />} />
      {assessment && <AssessmentPart assessment={assessment} />}
    </>
  )
}

function Value({ field }: { field: RecordField }) {
  const when = useWhen()
  if (typeof field.value === 'string' && field.type === 'instant') return <>{when.full(field.value)}</>
  if (typeof field.value === 'string' && field.type === 'day') return <>{dayInWords(field.value)}</>
  if (Array.isArray(field.value) && field.type === 'several choices') return <ul>{field.value.map((choice) => <li key={choice}>{choice}</li>)}</ul>
  const [, key] = /^([A-Z]{2,4}-\d+) /.exec(field.shown) ?? []
  if (field.type === 'element' && key) return <KeyLink elementKey={key}>{field.shown}</KeyLink>
  return <Keyed text={field.shown} />
}

function OneField({ record, field, onLeave }: { record: RecordView; field: RecordField; onLeave: () => void }) {
  const fill = useRecordAction(recordContracts.fill)
  const [value, setValue] = useState<FieldValue>(field.value)
  const path = `fields.${field.id}`
  const run = async (base: Base) => (await fill.run({ record: record.id, revision: base.revision, fields: { [field.id]: value } })) !== undefined
  return (
    <InPlaceForm record={record} save={{ ...fill, run }} onLeave={onLeave} shownFaults={[path]}>
      <FieldInput field={field} value={value} onChange={setValue} hideLabel fault={faultAt(fill.error, path)} />
    </InPlaceForm>
  )
}

/** Title and fields at once; only what was changed is written. */
function WholeForm({ record, fields, onLeave }: { record: RecordView; fields: readonly RecordField[]; onLeave: () => void }) {
  const { t } = useLingui()
  const fill = useRecordAction(recordContracts.fill)
  const [title, setTitle] = useState(record.title)
  const [changed, setChanged] = useState<Record<string, FieldValue>>({})
  const planned = (id: string) => (changed[id] === undefined ? record.fields.find((field) => field.id === id)?.value : changed[id])
  const run = async (base: Base) => {
    const said = { ...(title !== record.title && { title }), ...(Object.keys(changed).length > 0 && { fields: changed }) }
    if (Object.keys(said).length === 0) return true
    const done = await fill.run({ record: record.id, revision: base.revision, ...said })
    if (done) say(t`Saved`, `${record.key} ${title}`)
    return done !== undefined
  }
  return (
    <InPlaceForm record={record} save={{ ...fill, run }} onLeave={onLeave} shownFaults={['title', ...fields.map((field) => `fields.${field.id}`)]}>
      <TextField label={t`Title`} required value={title} onChange={setTitle} fault={faultAt(fill.error, 'title')} ref={focusFirst} />
      {record.window && <InCalendar plain service={record.service?.id ?? null} from={planned(record.window.from)} to={planned(record.window.to)} record={record.key} />}
      {fields.filter((field) => !field.closed).map((field) => (
        <FieldInput key={field.id} field={field} value={changed[field.id] === undefined ? field.value : (changed[field.id] ?? null)} onChange={(value) => setChanged({ ...changed, [field.id]: value })} fault={faultAt(fill.error, `fields.${field.id}`)} />
      ))}
    </InPlaceForm>
  )
}
