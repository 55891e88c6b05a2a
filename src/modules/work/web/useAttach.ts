import { useLingui } from '@lingui/react/macro'
import { base64Of } from '../../../web/files.ts'
import { say, sayProblem } from '../../../web/ui/Toast.tsx'
import { recordContracts, type RecordView } from '../record.contract.ts'
import { useQuickAction } from './useRecordAction.ts'

/** Beyond this a file belongs where files live, and a link to it here. */
const largestBytes = 25 * 1024 * 1024

/** Attaches files one after the other, and says what became of each that was refused. */
export function useAttach(record: Pick<RecordView, 'id' | 'key'>) {
  const { t } = useLingui()
  const attach = useQuickAction(recordContracts.attach, t`The file was not attached`)
  const files = async (chosen: readonly File[]) => {
    const done: string[] = []
    for (const file of chosen) {
      if (file.size > largestBytes) sayProblem(t`${file.name} is larger than 25 MB`, t`Keep it where files live, and write its address in an update.`)
      else if (await attach.run({ record: record.id, name: file.name, mediaType: file.type, base64: await base64Of(file) })) done.push(file.name)
    }
    if (done.length > 0) say(t`Attached to ${record.key}`, done.join(', '))
  }
  return { files, busy: attach.busy }
}
