import { byAdministration, byMembership, personOf } from '../../kernel/access.ts'
import { erased } from '../../kernel/element.find.ts'
import { defineQuery } from '../../kernel/query.ts'
import type { Runtime } from '../../kernel/runtime.ts'
import { secretHash } from '../../kernel/secret.ts'
import { dayOf } from '../../shared/days.ts'
import { Problem } from '../../shared/problem.ts'
import { calendarFile } from './calendar-file.ts'
import { isHere } from './facts.ts'
import { loadFacts } from './facts.store.ts'
import { listFeeds } from './feed.contract.ts'
import { listFeeds as listFeedRows, maybeOpenFeed } from './feed.store.ts'
import { entriesOf } from './feed.ts'

/** One's own calendar addresses and the organisation's; never the secret. */
export const listFeedsQuery = defineQuery({
  contract: listFeeds,
  access: byMembership,
  run: async ({ tx, actor, tenant, moment }) => {
    const personId = personOf(actor)
    const may = (verb: string) => 'as' in byAdministration({ actor, tenant, verb })
    const mayRevoke = may('feed.revoke')
    const rows = personId ? await listFeedRows(tx, personId, moment.on) : []
    return {
      rows: rows.map((feed) => ({
        id: feed.id, of: feed.personId === null ? ('organisation' as const) : ('me' as const), prefix: feed.prefix, madeBy: feed.maker ?? erased, createdAt: feed.createdAt.toISOString(),
        mayRevoke: feed.personId === personId || feed.madeBy === personId || mayRevoke,
      })),
      mayShare: may('feed.create'),
    }
  },
})

/** The calendar at an address, as a file; throws `notFound` for an address that is unknown or revoked, or whose person or maker has left. */
export async function readCalendar(runtime: Runtime, secret: string, url: string): Promise<string> {
  const hash = secretHash('wrc', secret)
  const feed = hash && (await maybeOpenFeed(runtime.database, hash))
  const at = runtime.now()
  const on = dayOf(at, feed?.timeZone ?? 'UTC')
  if (!feed || !isHere({ id: feed.personId ?? feed.madeBy, name: feed.maker, fromOn: feed.fromOn, toOn: feed.toOn }, on)) {
    throw new Problem('notFound', 'There is no calendar at this address. Make a new address in Settings.')
  }
  const facts = await runtime.database.read(feed.organisationId, (tx) => loadFacts(tx, feed, { on, at, live: true }))
  const name = feed.person === null ? feed.organisation : `${feed.organisation}: ${feed.person}`
  return calendarFile(entriesOf(on, facts, feed.personId), { name, url, organisationId: feed.organisationId })
}
