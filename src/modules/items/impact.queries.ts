import { Problem } from '../../shared/problem.ts'
import { byMembership } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { maybeFindElement } from '../../kernel/element.find.ts'
import { defineQuery } from '../../kernel/query.ts'
import type { Moment } from '../../kernel/query.ts'
import { elementsById, holdersOf } from '../../kernel/system.ts'
import type { SystemElement } from '../../shared/system.ts'
import { bodyOf } from '../../shared/bodies.ts'
import { service as serviceKind } from '../operating-model/service.ts'
import { itemImpact, type ImpactView } from './item.contract.ts'
import { standingOnIt, type Standing } from './impact.ts'
import { elementIn } from './item.queries.ts'
import { dependingOn, itemsNamed, linksInto, listReached, maybeFindItem, relationsAt } from './item.store.ts'

const mostNamed = 500

export const itemImpactQuery = defineQuery({
  contract: itemImpact,
  access: byMembership,
  run: async ({ tx, input, moment }) => {
    const item = await maybeFindItem(tx, input.of)
    const service = item ? undefined : await maybeFindElement(tx, input.of)
    if (!item && service?.kind !== 'service') throw new Problem('notFound', `There is no configuration item or service ${input.of} here.`)
    const start = item?.id ?? service!.id
    const [pairs, relations] = item ? await Promise.all([listReached(tx, [start], moment), relationsAt(tx, start, moment)]) : [[], []]
    const isService = new Set(pairs.filter(({ key }) => key === null).map(({ from_id }) => from_id))
    const depends = await dependingOn(tx, service ? [service.id] : [...isService], moment.at)
    const standings: Standing[] = [...pairs.map(({ from_id, to_id, type }) => ({ from: from_id, to: to_id, type })), ...depends.map(({ source_id, target_id }) => ({ from: source_id, to: target_id, type: 'depends on' }))]
    const steps = standingOnIt(start, standings)
    const known = new Map(pairs.map((pair) => [pair.from_id, pair]))
    const keyOf = new Map<string, string>([[start, item?.key ?? service!.key], ...pairs.flatMap(({ from_id, key }): [string, string][] => (key === null ? [] : [[from_id, key]]))])
    const items = steps.flatMap(({ id, on, type, depth }) => {
      const pair = known.get(id)
      return pair?.key ? [{ id, key: pair.key, name: pair.name ?? '', type: pair.item_type ?? '', status: pair.status ?? ('in use' as const), on: keyOf.get(on) ?? '', how: type, depth }] : []
    })
    const reached = steps.filter(({ id }) => !known.get(id)?.key)
    const services = await servicesView(tx, service ? [{ id: service.id, on: service.id, type: '', depth: 0 }, ...reached] : reached, keyOf, moment)
    const beside = relations.filter(({ type }) => type === 'connected to').map(({ fromId, toId }) => (fromId === start ? toId : fromId))
    const named = await itemsNamed(tx, beside)
    return {
      of: { key: item?.key ?? service!.key, kind: item ? 'item' : 'service', title: item?.name ?? service!.title }, items: items.slice(0, mostNamed), itemsInAll: items.length,
      connected: [...named.values()].map(({ key, name }) => ({ key, name })), services,
    }
  },
})

type Reached = { id: string; on: string; type: string; depth: number }

/** Each service with what is promised for it, who provides it, and who answers for it now. */
async function servicesView(tx: Tx, reached: readonly Reached[], keyOf: Map<string, string>, moment: Moment): Promise<ImpactView['services']> {
  const ids = reached.map(({ id }) => id)
  const links = await linksInto(tx, ['binds', 'provides'], ids, moment.at)
  const { refs, elements } = await elementsById(tx, [...ids, ...links.map(({ source_id }) => source_id)], moment)
  const known = new Map(elements.map((element) => [element.id, element]))
  const roleIds = [...new Set(ids.flatMap((id) => known.get(id)?.accountable ?? []))]
  const [roles, holders] = await Promise.all([elementsById(tx, roleIds, moment), holdersOf(tx, roleIds, moment)])
  for (const id of ids) keyOf.set(id, refs.get(id)?.key ?? '')
  const into = Map.groupBy(links, ({ target_id }) => target_id)
  const ends = (id: string, type: string, kind: string) => (into.get(id) ?? []).filter((link) => link.type === type && refs.get(link.source_id)?.kind === kind && known.has(link.source_id)).flatMap((link) => elementIn(refs, link.source_id) ?? [])
  return reached.flatMap(({ id, on, type, depth }) => {
    const element = elementIn(refs, id)
    if (!element) return []
    const accountable = known.get(id)?.accountable ?? null
    const people = holders.filter((holder) => holder.roleId === accountable && (holder.elementId === null || holder.elementId === id)).map(({ name, deputy }) => ({ name, deputy }))
    return [{
      element, criticality: criticalityOf(known.get(id)), on: keyOf.get(on) ?? '', how: type === 'stands under' ? 'stands on' : type, depth, agreements: ends(id, 'binds', 'agreement'),
      units: ends(id, 'provides', 'unit'), suppliers: ends(id, 'provides', 'supplier'), role: elementIn(roles.refs, accountable), people,
    }]
  })
}

function criticalityOf(element: SystemElement | undefined): number | null {
  return element ? bodyOf(serviceKind, element).criticality : null
}
