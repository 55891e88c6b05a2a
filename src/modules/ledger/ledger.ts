import type { EntryContent } from '../../kernel/ledger.ts'
import type { EntryView } from './ledger.contract.ts'

/** An entry as it is listed; `names` gives the names of people by id. */
export function entryView(row: { id: string; content: string; leaf: number | null }, names: ReadonlyMap<string, string>): EntryView {
  const { at, verb, actor, role, reason, subject, rows } = JSON.parse(row.content) as EntryContent
  const person = personOf(actor.id)
  return {
    id: row.id, at, verb, role, leaf: row.leaf, reason: reason ?? null, rows: Array.isArray(rows) ? rows.length : rows.count,
    actor: { type: actor.type, id: actor.id, name: person === null ? null : (names.get(person) ?? null) },
    subject: subject && { kind: subject.kind, id: subject.id, key: subject.key ?? null },
  }
}

/** The person behind an actor's id such as `person:0190…`; null for others. */
export function personOf(actorId: string): string | null {
  return actorId.startsWith('person:') ? actorId.slice('person:'.length) : null
}

/**
 * An id that sorts behind all that were made by an instant, so that a list as of a day begins there. Ids are UUIDv7, and a server's
 * clock may run ahead of another's, hence the day between.
 */
export function idAfter(at: Date): string {
  const ms = (at.getTime() + 86_400_000).toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7fff-bfff-ffffffffffff`
}
