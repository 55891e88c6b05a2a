import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { faultAt } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { recordContracts, type RecordView } from '../record.contract.ts'
import { InPlaceForm } from './InPlace.tsx'
import type { Base } from './useBase.ts'
import { useRecordAction } from './useRecordAction.ts'

/** Sets the priority by hand, against what the grid says, with the reason for it. */
export function PriorityForm({ record, onLeave }: { record: RecordView; onLeave: () => void }) {
  const { t } = useLingui()
  const prioritise = useRecordAction(recordContracts.prioritise)
  const [priority, setPriority] = useState<string | null>(record.priority || null)
  const [reason, setReason] = useState('')
  const run = async (base: Base) => (await prioritise.run({ record: record.id, revision: base.revision, priority: priority ?? '', reason: reason.trim() })) !== undefined
  return (
    <InPlaceForm record={record} save={{ ...prioritise, run }} onLeave={onLeave} shownFaults={['priority', 'reason']}>
      <Select label={t`Priority`} hideLabel value={priority} onChange={setPriority} choices={record.priorities.map((name) => ({ value: name, label: name }))} fault={faultAt(prioritise.error, 'priority')} />
      <TextArea label={t`Reason`} required rows={2} value={reason} onChange={setReason} fault={faultAt(prioritise.error, 'reason')} />
    </InPlaceForm>
  )
}
