import { spansMeet } from '../roles/holder.ts'
import type { ExistingHolder, ExistingPerson } from './existing.ts'
import { faultAt } from './folder.read.ts'
import type { ReadFolder } from './folder.read.ts'
import type { Named, Names } from './folder.resolve.ts'
import { personName } from './folder.ts'
import type { FolderFault, FolderHolder, FolderPerson } from './folder.ts'

/** Somebody as they shall be; `existing` is null for a new one. What the folder leaves out stays as it was. */
export type StaffedPerson = { id: string; existing: ExistingPerson | null; name: string; email: string | null; fromOn: string | null; toOn: string | null }
export type StaffedHolder = { id: string; existing: ExistingHolder | null; roleId: string; personId: string; elementId: string | null; deputy: boolean; fromOn: string; toOn: string | null }

/** The people and holders that are written. */
export type StaffPlan = { people: StaffedPerson[]; holders: StaffedHolder[]; notices: string[] }

type Input = {
  read: ReadFolder; people: readonly ExistingPerson[]; holders: readonly ExistingHolder[]; names: Names; today: string; outcome: 'in force' | 'draft' | 'proposal'
  barred: { people?: string; holders?: string }; nextId: () => string; faults: FolderFault[]
}

/** What becomes of people.yaml and holders.yaml; nobody is taken out or ended who is not in them. */
export function planStaff(input: Input): StaffPlan {
  const { read, barred } = input
  const ids = new Map(input.people.map((person) => [personName({ name: person.name, email: person.email?.toLowerCase() ?? null }), person]))
  const wanted = read.folder.people.map((person) => personAs(input, person, ids.get(personName(person)) ?? null))
  const people = wanted.filter(isPersonChanged)
  const known = new Map([...[...ids].map(([name, person]) => [name, person.id] as const), ...wanted.map((person) => [personName({ name: person.name, email: person.email }), person.id] as const)])
  const waiting: string[] = []
  const holders = planHolders(input, known, waiting).filter(isHolderChanged)
  const notices = [
    ...(waiting.length > 0 ? [`Holders of ${waiting.join(', ')} were left out: a role is held once it is in force. Import again then.`] : []),
    ...(people.length > 0 && barred.people !== undefined ? [`people.yaml was left out: ${barred.people}`] : []),
    ...(holders.length > 0 && barred.holders !== undefined ? [`holders.yaml was left out: ${barred.holders}`] : []),
  ]
  const added = new Set(barred.people === undefined ? wanted.map((person) => person.id) : input.people.map((person) => person.id))
  return { people: barred.people === undefined ? people : [], holders: barred.holders === undefined ? holders.filter((holder) => barred.people === undefined || added.has(holder.personId)) : [], notices }
}

function personAs({ nextId }: Input, { name, email, from, to }: FolderPerson, existing: ExistingPerson | null): StaffedPerson {
  return { id: existing?.id ?? nextId(), existing, name, email, fromOn: from ?? existing?.fromOn ?? null, toOn: to ?? existing?.toOn ?? null }
}

function isPersonChanged({ existing, name, email, fromOn, toOn }: StaffedPerson): boolean {
  return existing === null || name !== existing.name || (email ?? existing.email) !== existing.email || fromOn !== existing.fromOn || toOn !== existing.toOn
}

function isHolderChanged({ existing, deputy, fromOn, toOn }: StaffedHolder): boolean {
  return existing === null || deputy !== existing.deputy || fromOn !== existing.fromOn || toOn !== existing.toOn
}

function planHolders(input: Input, people: ReadonlyMap<string, string>, waiting: string[]): StaffedHolder[] {
  const planned: StaffedHolder[] = []
  for (const [at, holder] of input.read.folder.holders.entries()) {
    const fail = (path: string, message: string) => input.faults.push(faultAt(input.read.places.holders[at]!, { path, message }))
    const role = input.names.get(holder.role)
    if (role && waitsForRole(role, input)) {
      if (!waiting.includes(role.key)) waiting.push(role.key)
      continue
    }
    const element = holder.element === null ? null : input.names.get(holder.element)
    const personId = people.get(holder.person)
    const wrong = roleFault(holder, role)
    if (wrong) fail('role', wrong)
    const unheld = elementFault(holder, element)
    if (unheld) fail('element', unheld)
    if (personId === undefined) fail('person', `${holder.person} is neither in people.yaml nor in the organisation.`)
    if (wrong || !role || element === undefined || personId === undefined) continue
    const next = holderAs(input, holder, { roleId: role.id, personId, elementId: element?.id ?? null })
    if (planned.some((other) => isSameSeat(other, next) && spansMeet(other, next))) fail('person', `${holder.person} holds ${holder.role} at that time already; keep one of the two.`)
    planned.push(next)
  }
  return planned
}

function waitsForRole(role: Named, { outcome }: Input): boolean {
  return role.wanted === 'in force' && role.status !== 'in force' && outcome !== 'in force'
}

function elementFault(holder: FolderHolder, element: Named | null | undefined): string | undefined {
  if (element === undefined) return `There is no element ${holder.element}, neither in the folder nor in the organisation.`
  return element?.status === 'retired' || element?.wanted === 'retired' ? `${element.key} is retired; take the line out.` : undefined
}

function roleFault(holder: FolderHolder, role: Named | undefined): string | undefined {
  if (!role) return `There is no role ${holder.role}, neither in the folder nor in the organisation.`
  if (role.status === 'retired' || role.wanted === 'retired') return `${role.key} is retired; only a role in force can be held.`
  const comes = role.status === 'in force' || role.wanted === 'in force'
  return comes ? undefined : `${role.key} is a draft; only a role in force can be held.`
}

type Seat = Pick<StaffedHolder, 'roleId' | 'personId' | 'elementId'>

function holderAs({ holders, today, nextId }: Input, { deputy, from, to }: FolderHolder, seat: Seat): StaffedHolder {
  const same = holders.filter((holder) => isSameSeat(holder, seat))
  const span = { fromOn: from ?? today, toOn: to }
  const existing = same.find((holder) => holder.fromOn === from) ?? same.find((holder) => spansMeet(holder, span)) ?? null
  return { id: existing?.id ?? nextId(), existing, ...seat, deputy, fromOn: from ?? existing?.fromOn ?? today, toOn: to ?? existing?.toOn ?? null }
}

function isSameSeat(a: Seat, b: Seat): boolean {
  return a.roleId === b.roleId && a.personId === b.personId && a.elementId === b.elementId
}
