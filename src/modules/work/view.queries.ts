import { byAuthority, byMembership, personOf } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import { viewContracts } from './view.contract.ts'
import { listViews } from './view.store.ts'

/** One's own views of a list, and everybody's. */
export const listViewsQuery = defineQuery({
  contract: viewContracts.list,
  access: byMembership,
  run: async ({ tx, input, actor, tenant }) => {
    const me = personOf(actor)
    const mayShare = 'as' in byAuthority({ actor, tenant, verb: viewContracts.keep.name })
    const mayEnd = 'as' in byAuthority({ actor, tenant, verb: viewContracts.forget.name })
    const views = (await listViews(tx, input.place)).filter((each) => each.personId === null || each.personId === me)
    return { views: views.map(({ id, name, query, personId }) => ({ id, name, query, everybody: personId === null, mayForget: personId === null ? mayEnd : true })), mayShare }
  },
})
