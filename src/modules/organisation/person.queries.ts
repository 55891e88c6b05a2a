import { sortKey } from '../../shared/sorting.ts'
import { byAdministration, byMembership } from '../../kernel/access.ts'
import { cursorText, readCursor } from '../../kernel/cursor.ts'
import { defineQuery } from '../../kernel/query.ts'
import { listPeople, readmitPerson } from './person.contract.ts'
import { byAdministratorInPerson } from './readmit.actions.ts'
import { listPeopleRows } from './person.store.ts'

const verbs = ['person.add', 'person.rename', 'person.leave', 'person.erase', 'person.invite', readmitPerson.name, 'person.grant']

export const listPeopleQuery = defineQuery({
  contract: listPeople,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const rows = await listPeopleRows(tx, { text: input.text ? sortKey(input.text) : '', after: readCursor(input.after), limit: input.limit, at: moment.at })
    const shown = rows.slice(0, input.limit)
    const last = shown.at(-1)
    return {
      rows: shown.map((p) => ({ id: p.id, name: p.name, email: p.email, fromOn: p.from_on, toOn: p.to_on, account: p.account, revision: p.revision, rights: p.rights })),
      next: rows.length > input.limit && last ? cursorText(last.sort_key, last.id) : null,
      abilities: moment.live ? verbs.filter((verb) => 'as' in (verb === readmitPerson.name ? byAdministratorInPerson : byAdministration)({ actor, tenant, verb })) : [],
    }
  },
})
