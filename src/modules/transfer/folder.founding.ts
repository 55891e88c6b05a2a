import { newId } from '../../shared/ids.ts'
import { foundingElements } from '../organisation/founding.ts'
import type { Standing } from './folder.change.ts'
import { planFolder } from './folder.plan.ts'
import type { ReadFolder } from './folder.read.ts'
import type { Folder, FolderElement, FolderFault } from './folder.ts'

export type Founding = { name: string; timeZone: string; founderName: string; founderEmail: string }

/** Everything that would be wrong with a folder in an organisation that is only just founded, so that nothing is founded in vain. */
export function foundingFaults(read: ReadFolder, { name, timeZone, founderName, founderEmail }: Founding, today: string): FolderFault[] {
  const existing = foundingElements({ name, timeZone, authorities: [] }).map(({ kind, draft }): Standing => ({
    id: newId(), key: `${kind.prefix}-1`, kind: kind.kind, title: draft.title, status: 'in force', version: 1, content: { ...draft, unknown: [] }, plannedOn: null, draft: null, draftBy: null, proposal: undefined,
  }))
  const founder = { id: newId(), externalKey: null, name: founderName, email: founderEmail, fromOn: null, toOn: null }
  return planFolder({ read, existing, people: [founder], holders: [], outcome: 'in force', personId: null, today, barred: {}, nextId: () => newId() }).faults
}

/** The organisation that a folder is the system of. */
export function organisationIn(folder: Folder): { name: string; timeZone: string | null } | undefined {
  const element = folder.elements.find((each) => each.kind === 'organisation')
  const { name, timeZone } = element?.body ?? {}
  return element && { name: typeof name === 'string' && name !== '' ? name : element.title, timeZone: typeof timeZone === 'string' ? timeZone : null }
}

/** The folder as the system of an organisation of this name and time zone; the very same where it says so already. */
export function renamedFolder(folder: Folder, { name, timeZone }: Pick<Founding, 'name' | 'timeZone'>): Folder {
  const own = organisationIn(folder)
  if (!own || (own.name === name && own.timeZone === timeZone)) return folder
  const renamed = (element: FolderElement) => (element.kind !== 'organisation' ? element : { ...element, title: own.name === name ? element.title : name, body: { ...element.body, name, timeZone } })
  return { ...folder, elements: folder.elements.map(renamed) }
}
