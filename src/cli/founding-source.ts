import { basename, resolve } from 'node:path'
import { perform } from '../kernel/action.ts'
import { foundingFaults, organisationIn, renamedFolder } from '../modules/transfer/folder.founding.ts'
import type { Founding } from '../modules/transfer/folder.founding.ts'
import { readFolder } from '../modules/transfer/folder.read.ts'
import { filesOf } from '../modules/transfer/folder.write.ts'
import { demandFaultless, importFolderAction, startAction } from '../modules/transfer/sms.actions.ts'
import { starters } from '../modules/transfer/sms.contract.ts'
import type { SmsImported } from '../modules/transfer/sms.contract.ts'
import { dayOf, isTimeZone } from '../shared/days.ts'
import { Problem } from '../shared/problem.ts'
import type { Ground } from '../server/ground.ts'
import { sentFiles } from './sms.ts'
import { readDirectory } from './sms-folder.ts'

/** What an organisation begins with: `check` refuses before anything is founded, `bring` puts it in force afterwards. */
export type FoundingSource = {
  /** What the folder itself says, for what is not said in the terminal. */
  organisation: { name: string; timeZone: string | null } | undefined
  check: (founding: Founding) => void
  bring: (ground: Ground, organisationId: string, founding: Founding) => Promise<SmsImported>
}

/** The source that `--starter` or `--from` names; undefined for neither. Throws `invalid`. */
export function foundingSource({ starter, from }: { starter?: unknown; from?: unknown }): FoundingSource | undefined {
  if (starter !== undefined && from !== undefined) throw new Problem('invalid', 'Give --starter or --from, not both.')
  if (typeof from === 'string') return folderSource(from)
  if (typeof starter !== 'string') return undefined
  const known = starters.find((each) => each === starter)
  if (!known) throw new Problem('invalid', `There is no starter "${starter}"; there is ${starters.join(', ')}.`)
  return {
    organisation: undefined,
    check: () => {},
    bring: async (ground, organisationId) => (await perform(ground.runtime, startAction, { starter: known }, { type: 'operator', organisationId })).output as SmsImported,
  }
}

function folderSource(path: string): FoundingSource {
  const files = readDirectory(path)
  const read = readFolder(files)
  demandFaultless(read.faults)
  return {
    organisation: organisationIn(read.folder),
    check: (founding) => demandFaultless(foundingFaults(read, founding, dayOf(new Date(), isTimeZone(founding.timeZone) ? founding.timeZone : 'UTC'))),
    bring: async (ground, organisationId, founding) => {
      const folder = renamedFolder(read.folder, founding)
      const given = folder === read.folder ? files : filesOf(folder).map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) }))
      return (await perform(ground.runtime, importFolderAction, { files: sentFiles(given), name: basename(resolve(path)) }, { type: 'operator', organisationId })).output as SmsImported
    },
  }
}
