import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { InstantField } from '../../../web/ui/InstantField.tsx'
import { faultAt } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { recordInstants, type RecordInstant } from '../../routines/record.ts'
import { recordContracts, type RecordView } from '../record.contract.ts'
import { ActionDialog } from './ActionDialog.tsx'
import { MovedOn } from './MovedOn.tsx'
import { instantWords } from './recordWords.ts'
import { useBase } from './useBase.ts'
import { useRecordAction } from './useRecordAction.ts'

/** Records when something happened: now, or earlier with a reason. */
export function MarkDialog({ record, onClose }: { record: RecordView; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const mark = useRecordAction(recordContracts.mark)
  const base = useBase(record)
  const unset = recordInstants.filter((name) => !record.instants[name] && name !== 'closed' && name !== 'opened')
  const [instant, setInstant] = useState<RecordInstant | null>(unset[0] ?? null)
  const [at, setAt] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const submit = async () => instant !== null && (await mark.run({ record: record.id, revision: base.revision, instant, ...(at && { at }), ...(reason.trim() && { reason: reason.trim() }) })) !== undefined
  return (
    <ActionDialog title={t`Record an instant`} description={t`Wellrun takes the time now; an earlier one needs a reason.`} verb={t`Record`} action={mark} submit={submit} onClose={onClose} ready={instant !== null && !base.moved && (at === null || reason.trim() !== '')} shown={['instant', 'at', 'reason']}>
      {!mark.busy && <MovedOn record={record} base={base} />}
      <Select label={t`What happened`} required value={instant} onChange={setInstant} choices={unset.map((name) => ({ value: name, label: i18n._(instantWords[name]) }))} fault={faultAt(mark.error, 'instant')} />
      <InstantField label={t`When`} optional value={at} onChange={setAt} fault={faultAt(mark.error, 'at')} />
      {at !== null && <TextArea label={t`Why it is recorded only now`} required rows={2} value={reason} onChange={setReason} fault={faultAt(mark.error, 'reason')} />}
    </ActionDialog>
  )
}
