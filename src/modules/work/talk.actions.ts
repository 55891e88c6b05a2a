import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { saveRows } from '../../kernel/rows.ts'
import { demandRevision } from './conflict.store.ts'
import { beginDeed, concludeDeed, receiptOf } from './happening.actions.ts'
import type { Deed } from './happening.actions.ts'
import { listLinks, listWatchers } from './history.store.ts'
import { linkChange } from './link.ts'
import type { RecordLink } from './link.ts'
import { loadRecord } from './loading.store.ts'
import { listKnownPeople, mergedInto } from './people.store.ts'
import { byAnybody, mayAct, mayOversee } from './record.access.ts'
import { recordContracts } from './record.contract.ts'
import { findRecord } from './record.store.ts'
import { keyOf } from './stored.ts'
import type { StoredRecord } from './stored.ts'
import { watcherChange } from './watcher.ts'

const { comment, link, unlink, watch, merge } = recordContracts

/** An event beside the work: the record itself stays as it is, and its history grows. */
export function beside(deed: Deed, stored: StoredRecord, type: string, more: Readonly<Record<string, unknown>>): StoredRecord {
  const after = { ...stored, revision: stored.revision + 1, changedAt: deed.context.at.toISOString() }
  deed.events.push({ before: stored, after, type, more })
  return after
}

export const commentRecordAction = defineAction({
  contract: comment,
  load: async (tx, input, at) => ({ ...(await loadRecord(tx, input.record, at)), people: await listKnownPeople(tx, input.mentions) }),
  access: byAnybody,
  retryOnConflict: true,
  run: async (context) => {
    const { input, loaded } = context
    const unknown = input.mentions.findIndex((id) => !loaded.people.has(id.toLowerCase()))
    if (unknown >= 0) throw new Problem('unprocessable', `mentions.${unknown}: There is no such person here.`, [{ path: `mentions.${unknown}`, message: 'Name somebody who belongs to the organisation.' }])
    const deed = beginDeed(context)
    const mentions = [...new Set(input.mentions.map((id) => id.toLowerCase()))]
    const after = beside(deed, loaded.stored, 'comment', { text: input.text, ...(mentions.length > 0 ? { mentions } : {}) })
    for (const personId of mentions) if (personId !== deed.by.personId) deed.notices.push({ personId, recordId: after.id, position: after.revision, kind: 'mention', text: input.text })
    return concludeDeed(deed, after)
  },
})

export const linkRecordAction = defineAction({
  contract: link,
  load: async (tx, input, at) => {
    const [loaded, to] = await Promise.all([loadRecord(tx, input.record, at), findRecord(tx, input.to)])
    return { ...loaded, to: to.stored, links: await listLinks(tx, loaded.stored.id) }
  },
  access: (question) => mayAct(question, question.loaded),
  retryOnConflict: true,
  run: async (context) => {
    const { input, loaded: { stored, to, links }, at } = context
    if (to.id === stored.id) throw new Problem('unprocessable', `to: ${keyOf(stored)} cannot be linked to itself.`, [{ path: 'to', message: 'Name another record.' }])
    const known = links.find((each) => each.direction === 'out' && each.toId === to.id && each.type === input.type)
    if (known?.standing === input.standing) throw new Problem('conflict', `${keyOf(stored)} is ${input.type} ${keyOf(to)} already.`)
    const next: RecordLink = known ? { ...plain(known), standing: input.standing, revision: known.revision + 1 } : { id: newId(at.getTime()), fromId: stored.id, toId: to.id, type: input.type, standing: input.standing, revision: 1 }
    const deed = beginDeed(context, input.reason)
    const after = noteLink(deed, 'link', next, stored, to)
    return concludeDeed(deed, after)
  },
})

function plain({ id, fromId, toId, type, standing, revision }: RecordLink): RecordLink {
  return { id, fromId, toId, type, standing, revision }
}

/** Both ends say it in their history. */
function noteLink(deed: Deed, verb: 'link' | 'unlink', next: RecordLink, stored: StoredRecord, other: StoredRecord): StoredRecord {
  const direction = next.fromId === stored.id ? 'out' : 'in'
  deed.links.push(linkChange(next))
  beside(deed, other, verb, { link: { id: next.id, type: next.type, to: stored.id, key: keyOf(stored), direction: direction === 'out' ? 'in' : 'out' } })
  return beside(deed, stored, verb, { link: { id: next.id, type: next.type, to: other.id, key: keyOf(other), direction } })
}

