import type { Fault } from '../../shared/kind.ts'
import { cadence } from '../../shared/days.ts'
import type { CompiledField, CompiledPart } from './compile.ts'
import { named, type ExistingElement } from './existing.ts'
import { keyOf, placeOf, refuseIn, reject, type Planning, type Subject } from './plan.ts'
import { sameValue } from './same.ts'
import { fitted, isUnreadable, lineOf, rightFor, textOf } from './targets.ts'
import { isEmpty } from './values.ts'

type Values = { field: CompiledField; value: unknown }[]

/** First pass over one row for one part that is a kind of element: finds or begins its subject and fills its fields. */
export function planElement(planning: Planning, part: CompiledPart, at: number): void {
  const isMain = part.path === ''
  const key = keyOf(planning, part, at, (taken) => planning.subjects.get(named(part.kind, taken))?.at)
  if (key === undefined) return
  const name = named(part.kind, key)
  const values: Values = part.fields.flatMap((field) => {
    const value = field.getter.value(planning.rows[at]!)
    return isEmpty(value) ? [] : [{ field, value: fitted(value, field.target) }]
  })
  const before = planning.subjects.get(name)
  if (before) return join(planning, before, values, part, at)
  if (!isMain && planning.refused.has(name)) return
  const subject = subjectFor(planning, part, key, values, at)
  if (Array.isArray(subject)) {
    planning.refused.set(name, at)
    for (const fault of subject) refuseIn(part)(planning, at, fault.path, fault.message)
    return
  }
  planning.subjects.set(name, subject)
  planning.byId.set(subject.id, subject)
  if (isMain) planning.titles[at] = subject.title
}

function subjectFor(planning: Planning, part: CompiledPart, key: string, values: Values, at: number): Subject | Fault[] {
  const existing = planning.existing.byExternal.get(named(part.kind, key)) ?? existingByKey(planning, part.kind, key)
  if (existing?.status === 'retired') return [{ path: part.key!.column, message: existing.obstacle ?? `${existing.key} is retired.` }]
  const subject = begin(planning, part, key, existing, at)
  fill(subject, values)
  for (const { field, value } of values) subject.given.set(field.target.name, { value, at })
  if (subject.title === '') subject.title = key
  const faults = faultsOf(subject, values, part)
  return faults.length > 0 ? faults : subject
}

function existingByKey(planning: Planning, kind: string, key: string): ExistingElement | undefined {
  const element = planning.existing.byKey.get(key.toUpperCase())
  return element?.kind === kind ? element : undefined
}

/** A subject that stands as it is, for a new or an existing element. */
export function begin(planning: Planning, part: CompiledPart | null, key: string | null, existing: ExistingElement | undefined, at: number): Subject {
  const fresh = part?.definition
  const own = existing
    ? { id: existing.id, kind: existing.kind, externalKey: existing.externalKey ?? (existing.key === key?.toUpperCase() ? null : key), title: existing.title, accountable: existing.accountable, reviewEvery: existing.reviewEvery, body: { ...existing.body } }
    : { id: planning.nextId(), kind: part!.kind, externalKey: key, title: '', accountable: null, reviewEvery: fresh?.reviewEvery ?? null, body: structuredClone(fresh?.empty ?? {}) as Record<string, unknown> }
  return {
    ...own, existing: existing ?? null, links: existing?.links ?? [], unknown: existing?.unknown ?? [], part, at,
    given: new Map(), asked: new Map(), decided: new Set(), dropped: new Map(), decidedUnknown: new Set(), askedUnknown: [],
  }
}

function fill(subject: Subject, values: Values): void {
  for (const { field, value } of values) {
    const { name } = field.target
    if (name === 'title') subject.title = lineOf(value)
    else if (name === 'reviewEvery') subject.reviewEvery = textOf(value)
    else if (name !== 'accountable') place(subject.body, name.split('.'), value)
  }
}

function place(body: Record<string, unknown>, path: string[], value: unknown): void {
  const [first, ...rest] = path
  if (rest.length === 0) body[first!] = value
  else {
    const inner = { ...(body[first!] as Record<string, unknown> | null) }
    place(inner, rest, value)
    body[first!] = inner
  }
}

function faultsOf(subject: Subject, values: Values, part: CompiledPart): { path: string; message: string }[] {
  const columnOf = (target: string) => values.find(({ field }) => field.target.name === target || field.target.name.startsWith(`${target}.`))?.field.getter.column ?? part.key!.column
  if (subject.title.length > 200) return [{ path: columnOf('title'), message: 'The title is longer than 200 characters; shorten it.' }]
  if (isUnreadable(subject.title)) return [{ path: columnOf('title'), message: 'The title holds control characters or turns the direction of writing; take that out.' }]
  if (subject.reviewEvery !== null && !cadence.safeParse(subject.reviewEvery).success) return [{ path: columnOf('reviewEvery'), message: `"${subject.reviewEvery}" is no cadence; give one such as P1Y, P3M or P2W.` }]
  const parsed = part.definition!.body.safeParse(subject.body)
  if (!parsed.success) return parsed.error.issues.map((issue) => bodyFault(issue.path.map(String), issue.message, values, columnOf))
  subject.body = parsed.data as Record<string, unknown>
  const draft = { title: subject.title, accountable: subject.accountable, reviewEvery: subject.reviewEvery, effectiveOn: null, body: subject.body, links: subject.links }
  const faults: Fault[] = part.definition!.check?.(draft) ?? []
  return faults.filter((fault) => fault.path.startsWith('body.')).map((fault) => ({ path: columnOf(fault.path.split('.')[1]!), message: fault.message }))
}

function bodyFault(path: string[], message: string, values: Values, columnOf: (target: string) => string): { path: string; message: string } {
  const given = values.find(({ field }) => path.join('.').startsWith(field.target.name))
  const shown = given === undefined ? '' : `"${shorten(given.value)}" does not fit ${given.field.target.name}, which takes ${rightFor(given.field.target)}.`
  const own = given !== undefined && message.startsWith('Invalid') ? '' : `${message}${message.endsWith('.') ? '' : '.'}`
  return { path: columnOf(path[0] ?? ''), message: `${shown} ${own}`.trim() }
}

function shorten(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** A further row that names the same element: it fills what is still empty and may not contradict. */
function join(planning: Planning, subject: Subject, values: Values, part: CompiledPart, at: number): void {
  for (const next of values) {
    const { name } = next.field.target
    const before = subject.given.get(name)
    if (before === undefined) {
      const trial = { ...subject, body: { ...subject.body } }
      fill(trial, [next])
      const fault = faultsOf(trial, [next], part)[0]
      if (fault) reject(planning, at, fault.path, fault.message)
      else Object.assign(subject, { title: trial.title, reviewEvery: trial.reviewEvery, body: trial.body })
      subject.given.set(name, { value: next.value, at })
    } else if (!sameValue(before.value, next.value)) {
      const first = placeOf(planning.rows[before.at]!, planning.rows)
      reject(planning, at, next.field.getter.column, `"${shorten(next.value)}" contradicts ${first}, which has "${shorten(before.value)}" for the same ${subject.kind}; the first was taken.`)
    }
  }
}
