import { addDuration, startOfDay } from '../../shared/days.ts'
import { Problem } from '../../shared/problem.ts'
import { byAuthority, byMembership } from '../../kernel/access.ts'
import type { Actor, Tenant } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { findElement, findReferences, maybeFindElement, namesOf } from '../../kernel/element.find.ts'
import { defineQuery } from '../../kernel/query.ts'
import { mayOnOutage } from './outage.access.ts'
import { getOutage, listOutages, outageStrip } from './outage.contract.ts'
import { countedOutage } from './outage-row.ts'
import type { OutageEntry } from './outage-row.ts'
import { lostTime, percentDown } from './outage.ts'
import { answersForAny, findOutage, listOutageRows, maybeOutageThen, listRevisions, outagesBetween } from './outage.store.ts'
import { historyOf, outageViewOf } from './outage.view.ts'
import { stripOf } from './strip.ts'

type Asking = { actor: Actor; tenant: Tenant }

/** Whether somebody may register outages at all, be it of one service. */
export async function mayRegister(tx: Tx, { actor, tenant }: Asking): Promise<boolean> {
  const verb = 'outage.register'
  if ('as' in byAuthority({ actor, tenant, verb })) return true
  if (actor.type !== 'person' && actor.type !== 'token') return false
  if (actor.type === 'token' && !actor.scopes.includes('write') && !actor.scopes.includes(verb)) return false
  return answersForAny(tx, actor.grants.flatMap(({ roleId }) => (roleId ? [roleId] : [])))
}

function refsOf(tx: Tx, entries: readonly OutageEntry[]) {
  return findReferences(tx, [...new Set(entries.map((entry) => entry.serviceId))])
}

export const listOutagesQuery = defineQuery({
  contract: listOutages,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const service = input.service ? await maybeFindElement(tx, input.service) : undefined
    if (input.service && service?.kind !== 'service') throw new Problem('notFound', `There is no service ${input.service} here.`)
    const { entries, next } = await listOutageRows(tx, {
      ...input, serviceId: service?.id, from: input.from ? new Date(input.from) : undefined, to: input.to ? new Date(input.to) : undefined,
    }, moment)
    const [refs, may] = await Promise.all([refsOf(tx, entries), moment.live ? (service ? 'as' in mayOnOutage({ actor, tenant, verb: 'outage.register' }, service) : mayRegister(tx, { actor, tenant })) : false])
    const imports = moment.live && ('as' in byAuthority({ actor, tenant, verb: 'outage.import' }) || actor.type === 'operator')
    return { rows: entries.map((entry) => outageViewOf(entry, refs, moment.at)), next, abilities: [...(may ? ['outage.register'] : []), ...(imports ? ['outage.import'] : [])] }
  },
})

export const getOutageQuery = defineQuery({
  contract: getOutage,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const current = await findOutage(tx, input.outage)
    const outage = moment.live ? current : await maybeOutageThen(tx, current.id, moment.at)
    if (!outage) throw new Problem('notFound', `There was no outage ${input.outage} on ${moment.on}.`)
    const [service, revisions, near] = await Promise.all([
      maybeFindElement(tx, outage.serviceId), listRevisions(tx, 'outage', outage.id, moment),
      outagesBetween(tx, { from: outage.startedAt, to: outage.endedAt ?? new Date(Math.max(moment.at.getTime(), outage.startedAt.getTime() + 1)) }, { serviceIds: [outage.serviceId], most: 100 }, moment),
    ])
    const services = revisions.map(({ content }) => (JSON.parse(content) as { service_id: string }).service_id)
    const [refs, names] = await Promise.all([findReferences(tx, [...new Set([outage.serviceId, ...services])]), namesOf(tx, revisions.map(({ actor_id }) => (actor_id.startsWith('person:') ? actor_id.slice(7) : null)))])
    const stage = outageViewOf(outage, refs, moment.at)
    const verbs = outage.withdrawn ? [] : ['outage.correct', 'outage.withdraw', ...(stage.stage === 'going on' || (outage.plannedFromAt && stage.stage === 'over') ? ['outage.end'] : [])]
    return {
      ...stage, overlaps: near.filter((other) => other.id !== outage.id).map((other) => outageViewOf(other, refs, moment.at)), history: historyOf(revisions, names, refs),
      abilities: moment.live ? verbs.filter((verb) => 'as' in mayOnOutage({ actor, tenant, verb }, service)) : [],
    }
  },
})

const yearBack = '-P1Y'

export const outageStripQuery = defineQuery({
  contract: outageStrip,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const service = await findElement(tx, 'service', input.service)
    const zone = tenant.timeZone
    const fromOn = addDuration(moment.on, yearBack)
    const ons: string[] = []
    for (let on = addDuration(fromOn, 'P1D'); on <= moment.on; on = addDuration(on, 'P1D')) ons.push(on)
    const starts = [...ons, addDuration(moment.on, 'P1D')].map((on) => startOfDay(on, zone).getTime())
    const period = { from: starts[0]!, to: starts.at(-1)! }
    const entries = await outagesBetween(tx, { from: new Date(period.from), to: new Date(period.to) }, { serviceIds: [service.id] }, moment)
    const now = moment.at.getTime()
    const outages = entries.map((entry) => ({ ...countedOutage(entry), key: entry.key })).filter((each) => each.startedAt <= now)
    const lost = lostTime({ outages, period, now })
    const whole = lostTime({ outages, period, now, leaveOutPlanned: false })
    const text = (share: number | null) => (share === null || outages.length === 0 ? null : percentDown(share, 3))
    return {
      fromOn: ons[0]!, toOn: moment.on, timeZone: zone, days: stripOf(ons.map((on, i) => ({ on, from: starts[i]!, to: starts[i + 1]! })), outages, now),
      total: { ms: lost.lostMs, count: lost.outages.length, longestMs: Math.max(0, ...lost.outages.map(({ ms }) => ms)), openNow: outages.some((each) => each.endedAt === null || each.endedAt > now) },
      availability: text(lost.availability), availabilityWithPlanned: text(whole.availability),
      abilities: moment.live && 'as' in mayOnOutage({ actor, tenant, verb: 'outage.register' }, service) ? ['outage.register'] : [],
    }
  },
})
