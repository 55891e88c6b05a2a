import { Problem } from '../../shared/problem.ts'
import { byAuthority, byMembership } from '../../kernel/access.ts'
import { findElement, findReferences } from '../../kernel/element.find.ts'
import { dependentsAt, freezeSpans, plannedOn, plannedRecords } from '../../kernel/planned-work.ts'
import type { PlannedRow } from '../../kernel/planned-work.ts'
import { defineQuery } from '../../kernel/query.ts'
import { collisionsOf, frozenOf, meetingsOf, touching, type PlannedWork } from './calendar.ts'
import { outageCalendar, outageMeetings } from './outage.contract.ts'
import { countedOutage, freezeOf } from './outage-row.ts'
import type { OutageEntry } from './outage-row.ts'
import { standingOf } from './outage.ts'
import { mayRegister } from './outage.queries.ts'
import { freezesBetween, outagesBetween } from './outage.store.ts'
import { refIn } from './outage.view.ts'

const mostWork = 1000
const longest = 400 * 86_400_000

/** What a planned outage is in the calendar. */
export function workOf(entry: OutageEntry): PlannedWork {
  const { plannedFromAt, plannedToAt, startedAt, endedAt } = entry
  return { key: entry.key, title: entry.title || entry.note.split('\n')[0]!.slice(0, 200), serviceId: entry.serviceId, from: (plannedFromAt ?? startedAt).getTime(), to: (plannedToAt ?? endedAt ?? startedAt).getTime(), of: entry.recordKey }
}

function workOfRecord({ key, title, serviceId, from, to, of }: PlannedRow): PlannedWork {
  return { key, title, serviceId, from: from.getTime(), to: to.getTime(), of }
}

const spanOf = ({ from, to }: { from: number; to: number }) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })

function demandSpan(period: { from: Date; to: Date }): void {
  if (period.to <= period.from || period.to.getTime() - period.from.getTime() > longest) throw new Problem('invalid', 'to: Give an end after the beginning, and at most 400 days later.', [{ path: 'to', message: 'Give a later end, at most 400 days on.' }])
}

export const outageCalendarQuery = defineQuery({
  contract: outageCalendar,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const period = { from: new Date(input.from), to: new Date(input.to) }
    demandSpan(period)
    const service = input.service ? await findElement(tx, 'service', input.service) : undefined
    const [entries, records, freezes, dependents] = await Promise.all([outagesBetween(tx, period, { planned: true, most: mostWork + 1 }, moment), plannedRecords(tx, period, mostWork + 1), freezesBetween(tx, period, moment), dependentsAt(tx, moment.at)])
    const standing = new Map(entries.map((entry) => [entry.key, standingOf(countedOutage(entry)) === 'planned' ? ('planned' as const) : ('registered late' as const)]))
    const all = [...entries.map(workOf), ...records.map(workOfRecord)].sort((a, b) => a.from - b.from || (a.key < b.key ? -1 : 1))
    const work = all.slice(0, mostWork)
    const concerns = (id: string | null) => service === undefined || id === null || id === service.id
    const own = work.filter(({ serviceId }) => concerns(serviceId))
    const refs = await findReferences(tx, [...new Set([...own.map(({ serviceId }) => serviceId), ...freezes.flatMap(({ serviceId }) => (serviceId ? [serviceId] : []))])])
    const keys = new Set(own.map(({ key }) => key))
    const may = (verb: string) => moment.live && 'as' in byAuthority({ actor, tenant, verb })
    return {
      work: own.map((each) => ({ key: each.key, title: each.title, service: refIn(refs, each.serviceId), ...spanOf(each), standing: standing.get(each.key) ?? ('planned' as const), record: !standing.has(each.key) })),
      freezes: freezes.filter(({ serviceId }) => concerns(serviceId)).map(({ id, title, serviceId, fromAt, toAt, reason, revision }) => ({ id, title, service: serviceId ? refIn(refs, serviceId) : null, from: fromAt.toISOString(), to: toAt.toISOString(), reason, revision })),
      collisions: collisionsOf(work, dependents).filter(({ one, other }) => keys.has(one.key) || keys.has(other.key)).slice(0, 500).map((each) => ({ one: each.one.key, other: each.other.key, why: each.why, ...spanOf(each) })),
      frozen: frozenOf(own, freezes.map(freezeOf)).map(({ work: each, freeze }) => ({ work: each.key, freeze: freeze.id })),
      cut: all.length > mostWork,
      abilities: [...['freeze.declare', 'freeze.lift'].filter(may), ...(moment.live && (await mayRegister(tx, { actor, tenant })) ? ['outage.register'] : [])],
    }
  },
})

const mostMet = 100

export const outageMeetingsQuery = defineQuery({
  contract: outageMeetings,
  access: byMembership,
  run: async ({ tx, input, moment }) => {
    const period = { from: new Date(input.from), to: new Date(input.to) }
    demandSpan(period)
    const [service, dependents, freezes] = await Promise.all([findElement(tx, 'service', input.service), dependentsAt(tx, moment.at), freezeSpans(tx, period)])
    const near = await plannedOn(tx, period, [...touching(service.id, dependents)], mostMet + 1)
    const rows = new Map(near.map((row) => [row.key, row]))
    const met = meetingsOf({ key: input.record?.toUpperCase() ?? '', title: '', serviceId: service.id, from: period.from.getTime(), to: period.to.getTime() }, near.map(workOfRecord), dependents, freezes)
    const refs = await findReferences(tx, [...new Set([...met.collisions.map((each) => each.with.serviceId), ...met.freezes.flatMap(({ serviceId }) => (serviceId ? [serviceId] : []))])])
    return {
      collisions: met.collisions.slice(0, mostMet).map(({ with: other, why }) => ({ key: other.key, title: other.title, service: refIn(refs, other.serviceId), ...spanOf(other), why, record: rows.get(other.key)!.record })),
      freezes: met.freezes.map((freeze) => ({ id: freeze.id, title: freeze.title, service: freeze.serviceId ? refIn(refs, freeze.serviceId) : null, ...spanOf(freeze) })),
      cut: near.length > mostMet,
    }
  },
})
