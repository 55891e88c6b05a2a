import type { UnknownName } from '../../shared/system.ts'
import { retiredReason, resolveElement } from './resolve.ts'
import type { CompiledLink, CompiledPart } from './compile.ts'
import { named } from './existing.ts'
import { begin } from './plan-elements.ts'
import { reject, type Planning, type Subject } from './plan.ts'
import { textOf } from './targets.ts'

/** Second pass over one row for one part: asks for its links, names those that cannot be made, and settles the accountable role. */
export function planLinks(planning: Planning, part: CompiledPart, at: number): void {
  const subject = planning.subjects.get(named(part.kind, textOf(part.key?.value(planning.rows[at]!))))
  if (!subject) return
  planAccountable(planning, part, subject, at)
  for (const link of part.links) {
    if (link.direction === 'out') subject.decided.add(named(link.type, link.to))
    else dropReaching(planning, subject, link, at)
    subject.decidedUnknown.add(link.type)
    for (const value of link.getter.values(planning.rows[at]!)) planLink(planning, subject, link, value, at)
  }
}

function planAccountable(planning: Planning, part: CompiledPart, subject: Subject, at: number): void {
  const field = part.fields.find(({ target }) => target.name === 'accountable')
  const name = textOf(field?.getter.value(planning.rows[at]!))
  if (!field || name === '') return
  const role = resolveElement(planning, 'role', name, 'any')
  if ('reason' in role) reject(planning, at, field.getter.column, role.reason)
  else if (role.retired) reject(planning, at, field.getter.column, retiredReason(name, role.key))
  else subject.accountable = role.id
}

function planLink(planning: Planning, subject: Subject, link: CompiledLink, value: unknown, at: number): void {
  const { column } = link.getter
  const name = textOf(value)
  if (name === '') {
    const why = typeof value === 'object' && value !== null ? 'holds a group of values; name the one inside that is meant' : `is empty; name the ${link.to} or take the item out`
    return reject(planning, at, column, `The name ${why}.`)
  }
  const found = resolveElement(planning, link.to, name, link.by)
  if ('reason' in found) {
    if (found.unknown) subject.askedUnknown.push({ type: link.type, name })
    return reject(planning, at, column, found.reason)
  }
  if (found.retired) return reject(planning, at, column, retiredReason(name, found.key))
  if (found.id === subject.id) {
    subject.askedUnknown.push({ type: link.type, name, itself: true })
    return reject(planning, at, column, `"${name}" is the ${subject.kind} itself; it cannot be linked to itself.`)
  }
  const source = link.direction === 'out' ? subject : subjectOf(planning, found.id)
  const target = link.direction === 'out' ? found.id : subject.id
  const key = named(link.type, target)
  const before = source.links.find((one) => one.type === link.type && one.to === target)
  if (!source.asked.has(key)) source.asked.set(key, { link: before ?? { type: link.type, to: target }, at, column, isNew: before === undefined })
}

/** The subject for an id; an element that no row named stands as it is but for links that reach into rows. */
function subjectOf(planning: Planning, id: string): Subject {
  const before = planning.byId.get(id)
  if (before) return before
  const subject = begin(planning, null, null, planning.existing.byId.get(id)!, -1)
  planning.byId.set(id, subject)
  return subject
}

/** Links of this type that reach the subject from the other kind are decided by the source: they go unless asked for again. */
function dropReaching(planning: Planning, subject: Subject, link: CompiledLink, at: number): void {
  for (const source of planning.existing.reaching.get(subject.id) ?? []) {
    if (source.kind !== link.to) continue
    if (source.links.some((one) => one.type === link.type && one.to === subject.id)) subjectOf(planning, source.id).dropped.set(named(link.type, subject.id), at)
  }
}

/** Third step: every subject's links as they shall be. */
export function settleLinks(planning: Planning): void {
  for (const subject of planning.byId.values()) {
    const kindOf = (id: string) => planning.byId.get(id)?.kind ?? planning.existing.byId.get(id)?.kind ?? ''
    const kept = subject.links.filter((link) => {
      const key = named(link.type, link.to)
      if (subject.asked.has(key)) return true
      return !subject.dropped.has(key) && !subject.decided.has(named(link.type, kindOf(link.to)))
    })
    const added = [...subject.asked.values()].filter((asked) => asked.isNew)
    subject.links = [...kept, ...added.map((asked) => asked.link)]
    subject.unknown = [...subject.unknown.filter((one) => !subject.decidedUnknown.has(one.type)), ...distinct(subject.askedUnknown)]
  }
}

function distinct(list: readonly UnknownName[]): UnknownName[] {
  const seen = new Map(list.map((one) => [named(one.type, one.name), one]))
  return [...seen.values()]
}

/** Takes a link that was asked for out again, naming why. */
export function takeBack(planning: Planning, subject: Subject, key: string, reason: string): void {
  const asked = subject.asked.get(key)
  if (!asked) return
  subject.asked.delete(key)
  reject(planning, asked.at, asked.column, reason)
}

/** Marks the rows whose links came or went, since a link may be kept with another element than the row's own. */
export function markLinkedRows(planning: Planning, changed: ReadonlySet<string>): void {
  for (const subject of planning.byId.values()) {
    if (!changed.has(subject.id)) continue
    for (const asked of subject.asked.values()) if (asked.isNew) planning.touched.add(asked.at)
    for (const [key, at] of subject.dropped) if (!subject.asked.has(key)) planning.touched.add(at)
  }
}

/** Faults of the kinds' own rules about links, such as a second parent: the link goes, the row stays. */
export function dropFaultyLinks(planning: Planning): void {
  for (const subject of planning.byId.values()) {
    const { check } = planning.kinds.get(subject.kind) ?? {}
    if (!check || subject.asked.size === 0) continue
    const { title, accountable, reviewEvery, body, links } = subject
    const faulty = check({ title, accountable, reviewEvery, effectiveOn: null, body, links }).filter((fault) => fault.path.startsWith('links.'))
    const out = new Set(faulty.map((fault) => links[Number(fault.path.split('.')[1])]))
    for (const fault of faulty) {
      const link = links[Number(fault.path.split('.')[1])]
      if (link) takeBack(planning, subject, named(link.type, link.to), fault.message)
    }
    if (out.size > 0) subject.links = links.filter((link) => !out.has(link))
  }
}