export const unlinkRecordAction = defineAction({
  contract: unlink,
  load: async (tx, input, at) => {
    const loaded = await loadRecord(tx, input.record, at)
    const known = (await listLinks(tx, loaded.stored.id)).find((each) => each.id === input.link.toLowerCase())
    return { ...loaded, known, other: known && (await findRecord(tx, known.other.id)).stored }
  },
  access: (question) => mayAct(question, question.loaded),
  retryOnConflict: true,
  run: async (context) => {
    const { input, loaded: { stored, known, other } } = context
    if (!known || !other) throw new Problem('notFound', `${keyOf(stored)} has no such link.`)
    const deed = beginDeed(context, input.reason)
    return concludeDeed(deed, noteLink(deed, 'unlink', { ...plain(known), standing: 'ended', revision: known.revision + 1 }, stored, other))
  },
})

export const watchRecordAction = defineAction({
  contract: watch,
  load: async (tx, input, at) => {
    const loaded = await loadRecord(tx, input.record, at)
    return { ...loaded, watchers: await listWatchers(tx, loaded.stored.id) }
  },
  access: byAnybody,
  retryOnConflict: true,
  run: async ({ input, loaded: { stored, watchers }, actor, at, tx, entryId }) => {
    const personId = personOf(actor)!
    const known = watchers.find((each) => each.personId === personId)
    const next = { id: known?.id ?? newId(at.getTime()), recordId: stored.id, personId, watching: input.watching, revision: (known?.revision ?? 0) + 1 }
    const rows = await saveRows(tx, entryId, at, [watcherChange(next)])
    return { output: receiptOf(stored), entry: { subject: { kind: 'record', id: stored.id, key: keyOf(stored) }, rows } }
  },
})

export const mergeRecordAction = defineAction({
  contract: merge,
  load: async (tx, input, at) => {
    const [loaded, into] = await Promise.all([loadRecord(tx, input.record, at), findRecord(tx, input.into)])
    return { ...loaded, into: into.stored, watchers: await listWatchers(tx, loaded.stored.id), others: await listWatchers(tx, into.stored.id), chain: await mergedInto(tx, into.stored.id) }
  },
  access: (question) => mayOversee(question, question.loaded),
  run: async (context) => {
    const { input, loaded: { stored, into, watchers, others, chain }, at, tx } = context
    if (into.id === stored.id || chain.includes(stored.id)) throw new Problem('unprocessable', `into: ${keyOf(stored)} cannot be merged into itself.`, [{ path: 'into', message: 'Name another record.' }])
    if (stored.mergedInto !== null) throw new Problem('unprocessable', `${keyOf(stored)} was merged already.`)
    await demandRevision(tx, stored, input.revision)
    const deed = beginDeed(context, input.reason)
    const { record } = stored
    const closed = record.instants.closed ?? at.toISOString()
    const clocks = record.clocks.map((run) => (run.stoppedAt === null && run.run > 0 ? { ...run, stoppedAt: closed } : run))
    const after: StoredRecord = {
      ...stored, open: false, mergedInto: into.id, dueAt: null, firesAt: null, planned: null, revision: stored.revision + 1, changedAt: at.toISOString(), record: { ...record, clocks, instants: { ...record.instants, closed } },
    }
    deed.events.push({ before: stored, after, type: 'merge', more: { into: keyOf(into), intoId: into.id } })
    beside(deed, into, 'merged', { into: keyOf(stored), from: stored.id })
    const linked: RecordLink = { id: newId(at.getTime()), fromId: stored.id, toId: into.id, type: 'duplicate of', standing: 'confirmed', revision: 1 }
    deed.links.push(linkChange(linked))
    const moving = watchers.filter((each) => each.watching && !others.some((other) => other.personId === each.personId))
    return concludeDeed(deed, after, moving.map((each) => watcherChange({ id: newId(at.getTime()), recordId: into.id, personId: each.personId, watching: true, revision: 1 })))
  },
})
