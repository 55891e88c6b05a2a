import { byMembership, personOf } from '../../kernel/access.ts'
import type { Actor } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { erased, findReferences } from '../../kernel/element.find.ts'
import { findItemNames } from '../../kernel/item-names.ts'
import { Problem } from '../../shared/problem.ts'
import { defineQuery } from '../../kernel/query.ts'
import { askedFor } from '../../kernel/search.asked.ts'
import { listEvents, namesIn } from './history.store.ts'
import { listOfItem, listRecords, searchRecords } from './list.store.ts'
import type { Listed, Narrowed } from './list.store.ts'
import { demandOrder, nobody, personAsked, placesAsked } from './narrowing.ts'
import type { Asked } from './narrowing.ts'
import { around } from './loading.store.ts'
import { recordContracts, recordQueries } from './record.contract.ts'
import type { RecordRow } from './record.contract.ts'
import { findRecord, findStamp, maybeFindRecord } from './record.store.ts'
import { rowView } from './record-view.ts'
import type { Naming } from './record-view.ts'
import type { Surroundings } from './surroundings.ts'
import { findRoutine, surroundingsOf } from './surroundings.store.ts'
import { told } from './timeline.ts'
import type { EventContent } from './timeline.ts'

/** Records that words find at most in a list: the newest. */
const mostFound = 250

/** What a list is narrowed by, with every name resolved; words go through the search, which knows the newest first. */
export async function narrow(tx: Tx, asked: Asked, { actor, at }: { actor: Actor; at: Date }, surroundings: Surroundings, refs: Awaited<ReturnType<typeof findReferences>>): Promise<Narrowed> {
  demandOrder(asked)
  const me = personOf(actor)
  const { routine, role } = placesAsked(asked, surroundings)
  const assignee = asked.assignee === 'none' ? null : personAsked('assignee', asked.assignee, me)
  return {
    routine, role, assignee, state: asked.state || undefined, priority: asked.priority || undefined, service: asked.service ? (refs.get(asked.service)?.id ?? nobody) : undefined,
    requester: personAsked('requester', asked.requester, me), overdueAt: asked.overdue ? at.toISOString() : undefined, watchedBy: asked.watched ? (me ?? nobody) : undefined,
    among: asked.text?.trim() ? await idsFor(tx, asked.text, mostFound) : undefined,
  }
}

/** Records that a text finds: by key where it is one, otherwise by its words. */
export async function idsFor(tx: Tx, text: string, most: number): Promise<string[]> {
  const found = await maybeFindRecord(tx, text.trim())
  if (found) return [found.stored.id]
  const asked = askedFor(text)
  const query = asked.words.map((word) => `${word}:*`).join(' & ')
  return query === '' ? [] : searchRecords(tx, query, most)
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
    const surroundings = await surroundingsOf(tx, stamp, moment.at)
    const { rows, next } = await listRecords(tx, await narrow(tx, input, { actor, at: moment.at }, surroundings, refs), input)
    return { rows: await rowsOf(tx, rows, surroundings), next, abilities: personOf(actor) === null ? [] : [recordContracts.create.name, recordContracts.assign.name] }
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
    const loaded = await around(tx, await findRecord(tx, input.record), moment.at)
    const events = await listEvents(tx, loaded.stored.id, input.before ?? 2_147_483_647)
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
async function namesFor(tx: Tx, events: readonly EventContent[], { routine }: Awaited<ReturnType<typeof around>>): Promise<Naming> {
  const persons: string[] = []
  const elements: string[] = []
  const kept = (list: string[], value: unknown) => void (typeof value === 'string' && uuid.test(value) && list.push(value))
  for (const event of events) {
    kept(persons, event.actor.replace('person:', ''))
    for (const id of event.mentions ?? []) kept(persons, id)
    for (const [name, value] of Object.entries(event.set)) if (name.endsWith('_id')) kept(name === 'assignee_person_id' || name === 'requester_id' ? persons : elements, value)
    for (const field of routine.body.fields) if (field.type === 'person' || field.type === 'element') kept(field.type === 'person' ? persons : elements, event.fields[field.id])
  }
  const found = await namesIn(tx, elements, persons)
  return namingOf(found)
}

export function namingOf({ elements, people }: Awaited<ReturnType<typeof namesIn>>): Naming {
  return { element: (id) => (id === null ? null : (elements.get(id) ?? null)), person: (id) => (id === null || !people.has(id) ? null : { id, name: people.get(id) ?? erased }) }
}
