import { Temporal } from 'temporal-polyfill'
import { dropCircles } from './circles.ts'
import type { CompiledPart } from './compile.ts'
import { named } from './existing.ts'
import { planElement } from './plan-elements.ts'
import { dropFaultyLinks, markLinkedRows, planLinks, settleLinks } from './plan-links.ts'
import { planHolder } from './plan-holders.ts'
import { planPerson } from './plan-people.ts'
import { refuseIn, reject, rejectRow, type ImportPlan, type PlannedElement, type PlannedHolder, type PlannedPerson, type PlanInput, type Planning, type RowResult, type Subject } from './plan.ts'
import { sameValue } from './same.ts'

/**
 * What an import would do, as a value: nothing is written. First all elements and people are found or begun, then all links, roles and
 * holders are looked up, so that the order of rows does not matter. The same rows twice leave nothing to change.
 */
export function planImport(input: PlanInput): ImportPlan {
  const steps = planSteps(input)
  for (;;) {
    const next = steps.next()
    if (next.done) return next.value
  }
}

/** As `planImport`, in steps of a few hundred rows: whoever takes them can do other things between. */
export function* planSteps(input: PlanInput): Generator<void, ImportPlan> {
  const planning: Planning = {
    ...input, subjects: new Map(), refused: new Map(), byId: new Map(), people: new Map(), personByEmail: new Map(), holders: new Map(),
    results: [], keys: [], titles: [], touched: new Set(), rejected: [], guesses: 0,
  }
  input.rows.forEach((row, at) => {
    if (row.fault !== undefined) rejectRow(planning, at, null, row.fault)
  })
  const { parts } = input
  for (const part of parts) yield* eachRow(planning, (at) => (part.kind === 'person' ? planPerson(planning, part, at) : part.definition ? planElement(planning, part, at) : undefined))
  for (const part of parts) if (part.definition) yield* eachRow(planning, (at) => planLinks(planning, part, at))
  for (const part of parts) if (part.kind === 'holder') yield* eachRow(planning, (at) => planHolder(planning, part, at))
  dropCircles(planning)
  yield
  settleLinks(planning)
  yield
  dropFaultyLinks(planning)
  yield
  const changed = [...planning.byId.values()].map((subject) => ({ ...subject, comesInForce: comesInForce(planning, subject) })).filter(isChanged)
  const elements = changed.filter((subject) => !isObstructed(planning, subject))
  markLinkedRows(planning, new Set(elements.map((subject) => subject.id)))
  yield
  const people = [...planning.people.values()].filter(isPersonChanged)
  const holders = [...[...planning.holders.values()].filter(isHolderChanged), ...replaced(planning, parts)]
  for (const { at } of [...elements, ...people, ...holders]) if (at >= 0) planning.touched.add(at)
  return summary(planning, { elements, people, holders })
}

const step = 200

function* eachRow(planning: Planning, take: (at: number) => void): Generator<void> {
  for (let at = 0; at < planning.rows.length; at++) {
    if (planning.results[at] !== 'rejected') take(at)
    if (at % step === step - 1) yield
  }
}

/** What rows name comes in force unless drafts are asked for; what they only link to stays what it is. */
function comesInForce(planning: Planning, { existing, at }: { existing: PlannedElement['existing']; at: number }): boolean {
  return !planning.asDraft && (at >= 0 || existing?.status === 'in force')
}

/** True when something keeps an element from being changed; the rows that would change it are then rejected, or their links. */
function isObstructed(planning: Planning, subject: Subject): boolean {
  const obstacle = subject.existing?.obstacle ?? null
  if (obstacle === null) return false
  if (subject.at >= 0) refuseIn(subject.part!)(planning, subject.at, subject.part!.key!.column, obstacle)
  for (const asked of subject.asked.values()) if (asked.isNew && asked.at !== subject.at) reject(planning, asked.at, asked.column, obstacle)
  return true
}

function isChanged(subject: PlannedElement): boolean {
  const { existing } = subject
  if (existing === null || (subject.comesInForce && existing.status === 'draft')) return true
  const same = subject.title === existing.title && subject.accountable === existing.accountable && subject.reviewEvery === existing.reviewEvery && subject.externalKey === existing.externalKey
  return !same || !sameValue(subject.links, existing.links) || !sameValue(subject.unknown, existing.unknown) || !sameValue(subject.body, existing.body)
}

function isPersonChanged({ existing, name, email, fromOn, toOn }: PlannedPerson): boolean {
  return existing === null || name !== existing.name || email !== existing.email || fromOn !== existing.fromOn || toOn !== existing.toOn
}

function isHolderChanged({ existing, deputy, fromOn, toOn }: PlannedHolder): boolean {
  return existing === null || deputy !== existing.deputy || fromOn !== existing.fromOn || toOn !== existing.toOn
}

/** Holders whose place another took: where each row names the holder of its own element, whoever held it before ends with yesterday. */
function replaced(planning: Planning, parts: readonly CompiledPart[]): (PlannedHolder & { at: number })[] {
  if (!parts.some((part) => part.kind === 'holder' && part.path !== '')) return []
  const yesterday = Temporal.PlainDate.from(planning.today).subtract({ days: 1 }).toString()
  const seats = new Map([...planning.holders.values()].filter((holder) => holder.elementId !== null).map((holder) => [named(holder.roleId, holder.elementId!), holder.at]))
  return [...seats].flatMap(([seat, at]) =>
    (planning.existing.holders.get(seat) ?? [])
      .filter((holder) => !holder.deputy && (holder.toOn === null || holder.toOn >= planning.today) && !planning.holders.has(named(seat, holder.personId)))
      .map((existing) => ({ ...existing, existing, toOn: existing.fromOn > yesterday ? existing.fromOn : yesterday, at })),
  )
}

function summary(planning: Planning, changes: Pick<ImportPlan, 'elements' | 'people' | 'holders'>): ImportPlan {
  const main = planning.parts[0]!
  const created = new Set<number>()
  for (const subject of planning.subjects.values()) if (subject.existing === null && subject.part === main) created.add(subject.at)
  if (main.kind === 'person') for (const person of planning.people.values()) if (person.existing === null) created.add(person.at)
  if (main.kind === 'holder') for (const holder of planning.holders.values()) if (holder.existing === null) created.add(holder.at)
  const counts: Record<RowResult, number> = { created: 0, changed: 0, unchanged: 0, rejected: 0 }
  const rows = planning.rows.map((row, at) => {
    const result = planning.results[at] ?? (created.has(at) ? 'created' : planning.touched.has(at) ? 'changed' : 'unchanged')
    counts[result]++
    return { row: row.row, file: row.file, key: planning.keys[at] ?? null, title: planning.titles[at] ?? '', result }
  })
  const order = new Map(planning.rows.map((row, at) => [`${row.file} ${row.row}`, at]))
  const rejected = planning.rejected.sort((a, b) => order.get(`${a.file} ${a.row}`)! - order.get(`${b.file} ${b.row}`)!)
  return { read: rows.length, created: counts.created, changed: counts.changed, unchanged: counts.unchanged, rows, rejected, ...changes }
}
