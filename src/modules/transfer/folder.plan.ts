import type { KeptDraft } from '../../kernel/element.ts'
import type { Fault } from '../../shared/kind.ts'
import { kindOf } from '../kinds.ts'
import { obstacleOf } from './existing.ts'
import type { FolderChange, Standing } from './folder.change.ts'
import { unitCircles } from './folder.circles.ts'
import { changedPaths } from './folder.paths.ts'
import { faultAt } from './folder.read.ts'
import type { ReadFolder } from './folder.read.ts'
import { resolved } from './folder.resolve.ts'
import type { Had, Named } from './folder.resolve.ts'
import { planStaff } from './folder.staff.ts'
import type { StaffPlan } from './folder.staff.ts'
import { wholeBody } from './folder.system.ts'
import { keyOrder, keyParts } from './folder.ts'
import type { FolderElement, FolderFault } from './folder.ts'
import type { ExistingHolder, ExistingPerson } from './existing.ts'
import { sameValue } from './same.ts'

export type FolderPlan = StaffPlan & {
  changes: FolderChange[]
  unchanged: number
  /** Elements that are there and not in the folder; they stay as they are. */
  absent: { key: string; kind: string; title: string }[]
  faults: FolderFault[]
  notices: string[]
}

export type PlanFolderInput = {
  read: ReadFolder
  existing: readonly Standing[]
  people: readonly ExistingPerson[]
  holders: readonly ExistingHolder[]
  outcome: 'in force' | 'draft' | 'proposal'
  personId: string | null
  today: string
  barred: { people?: string; holders?: string }
  nextId: () => string
}

type Planning = PlanFolderInput & { names: Map<string, Named>; byKey: ReadonlyMap<string, Standing>; faults: FolderFault[] }

/** What becomes of a folder in an organisation: decided as a whole, written or not. Pure. */
export function planFolder(input: PlanFolderInput): FolderPlan {
  const { read, existing } = input
  const byKey = new Map(existing.map((each) => [each.key, each]))
  const planning: Planning = { ...input, byKey, names: namesOf(input, byKey), faults: [...read.faults] }
  const changes = read.folder.elements.flatMap((element) => {
    const change = planElement(planning, element)
    return change ? [change] : []
  })
  const titles = new Map([...existing.map((each) => [each.id, each.key] as const), ...changes.map((each) => [each.id, each.key] as const)])
  for (const { key, path, message } of unitCircles(changes, existing, (id) => titles.get(id) ?? id)) complain(planning, key, { path, message })
  const inFolder = new Set(read.places.elements.keys())
  const staff = planStaff({ ...input, names: planning.names, faults: planning.faults })
  const faults = planning.faults.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0)))
  return {
    ...staff, changes, faults, notices: [...read.notices, ...staff.notices],
    unchanged: read.folder.elements.length - changes.length,
    absent: existing.filter((each) => each.status !== 'retired' && !inFolder.has(each.key)).sort((a, b) => keyOrder(a.key, b.key)).map(({ key, kind, title }) => ({ key, kind, title })),
  }
}

function namesOf({ read, existing, nextId }: PlanFolderInput, byKey: ReadonlyMap<string, Standing>): Map<string, Named> {
  const names = new Map<string, Named>(existing.map(({ id, key, kind, status }) => [key, { id, key, kind, status, wanted: null }]))
  for (const { key, kind, status } of read.folder.elements) names.set(key, { id: byKey.get(key)?.id ?? nextId(), key, kind, status: byKey.get(key)?.status ?? null, wanted: status })
  // A file that cannot be read still says that its element is meant to be there.
  for (const [key] of read.places.elements) if (!names.has(key)) names.set(key, { id: nextId(), key, kind: '', status: null, wanted: 'in force' })
  return names
}

function complain(planning: Planning, key: string, fault: Fault): void {
  const placed = planning.read.places.elements.get(key)
  if (placed) planning.faults.push(faultAt(placed, fault))
}

// The next keys of the series come after it, and must fit too.
const highestNumber = 1_000_000

