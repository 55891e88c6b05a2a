import { byMembership, personOf } from '../../kernel/access.ts'
import type { Actor } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { erased, findReferences } from '../../kernel/element.find.ts'
import { findItemNames } from '../../kernel/item-names.ts'
import { Problem } from '../../shared/problem.ts'
import { defineQuery } from '../../kernel/query.ts'
import { askedFor } from '../../kernel/search.asked.ts'
import { wordsMeant } from '../../kernel/search.find.ts'
import { recordQuery } from '../../kernel/search.records.ts'
import { listEvents, namesIn } from './history.store.ts'
import { listOfItem, listRecords, listWordHits } from './list.store.ts'
import type { Listed, Narrowed } from './list.store.ts'
import { demandOrder, nobody, personAsked, placesAsked } from './narrowing.ts'
import type { Asked } from './narrowing.ts'
import { aroundOn } from './loading.store.ts'
import type { LoadedRecord } from './loading.store.ts'
import { findRecordOn, listEventsUntil } from './past.store.ts'
import { namingOf, pastList } from './past.queries.ts'
import { recordContracts, recordQueries } from './record.contract.ts'
import type { RecordRow } from './record.contract.ts'
import { findStamp, maybeFindRecord } from './record.store.ts'
import { rowView } from './record-view.ts'
import type { Naming } from './record-view.ts'
import type { Surroundings } from './surroundings.ts'
import { findRoutine, surroundingsOf } from './surroundings.store.ts'
import { told } from './timeline.ts'
import type { EventContent } from './timeline.ts'

/** What a list is narrowed by, with every name resolved; words go through the search, which knows the newest first. */
export async function narrow(tx: Tx, asked: Asked, { actor, at }: { actor: Actor; at: Date }, surroundings: Surroundings, refs: Awaited<ReturnType<typeof findReferences>>): Promise<Narrowed> {
  demandOrder(asked)
  const me = personOf(actor)
  const { routine, role } = placesAsked(asked, surroundings)
  const assignee = asked.assignee === 'none' ? null : personAsked('assignee', asked.assignee, me)
  return {
    routine, role, assignee, state: asked.state || undefined, priority: asked.priority || undefined, service: asked.service ? (refs.get(asked.service)?.id ?? nobody) : undefined,
    requester: personAsked('requester', asked.requester, me), overdueAt: asked.overdue ? at.toISOString() : undefined, watchedBy: asked.watched ? (me ?? nobody) : undefined,
    ...(asked.text?.trim() ? await worded(tx, asked.text) : {}),
  }
}

/** What a text narrows a list to: a record by its key, all that have its words, or where those are common the words themselves; words that may be meant where none has them. */
async function worded(tx: Tx, text: string): Promise<Pick<Narrowed, 'among' | 'words'>> {
  const found = await maybeFindRecord(tx, text.trim())
  if (found) return { among: [found.stored.id] }
  const asked = askedFor(text)
  if (asked.words.length === 0) return { among: [] }
  const typed = await hitsOf(tx, recordQuery(asked.words.map((word) => [word])))
  if (typed.words !== undefined || typed.among!.length > 0) return typed
  const meant = await wordsMeant(tx, asked, 'record_words_near')
  return meant ? hitsOf(tx, recordQuery(meant)) : typed
}

async function hitsOf(tx: Tx, query: string): Promise<Pick<Narrowed, 'among' | 'words'>> {
  const hits = await listWordHits(tx, query)
  return hits === null ? { words: query } : { among: hits }
}

/** Rows of a list with their names, each under the version of its routine. */
export async function rowsOf(tx: Tx, listed: readonly Listed[], surroundings: Surroundings): Promise<RecordRow[]> {
  const rows: RecordRow[] = []
  for (const each of listed) {
    const { record } = each.stored
    const people = new Map([[record.assigneePersonId, each.assignee], [record.requesterId, each.requester]])
    const names: Naming = {
      element: (id) => (id !== null && each.service?.id === id ? { ...each.service, kind: 'service' } : null),
      person: (id) => (id === null ? null : { id, name: people.get(id) ?? erased }),
    }
    rows.push(rowView(each.stored, await findRoutine(tx, record.routineId, record.routineVersion), surroundings, names))
  }
  return rows
}

export const listRecordsQuery = defineQuery({
  contract: recordQueries.list,
  access: byMembership,
  run: async ({ tx, input, actor, moment }) => {
    const [stamp, refs] = await Promise.all([findStamp(tx), findReferences(tx, input.service ? [input.service] : [])])
    if (!moment.live) return pastList(tx, input, { actor, moment, stamp, refs })
    const surroundings = await surroundingsOf(tx, stamp, moment.at)
    const { rows, next, lookedTo } = await listRecords(tx, await narrow(tx, input, { actor, at: moment.at }, surroundings, refs), input)
    return { rows: await rowsOf(tx, rows, surroundings), next, lookedTo, abilities: personOf(actor) === null ? [] : [recordContracts.create.name, recordContracts.assign.name] }
  },
})

export const recordsOfItemQuery = defineQuery({
  contract: recordQueries.ofItem,
  access: byMembership,
  run: async ({ tx, input, moment }) => {
    const [stamp, items] = await Promise.all([findStamp(tx), findItemNames(tx, [input.item])])
    const item = items.get(input.item)
    if (!item) throw new Problem('notFound', `There is no configuration item ${input.item} here.`)
    const { rows, next } = await listOfItem(tx, item.id, input)
    return { rows: await rowsOf(tx, rows, await surroundingsOf(tx, stamp, moment.at)), next }
  },
})

export const timelineQuery = defineQuery({
  contract: recordQueries.timeline,
  access: byMembership,
  run: async ({ tx, input, moment, tenant }) => {
    const loaded = await aroundOn(tx, await findRecordOn(tx, input.record, moment), moment)
    const before = input.before ?? 2_147_483_647
    const events = moment.live ? await listEvents(tx, loaded.stored.id, before) : await listEventsUntil(tx, loaded.stored.id, before, moment.at)
    const versions = new Map([[loaded.routine.version, loaded.routine]])
    for (const number of new Set(events.flatMap((event) => (typeof event.set['routine_version'] === 'number' ? [event.set['routine_version']] : [])))) if (!versions.has(number)) versions.set(number, await findRoutine(tx, loaded.routine.id, number))
    const names = await namesFor(tx, events, loaded)
    const entries = told(events, { timeZone: tenant.timeZone, routineOf: (version) => versions.get(version), around: loaded.around, names })
    const shown = entries.slice(-input.limit)
    return { entries: shown, next: shown.length < entries.length ? (shown[0]?.position ?? null) : null }
  },
})

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Names of everybody and everything that events mention. */
async function namesFor(tx: Tx, events: readonly EventContent[], { routine }: LoadedRecord): Promise<Naming> {
  const persons: string[] = []
  const elements: string[] = []
  const kept = (list: string[], value: unknown) => void (typeof value === 'string' && uuid.test(value) && list.push(value))
  for (const event of events) {
    kept(persons, event.actor.replace('person:', ''))
    kept(persons, event.by)
    for (const id of event.mentions ?? []) kept(persons, id)
    for (const [name, value] of Object.entries(event.set)) if (name.endsWith('_id')) kept(name === 'assignee_person_id' || name === 'requester_id' ? persons : elements, value)
    for (const field of routine.body.fields) if (field.type === 'person' || field.type === 'element') kept(field.type === 'person' ? persons : elements, event.fields[field.id])
  }
  const found = await namesIn(tx, elements, persons)
  return namingOf(found)
}
