import { isId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { sortKey } from '../../shared/sorting.ts'
import { byAdministration, byMembership } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import { listPeople } from './person.contract.ts'
import { listPeopleRows } from './person.store.ts'

const verbs = ['person.add', 'person.rename', 'person.leave', 'person.erase', 'person.invite', 'person.grant']

export const listPeopleQuery = defineQuery({
  contract: listPeople,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const rows = await listPeopleRows(tx, { text: input.text ? sortKey(input.text) : '', after: cursorOf(input.after), limit: input.limit })
    const shown = rows.slice(0, input.limit)
    const last = shown.at(-1)
    return {
      rows: shown.map((p) => ({ id: p.id, name: p.name, email: p.email, fromOn: p.from_on, toOn: p.to_on, account: p.account, revision: p.revision, rights: p.rights })),
      next: rows.length > input.limit && last ? Buffer.from(JSON.stringify([last.sort_key, last.id])).toString('base64url') : null,
      abilities: moment.live ? verbs.filter((verb) => 'as' in byAdministration({ actor, tenant, verb })) : [],
    }
  },
})

function cursorOf(after: string | undefined): [string, string] | null {
  if (!after) return null
  try {
    const [key, id] = JSON.parse(Buffer.from(after, 'base64url').toString()) as [unknown, unknown]
    if (typeof key === 'string' && typeof id === 'string' && isId(id)) return [key, id]
  } catch {
    // Falls through to the refusal.
  }
  throw new Problem('invalid', 'after: This is not a place in the list. Start again without it.')
}