/** The change that an element of the folder asks for; null where it stands as it is, or cannot be. */
function planElement(planning: Planning, element: FolderElement): FolderChange | null {
  const before = planning.byKey.get(element.key) ?? null
  const { accountable, links, body, faults } = resolved(element, planning.names, hadBy(before))
  for (const fault of faults) complain(planning, element.key, fault)
  const { title, reviewEvery, unknown, kind, key, status } = element
  const effectiveOn = element.effectiveOn !== null && (status === 'draft' || element.effectiveOn > planning.today) ? element.effectiveOn : null
  const content: KeptDraft = { title, accountable, reviewEvery, effectiveOn, body, links, unknown }
  const change: FolderChange = { id: planning.names.get(key)!.id, key, kind, before, as: status, content, paths: [] }
  if (before && !isChanged(planning, before, change)) return null
  if (!before && keyParts(key)!.number > highestNumber) complain(planning, key, { path: 'title', message: `Keys that are given here go up to ${keyParts(key)!.prefix}-${highestNumber}; choose a lower number.` })
  const obstacle = before && obstacleTo(planning, before, change)
  if (obstacle) complain(planning, key, { path: 'title', message: obstacle })
  if (status === 'in force' && element.effectiveOn !== null && element.effectiveOn < planning.today) {
    complain(planning, key, { path: 'effectiveOn', message: `${element.effectiveOn} is past; a definition holds from its approval. Give ${planning.today} or later, or take the line out.` })
  }
  return change
}

function hadBy(before: Standing | null): Had {
  const contents = [before?.content, before?.draft].filter((each) => each !== null && each !== undefined)
  return new Set(contents.flatMap(({ accountable, links, body }) => [
    ...(accountable === null ? [] : [accountable]), ...links.flatMap((link) => [link.to, ...(link.for ? [link.for] : [])]),
    ...(kindOf(before!.kind)?.addresses?.(wholeBody(body, kindOf(before!.kind))) ?? []).map((address) => address.to),
  ]))
}

/** True when something is to be written; notes at which paths. */
function isChanged(planning: Planning, before: Standing, change: FolderChange): boolean {
  if (change.as === 'retired') {
    change.paths = before.status === 'retired' || before.draft?.retiring ? [] : ['status']
    if (before.content) change.content = before.content
    return change.paths.length > 0
  }
  const drafted = before.draft && !before.draft.retiring ? before.draft : null
  const base = change.as === 'draft' ? (drafted ?? before.content) : (before.content ?? drafted)
  if (before.status === 'retired' || base === null) return true
  change.paths = [...(comesInForce(planning, before, change) ? ['status'] : []), ...difference(before, base, change.content)]
  return change.paths.length > 0 && !isWaiting(planning, before, change, drafted)
}

/** What is only a draft and shall hold; a proposal that carries it brings that about by itself. */
function comesInForce({ outcome }: Planning, before: Standing, change: FolderChange): boolean {
  return before.status === 'draft' && change.as === 'in force' && outcome !== 'draft' && before.proposal === undefined
}

/** What the folder asks for is drafted beside what holds already. */
function isWaiting({ outcome }: Planning, before: Standing, change: FolderChange, drafted: KeptDraft | null): boolean {
  return outcome !== 'in force' && change.as === 'in force' && before.version > 0 && drafted !== null && difference(before, drafted, change.content).length === 0
}

function difference(before: Standing, base: KeptDraft, after: KeptDraft): string[] {
  const kind = kindOf(before.kind)
  const paths = [
    ...(['title', 'accountable', 'reviewEvery'] as const).filter((name) => base[name] !== after[name]),
    ...(sameValue(base.links, after.links) ? [] : ['links']), ...(sameValue(base.unknown, after.unknown) ? [] : ['unknown']),
    ...changedPaths(wholeBody(base.body, kind), after.body, 'body'),
  ]
  const day = base === before.content ? before.plannedOn : base.effectiveOn
  // What holds already cannot begin later: the day in the file is then of no account by itself.
  const holds = base === before.content && before.plannedOn === null
  return day === after.effectiveOn || (holds && paths.length === 0) ? paths : [...paths, 'effectiveOn']
}

function obstacleTo(planning: Planning, before: Standing, change: FolderChange): string | null {
  if (change.as === 'retired' && before.version === 0) return `${before.key} is only a draft: discard it instead of retiring it.`
  if (change.as === 'retired' && before.draft) return `${before.key} has an open draft; put it in force or discard it, then retire it.`
  const outcome = change.as === 'draft' && planning.outcome === 'in force' ? 'draft' : planning.outcome
  return obstacleOf(before, { outcome, personId: planning.personId, proposal: before.proposal })
}
