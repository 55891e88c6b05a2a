import { Problem } from '../../shared/problem.ts'
import { byAuthority, byMembership } from '../../kernel/access.ts'
import type { Actor, Tenant } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { findReferences, maybeFindElement, namesOf, type ElementRef } from '../../kernel/element.find.ts'
import { defineQuery } from '../../kernel/query.ts'
import type { Moment } from '../../kernel/query.ts'
import { getItem, listItems, type ItemPage, type ItemView } from './item.contract.ts'
import type { ItemEntry } from './item-row.ts'
import { findItem, itemsNamed, listItemRevisions, listItemRows, maybeItemThen, relationsAt, relationsOf, servicesOf, type Revision } from './item.store.ts'
import { lastFinding } from './sample.store.ts'

type Refs = ReadonlyMap<string, ElementRef>

/** What a list shows of an element. */
export function elementIn(refs: Refs, id: string | null): { id: string; key: string; kind: string; title: string } | null {
  const found = id === null ? undefined : refs.get(id)
  return found ? { id: found.id, key: found.key, kind: found.kind, title: found.title } : null
}

/** Verbs of items that somebody may do now. */
export function mayDo({ actor, tenant, moment }: { actor: Actor; tenant: Tenant; moment: Moment }, verbs: readonly string[]): string[] {
  return moment.live ? verbs.filter((verb) => 'as' in byAuthority({ actor, tenant, verb })) : []
}

async function shown(tx: Tx, entries: readonly ItemEntry[], moment: Moment): Promise<{ services: Map<string, string[]>; refs: Refs }> {
  const services = await servicesOf(tx, entries.map(({ id }) => id), moment)
  const ids = [...[...services.values()].flat(), ...entries.flatMap(({ ownerId, locationId, supplierId }) => [ownerId, locationId, supplierId])]
  return { services, refs: await findReferences(tx, [...new Set(ids.filter((id): id is string => id !== null))]) }
}

function viewOf(item: ItemEntry, { services, refs }: Awaited<ReturnType<typeof shown>>): ItemView {
  const { id, key, name, type, status, changedAt, revision } = item
  return {
    id, key, name, type, status, services: (services.get(id) ?? []).flatMap((each) => elementIn(refs, each) ?? []), owner: elementIn(refs, item.ownerId), location: elementIn(refs, item.locationId),
    supplier: elementIn(refs, item.supplierId), changedAt: changedAt.toISOString(), revision,
  }
}

export const listItemsQuery = defineQuery({
  contract: listItems,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const service = input.service ? await maybeFindElement(tx, input.service) : undefined
    if (input.service && service?.kind !== 'service') throw new Problem('notFound', `There is no service ${input.service} here.`)
    const { entries, next } = await listItemRows(tx, { ...input, serviceId: service?.id }, moment)
    const around = await shown(tx, entries, moment)
    return { rows: entries.map((entry) => viewOf(entry, around)), next, abilities: mayDo({ actor, tenant, moment }, ['item.add', 'item.import', 'item.sample', 'item.change']) }
  },
})

export const getItemQuery = defineQuery({
  contract: getItem,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const current = await findItem(tx, input.item)
    const item = moment.live ? current : await maybeItemThen(tx, current.id, moment.at)
    if (!item) throw new Problem('notFound', `There was no configuration item ${input.item} on ${moment.on}.`)
    const [around, relations, held, verified] = await Promise.all([shown(tx, [item], moment), relationsOf(tx, item.id, true), relationsAt(tx, item.id, moment), lastFinding(tx, item.id, moment.at)])
    const revisions = await listItemRevisions(tx, item.id, relations.map(({ id }) => id), moment)
    const standing = held.filter((each) => each.type !== 'stands under')
    const ends = relations.flatMap(({ fromId, toId }) => [fromId, toId])
    const past = revisions.flatMap(({ content }) => Object.values(JSON.parse(content) as Record<string, unknown>).filter((value): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)))
    const [items, refs, names] = await Promise.all([
      itemsNamed(tx, ends), findReferences(tx, [...new Set(past)]), namesOf(tx, [...revisions.map(({ actor_id }) => (actor_id.startsWith('person:') ? actor_id.slice(7) : null)), verified?.foundBy ?? null]),
    ])
    return {
      ...viewOf(item, around), attributes: item.attributes, note: item.note, source: item.source, externalId: item.externalId,
      relations: standing.flatMap(({ type, fromId, toId }) => {
        const other = items.get(fromId === item.id ? toId : fromId)
        return other && type !== 'stands under' ? [{ type, direction: fromId === item.id ? ('out' as const) : ('in' as const), item: { id: other.id, key: other.key, name: other.name, status: other.status } }] : []
      }),
      history: historyOf(revisions, (id) => refs.get(id)?.title ?? items.get(id)?.name, names),
      verified: verified && verified.finding !== '' ? { sample: verified.sample, finding: verified.finding, note: verified.note, at: verified.foundAt!.toISOString(), by: names.get(verified.foundBy ?? '') ?? '' } : null,
      abilities: mayDo({ actor, tenant, moment }, [...(item.status === 'retired' ? [] : ['item.retire', 'item.relate', 'item.unrelate']), 'item.change']),
    }
  },
})

const told = [['name', 'name'], ['type', 'type'], ['status', 'status'], ['owner_id', 'owner'], ['location_id', 'location'], ['supplier_id', 'supplier'], ['attributes', 'attributes'], ['note', 'note']] as const

type Content = Record<string, unknown>

/** What happened to an item, the newest first: its own changes, and relations that began or ended. */
function historyOf(revisions: readonly Revision[], titleOf: (id: string) => string | undefined, names: ReadonlyMap<string, string>): ItemPage['history'] {
  let before: Content | undefined
  const said = (value: unknown) => (typeof value === 'string' ? (titleOf(value) ?? value) : value === null || value === undefined ? '' : String(value as number | boolean))
  return revisions.map(({ subject, content, recorded_at, verb, actor_id, reason }) => {
    const now = JSON.parse(content) as Content
    const base = { at: recorded_at.toISOString(), actor: actor_id.startsWith('person:') ? (names.get(actor_id.slice(7)) ?? 'Somebody') : actor_id, verb, reason: reason ?? '', record: said(now['record_key']) }
    if (subject === 'itemRelation') {
      const words = `${said(now['from_id'])} ${said(now['type'])} ${said(now['to_id'])}`
      return { ...base, changes: [{ field: 'relation', before: now['ended'] ? words : '', after: now['ended'] ? '' : words }] }
    }
    const earlier = before
    before = now
    return { ...base, changes: earlier ? told.flatMap(([column, field]) => (said(earlier[column]) === said(now[column]) ? [] : [{ field, before: said(earlier[column]), after: said(now[column]) }])) : [] }
  }).reverse()
}
