import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Option } from '../../../web/ui/option.ts'
import { faultAt } from '../../../web/ui/Problem.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { recordContracts, type RecordView } from '../record.contract.ts'
import { ActionDialog } from './ActionDialog.tsx'
import { RecordPicker } from './RecordPicker.tsx'
import { useRecordAction } from './useRecordAction.ts'

/** The same thing recorded twice goes on in one record. */
export function MergeDialog({ record, onClose }: { record: RecordView; onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const merge = useRecordAction(recordContracts.merge)
  const [into, setInto] = useState<Option | null>(null)
  const [reason, setReason] = useState('')
  const submit = async () => {
    const done = into && (await merge.run({ record: record.id, revision: record.revision, into: into.id, reason: reason.trim() }))
    if (!done) return false
    say(t`Merged`, t`${record.key} goes on in ${into.key ?? into.title}`)
    if (into.key) void navigate({ to: '/work/$record', params: { record: into.key } })
    return true
  }
  return (
    <ActionDialog title={t`Merge ${record.key} into another record`} description={t`This one is closed as a duplicate and points at the other, where work goes on. Whoever watches it watches the other.`} verb={t`Merge`} action={merge} submit={submit} onClose={onClose} ready={into !== null && reason.trim() !== ''} shown={['into', 'reason']}>
      <RecordPicker label={t`Goes on in`} required value={into} onChange={setInto} except={record.id} fault={faultAt(merge.error, 'into')} />
      <TextArea label={t`Reason`} required rows={2} value={reason} onChange={setReason} fault={faultAt(merge.error, 'reason')} />
    </ActionDialog>
  )
}
