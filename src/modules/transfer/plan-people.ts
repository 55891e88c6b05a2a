import { isDay } from '../../shared/days.ts'
import type { CompiledPart } from './compile.ts'
import type { ExistingPerson } from './existing.ts'
import { keyOf, refuseIn, reject, type Planning } from './plan.ts'
import { fitted, isUnreadable, textOf } from './targets.ts'

const apart = /([\s<>,;:"()]+)/
const longestAddress = 320

/** The first e-mail address in a text such as `Ann Lee <ann@example.org>`, or undefined. */
export function addressIn(text: string): string | undefined {
  return text.split(apart).find(isAddress)
}

function isAddress(word: string): boolean {
  const at = word.lastIndexOf('@')
  const dot = word.lastIndexOf('.')
  return at > 0 && dot > at + 1 && dot < word.length - 1 && word.length <= longestAddress && !isUnreadable(word)
}

/** First pass over one row for a part that is a person. */
export function planPerson(planning: Planning, part: CompiledPart, at: number): void {
  const key = keyOf(planning, part, at, (taken) => planning.people.get(taken)?.at)
  if (key === undefined || planning.people.has(key)) return
  if (planning.barred?.people !== undefined) return refuseIn(part)(planning, at, part.key!.column, planning.barred.people)
  const given = givenOf(planning, part, at)
  const existing = planning.existing.people.byExternal.get(key) ?? personOfAddress(planning, given.email?.text ?? key) ?? null
  const id = existing?.id ?? planning.nextId()
  const email = emailFor(planning, given.email, id, existing, at)
  planning.people.set(key, { id, existing, externalKey: existing?.externalKey ?? key, name: nameFor(key, given.name, existing), email, ...spanFor(given, existing), at })
  if (email !== null) planning.personByEmail.set(email.toLowerCase(), key)
  if (part.path === '') planning.titles[at] = planning.people.get(key)!.name
}

function nameFor(key: string, given: Given | undefined, existing: ExistingPerson | null): string {
  return given?.text || existing?.name || nameIn(key)
}

function spanFor(given: { from?: Given; to?: Given }, existing: ExistingPerson | null): { fromOn: string | null; toOn: string | null } {
  return { fromOn: given.from?.text ?? existing?.fromOn ?? null, toOn: given.to?.text ?? existing?.toOn ?? null }
}

function personOfAddress(planning: Planning, text: string): ExistingPerson | undefined {
  const person = planning.existing.people.byEmail.get(text.toLowerCase())
  return person?.externalKey === null ? person : undefined
}

type Given = { text: string; column: string }

function givenOf(planning: Planning, part: CompiledPart, at: number): Partial<Record<'name' | 'email' | 'from' | 'to', Given>> {
  const given: Partial<Record<string, Given>> = {}
  for (const { target, getter } of part.fields) {
    const text = textOf(fitted(getter.value(planning.rows[at]!), target))
    if (text === '') continue
    const { column } = getter
    if (target.name === 'name' && isUnreadable(nameIn(text))) reject(planning, at, column, 'The name holds control characters or turns the direction of writing; take that out.')
    else if (target.name === 'name') given['name'] = { text: nameIn(text), column }
    else if (target.name === 'email') {
      const found = addressIn(text)
      if (found) given['email'] = { text: found, column }
      else if (text.includes('@')) reject(planning, at, column, `"${shortened(text)}" holds no e-mail address; give one such as name@example.org.`)
    } else if (isDay(text)) given[target.name] = { text, column }
    else reject(planning, at, column, `"${text}" is no day; give it as YYYY-MM-DD.`)
  }
  return given
}

const longestName = 1000

/** The name in a text such as `Ann Lee <ann@example.org>` or `Team: team@example.org`; of a mere address, what stands before the @. */
export function nameIn(text: string): string {
  const words = text.slice(0, longestName).toWellFormed().split(apart)
  const rest = words.filter((word) => !isAddress(word)).join('').replaceAll(/[<>()"]/g, ' ').replaceAll(/\s+/g, ' ').replace(/^[\s:;,]+/, '')
  return (lastMarksOff(rest) || (words.find(isAddress)?.split('@')[0] ?? text.trim())).slice(0, 200).toWellFormed()
}

function lastMarksOff(text: string): string {
  let end = text.length
  while (end > 0 && /[\s:;,]/.test(text[end - 1]!)) end--
  return text.slice(0, end)
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** The address that a person gets: an address belongs to one person, so a second one goes without and the row says so. */
function emailFor(planning: Planning, given: Given | undefined, id: string, existing: ExistingPerson | null, at: number): string | null {
  if (!given) return existing?.email ?? null
  const email = given.text.toLowerCase()
  const holder = planning.existing.people.byEmail.get(email)
  const other = planning.personByEmail.get(email)
  if ((holder && holder.id !== id) || other !== undefined) {
    reject(planning, at, given.column, `${given.text} is the address of "${holder && holder.id !== id ? holder.name : other}" already; the person is kept without one. Merge the two in the source.`)
    return existing?.email ?? null
  }
  return existing?.email?.toLowerCase() === email ? existing.email : email
}
