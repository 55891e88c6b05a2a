import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byAdministration, byOneself, personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { saveRows } from '../../kernel/rows.ts'
import { newSecret } from '../../kernel/secret.ts'
import { createFeed, revokeFeed } from './feed.contract.ts'
import { feedChange } from './feed.ts'
import type { CalendarFeed } from './feed.ts'
import { findFeed } from './feed.store.ts'

export const createFeedAction = defineAction({
  contract: createFeed,
  load: async () => undefined,
  access: (question) => {
    if (question.actor.type !== 'person') return { refused: 'Sign in to make a calendar address; its secret is shown to a person alone.' }
    return question.input.of === 'me' ? { as: 'self' } : byAdministration(question)
  },
  run: async ({ input, actor, at, entryId, tx }) => {
    const secret = newSecret('wrc')
    const madeBy = personOf(actor)!
    const feed: CalendarFeed = {
      id: newId(at.getTime()), personId: input.of === 'me' ? madeBy : null, madeBy, prefix: secret.prefix, hash: secret.hash, createdAt: at, revokedAt: null, revision: 1,
    }
    const rows = await saveRows(tx, entryId, at, [feedChange(feed)])
    return { output: { id: feed.id, path: `/calendar/${secret.text}.ics`, prefix: feed.prefix }, entry: { subject: { kind: 'feed', id: feed.id }, rows } }
  },
})

export const revokeFeedAction = defineAction({
  contract: revokeFeed,
  load: (tx, input) => findFeed(tx, input.feed),
  access: (question) => {
    const own = byOneself(question, question.loaded.personId ?? question.loaded.madeBy)
    return 'as' in own ? own : byAdministration(question)
  },
  run: async ({ loaded, at, entryId, tx }) => {
    if (loaded.revokedAt) throw new Problem('unprocessable', 'This calendar address was revoked already.')
    const rows = await saveRows(tx, entryId, at, [feedChange({ ...loaded, revokedAt: at, revision: loaded.revision + 1 })])
    return { output: { id: loaded.id }, entry: { subject: { kind: 'feed', id: loaded.id }, rows } }
  },
})
