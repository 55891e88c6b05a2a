import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { faultAt } from '../../../web/ui/Problem.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { recordContracts, type RecordView } from '../record.contract.ts'
import { ActionDialog } from './ActionDialog.tsx'
import { useRecordAction } from './useRecordAction.ts'

export function UnlinkDialog({ record, link, onClose }: { record: RecordView; link: RecordView['links'][number]; onClose: () => void }) {
  const { t } = useLingui()
  const unlink = useRecordAction(recordContracts.unlink)
  const [reason, setReason] = useState('')
  const submit = async () => (await unlink.run({ record: record.id, link: link.id, reason: reason.trim() })) !== undefined
  return (
    <ActionDialog title={t`Take the link to ${link.record.key} away`} description={t`That it was there stays in the history.`} verb={t`Take away`} action={unlink} submit={submit} onClose={onClose} ready={reason.trim() !== ''} shown={['reason']}>
      <TextArea label={t`Reason`} required value={reason} onChange={setReason} fault={faultAt(unlink.error, 'reason')} />
    </ActionDialog>
  )
}
