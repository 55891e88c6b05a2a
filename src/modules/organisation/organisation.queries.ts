import { dayOf } from '../../shared/days.ts'
import { byAdministration, byMembership } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import { shortAuthorities } from './live.ts'
import { deniedList, liveReadiness } from './organisation.contract.ts'
import { listAuthorityHolders, listDenials, maybeFindFounder } from './organisation.store.ts'

export const readinessQuery = defineQuery({
  contract: liveReadiness,
  access: byMembership,
  run: async ({ tx, tenant, moment }) => {
    const [holders, founder] = await Promise.all([listAuthorityHolders(tx, dayOf(moment.at, tenant.timeZone), moment.at), maybeFindFounder(tx)])
    return { live: tenant.liveAt !== null, short: shortAuthorities(holders), founderName: founder?.name ?? null }
  },
})

export const denialsQuery = defineQuery({
  contract: deniedList,
  access: byAdministration,
  run: async ({ tx, input }) => ({ rows: (await listDenials(tx, input.limit)).map((d) => ({ ...d, at: d.at.toISOString() })) }),
})
