import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { InstantField } from '../../../web/ui/InstantField.tsx'
import { faultAt } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { recordInstants, type RecordInstant } from '../../routines/record.ts'
import { recordContracts, type RecordView } from '../record.contract.ts'
import { ActionDialog } from './ActionDialog.tsx'
import { FieldInput, type FieldValue } from './FieldInput.tsx'
import { MovedOn } from './MovedOn.tsx'
import { instantWords } from './recordWords.ts'
import { useBase } from './useBase.ts'
import { useRecordAction } from './useRecordAction.ts'

/** Puts right what was recorded wrongly; what was there before stays in the history, struck out. */
export function CorrectDialog({ record, onClose }: { record: RecordView; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const correct = useRecordAction(recordContracts.correct)
  const base = useBase(record)
  const [what, setWhat] = useState<string | null>(null)
  const [at, setAt] = useState<string | null>(null)
  const [value, setValue] = useState<FieldValue>(null)
  const [reason, setReason] = useState('')
  const instant = recordInstants.find((name) => what === `instants.${name}`)
  const field = record.fields.find((one) => what === `fields.${one.id}`)
  const choose = (next: string | null) => {
    setWhat(next)
    setAt(record.instants[next?.replace('instants.', '') as RecordInstant] ?? null)
    setValue(record.fields.find((one) => next === `fields.${one.id}`)?.value ?? (next === 'outcome' ? record.outcome : null))
  }
  const said = instant ? { instants: { [instant]: at } } : field ? { fields: { [field.id]: value } } : { outcome: String(value ?? '') }
  const submit = async () => (await correct.run({ record: record.id, revision: base.revision, reason: reason.trim(), ...said })) !== undefined
  const choices = [
    ...recordInstants.filter((name) => record.instants[name]).map((name) => ({ value: `instants.${name}`, label: t`${i18n._(instantWords[name])} at` })),
    ...(record.outcome ? [{ value: 'outcome', label: t`Outcome` }] : []),
    ...record.fields.map((one) => ({ value: `fields.${one.id}`, label: one.label })),
  ]
  return (
    <ActionDialog title={t`Correct ${record.key}`} description={t`What was there before stays readable in what happened.`} verb={t`Correct`} action={correct} submit={submit} onClose={onClose} ready={what !== null && reason.trim() !== '' && !base.moved} shown={['reason', what ?? '']}>
      {!correct.busy && <MovedOn record={record} base={base} />}
      <Select label={t`What is wrong`} required value={what} onChange={choose} choices={choices} />
      {instant && <InstantField label={i18n._(instantWords[instant])} value={at} onChange={setAt} fault={faultAt(correct.error, what ?? '')} />}
      {what === 'outcome' && <Select label={t`Outcome`} value={String(value ?? '')} onChange={setValue} choices={record.outcomes.map((one) => ({ value: one.id, label: one.name }))} />}
      {field && <FieldInput key={field.id} field={field} value={value} onChange={setValue} fault={faultAt(correct.error, what ?? '')} />}
      <TextArea label={t`Reason`} required rows={2} value={reason} onChange={setReason} fault={faultAt(correct.error, 'reason')} />
    </ActionDialog>
  )
}
