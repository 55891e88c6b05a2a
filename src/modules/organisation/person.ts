import type { RowChange } from '../../kernel/rows.ts'
import { sortKey } from '../../shared/sorting.ts'

/** A person of the organisation. `salt` keeps the hash of name and address from being guessed; erasing removes all three. */
export type Person = {
  id: string; name: string | null; email: string | null; salt: string | null; externalKey: string | null; fromOn: string | null; toOn: string | null; revision: number
}

/** The governed row of a person; name, address and external key enter the ledger only as one salted hash. */
export function personChange(person: Person): RowChange {
  return {
    subject: 'person', id: person.id, revision: person.revision,
    columns: {
      name: person.name, email: person.email, salt: person.salt, sort_key: person.name === null ? '' : sortKey(person.name), external_key: person.externalKey,
      from_on: person.fromOn, to_on: person.toOn,
    },
  }
}

/** True from the last day on: whoever leaves is signed out on that very day. */
export function hasLeft(toOn: string | null, today: string): boolean {
  return toOn !== null && toOn <= today
}

/** The same person with nothing left that names them. */
export function erased(person: Person): Person {
  return { ...person, name: null, email: null, salt: null, externalKey: null, revision: person.revision + 1 }
}
