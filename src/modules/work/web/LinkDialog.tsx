import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import type { Option } from '../../../web/ui/option.ts'
import { faultAt } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { recordLinks, type RecordLinkType } from '../../routines/record.ts'
import { recordContracts, type RecordView } from '../record.contract.ts'
import { ActionDialog } from './ActionDialog.tsx'
import { RecordPicker } from './RecordPicker.tsx'
import { recordLinkWords } from './recordWords.ts'
import { useRecordAction } from './useRecordAction.ts'

/** Ties this record to another; a candidate waits for somebody to confirm it. */
export function LinkDialog({ record, onClose }: { record: RecordView; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const link = useRecordAction(recordContracts.link)
  const [type, setType] = useState<RecordLinkType>('caused by')
  const [to, setTo] = useState<Option | null>(null)
  const [sure, setSure] = useState(true)
  const submit = async () => to !== null && (await link.run({ record: record.id, type, to: to.id, standing: sure ? 'confirmed' : 'candidate' })) !== undefined
  return (
    <ActionDialog title={t`Link ${record.key} with another record`} verb={t`Link`} action={link} submit={submit} onClose={onClose} ready={to !== null} shown={['to']}>
      <Select label={t`How it is tied`} required value={type} onChange={(next) => setType(next ?? 'caused by')} choices={recordLinks.map((name) => ({ value: name, label: i18n._(recordLinkWords[name].out) }))} />
      <RecordPicker label={t`Record`} required value={to} onChange={setTo} except={record.id} fault={faultAt(link.error, 'to')} />
      <Checkbox label={<Trans>This is known for certain</Trans>} help={<Trans>Else it is kept as a candidate, for somebody to confirm.</Trans>} checked={sure} onChange={setSure} />
    </ActionDialog>
  )
}
