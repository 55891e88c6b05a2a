import type { Reaction } from '../../kernel/runtime.ts'
import { removePapersOfErased } from './edition.store.ts'

/** An edition never changes, and its page names people by id; the PDF names them by name, so it goes with whoever is erased. */
export const erasePapersReaction: Reaction = {
  name: 'edition.papers',
  on: ['person.erase'],
  run: (runtime, { organisationId }) => runtime.database.write(organisationId, removePapersOfErased),
}
