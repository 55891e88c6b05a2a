import { byMembership, personOf } from '../../kernel/access.ts'
import type { Actor, Asked, Tenant, Verdict } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { defineQuery } from '../../kernel/query.ts'
import { dayOf } from '../../shared/days.ts'
import { unitText } from '../operating-model/agreement.ts'
import { keptOut } from '../routines/engine.fill.ts'
import type { Plan } from '../routines/engine.plan.ts'
import { assessed, clocksShown, prepared } from '../routines/engine.shown.ts'
import { closing, waysOut } from '../routines/engine.ways.ts'
import { listAgreements, listAttachments, listInstructions, listLinks, listMoves, listPrinciples, listWatchers, namesIn } from './history.store.ts'
import type { SeenLink } from './history.store.ts'
import { aroundOn } from './loading.store.ts'
import type { LoadedRecord } from './loading.store.ts'
import { byAnybody, mayAct, mayApprove, mayFill, mayOversee } from './record.access.ts'
import { recordQueries } from './record.contract.ts'
import type { RecordView } from './record.contract.ts'
import { namingOf } from './past.queries.ts'
import { findRecordOn, listEventsUntil, listInstructionsAt, listLinksAt, listWatchersAt } from './past.store.ts'
import { listRecordsById } from './record.store.ts'
import { approvalViews, fieldViews, nameIn, roleNamed, rowView, stepDemands, visits, windowView } from './record-view.ts'
import type { Naming } from './record-view.ts'
import { keyOf } from './stored.ts'
import { holdersFor, planOf } from './surroundings.ts'
import { findRoutine } from './surroundings.store.ts'

type Seen = { loaded: LoadedRecord; plan: Plan; names: Naming; on: string; now: Date; actor: Actor; tenant: Tenant }

export const getRecordQuery = defineQuery({
  contract: recordQueries.get,
  access: byMembership,
  run: async ({ tx, input, actor, tenant, moment }) => {
    const loaded = await aroundOn(tx, await findRecordOn(tx, input.record, moment), moment)
    const { stored, routine, around: surroundings } = loaded
    const { record } = stored
    const [{ moves, links, attachments, watchers, instructions }, principles, agreements, merged] = await Promise.all([
      moment.live ? besideNow(tx, loaded) : besideThen(tx, loaded, moment.at), listPrinciples(tx, routine.id, moment.at),
      record.serviceId === null ? [] : listAgreements(tx, record.serviceId, moment.at), stored.mergedInto === null ? [] : listRecordsById(tx, [stored.mergedInto]),
    ])
    const on = dayOf(moment.at, tenant.timeZone)
    const holders = new Map(routine.body.steps.map((step) => [step.id, holdersFor(surroundings, surroundings.roleIds.get(step.role) ?? '', record, on)]))
    const names = namingOf(await namesIn(tx, elementsOf(loaded), [...peopleOf(loaded), ...watchers.map((each) => each.personId), ...attachments.flatMap((each) => each.personId ?? []), ...[...holders.values()].flat()], moment.live ? undefined : moment.at))
    const plan = planOf(routine, surroundings, { timeZone: tenant.timeZone, on, thresholds: loaded.thresholds, record, older: loaded.older, meets: loaded.meets })
    const seen: Seen = { loaded, plan, names, on, now: moment.at, actor, tenant }
    const me = personOf(actor)
    const watching = watchers.filter((each) => each.watching)
    const visited = visits(moves)
    return {
      ...plainView(seen), ...placesView(seen), ...(moment.live ? workView(seen) : readOnly(workView(seen))), ...(moment.live ? {} : { newerVersion: null }),
      steps: routine.body.steps.map((step) => ({
        id: step.id, name: step.name, process: step.process, end: step.end, role: roleNamed(surroundings.roles, surroundings.roleIds.get(step.role) ?? null), enteredAt: visited.get(step.id)?.enteredAt ?? null,
        leftAt: visited.get(step.id)?.leftAt ?? null, current: step.id === record.state, holders: (holders.get(step.id) ?? []).flatMap((id) => names.person(id) ?? []), instruction: instructions.get(step.id) ?? '',
      })),
      principles, agreements: agreements.map(({ body, ...element }) => ({ ...element, kind: 'agreement', says: saysOf(body) })),
      links: await linkViews(tx, links),
      attachments: attachments.map(({ id, name, mediaType, bytes, sha256, at, personId }) => ({ id, name, mediaType, bytes, sha256, at: at.toISOString(), by: names.person(personId) })),
      watching: watching.some((each) => each.personId === me), watchers: watching.flatMap((each) => names.person(each.personId) ?? []),
      mergedInto: merged[0] ? { key: keyOf(merged[0]), title: merged[0].record.title } : null,
    }
  },
})

/** Links with the record at the other end, each in a step of the version of its routine that it runs under. */
async function linkViews(tx: Tx, links: readonly SeenLink[]): Promise<RecordView['links']> {
  const views: RecordView['links'] = []
  for (const { id, type, direction, standing, other } of links) {
    const { body } = await findRoutine(tx, other.routineId, other.routineVersion)
    const state = body.steps.find((step) => step.id === other.state)?.name ?? other.state
    views.push({ id, type: type as RecordView['links'][number]['type'], direction, standing: standing as 'candidate' | 'confirmed', record: { id: other.id, key: keyOf(other), title: other.title, state, open: other.open } })
  }
  return views
}

/** What is kept beside a record. */
async function besideNow(tx: Tx, { stored, routine }: LoadedRecord) {
  const [moves, links, attachments, watchers, instructions] = await Promise.all([listMoves(tx, stored.id), listLinks(tx, stored.id), listAttachments(tx, stored.id), listWatchers(tx, stored.id), listInstructions(tx, routine.id, stored.record.unitId)])
  return { moves, links, attachments, watchers, instructions }
}

/** As `besideNow`, as it stood at a moment. */
async function besideThen(tx: Tx, { stored, routine }: LoadedRecord, at: Date): Promise<Awaited<ReturnType<typeof besideNow>>> {
  const [events, links, attachments, watchers, instructions] = await Promise.all([
    listEventsUntil(tx, stored.id, 2_147_483_647, at), listLinksAt(tx, stored.id, at), listAttachments(tx, stored.id), listWatchersAt(tx, stored.id, at), listInstructionsAt(tx, routine.id, stored.record.unitId, at),
  ])
  const moves = events.flatMap((event) => (typeof event.set['state'] === 'string' ? [{ at: event.occurredAt ?? event.at, state: event.set['state'] }] : []))
  return { moves, links, attachments: attachments.filter((each) => each.at <= at), watchers, instructions }
}

const notThen = 'This is a past day, which is only read.'

/** The work as it stood on a day that is past: nobody takes a way, decides or closes there. */
function readOnly(work: ReturnType<typeof workView>): ReturnType<typeof workView> {
  const kept = { allowed: false, refusal: notThen }
  return { ...work, ways: work.ways.map((way) => ({ ...way, ...kept })), approvals: work.approvals.map((approval) => ({ ...approval, ...kept })), closing: { ...work.closing, ...kept }, abilities: [] }
}

function elementsOf({ stored: { record }, routine }: LoadedRecord): string[] {
  const fields = routine.body.fields.filter((field) => field.type === 'element').map((field) => record.fields[field.id])
  return [record.serviceId, record.configurationItemId, record.unitId, record.locationId, record.supplierId, ...fields].filter((id): id is string => typeof id === 'string' && id !== '')
}

function peopleOf({ stored: { record }, routine }: LoadedRecord): string[] {
  const fields = routine.body.fields.filter((field) => field.type === 'person').map((field) => record.fields[field.id])
  return [record.creatorId, record.requesterId, record.assigneePersonId, ...record.approvals.map((each) => each.personId), ...fields].filter((id): id is string => typeof id === 'string' && id !== '')
}

function plainView({ loaded: { stored, routine, around: surroundings }, names }: Seen) {
  const { record } = stored
  const newest = surroundings.routines.get(routine.id)?.version ?? null
  return {
    ...rowView(stored, routine, surroundings, names), routineVersion: routine.version, newerVersion: newest !== null && newest > routine.version ? newest : null, priorityBy: record.priorityBy, priorities: routine.body.priorities,
    catalogueItem: record.catalogueItem, source: record.source, externalId: record.externalId, instants: { ...record.instants }, enteredAt: record.enteredAt, outcomes: routine.body.outcomes, creator: names.person(record.creatorId),
  }
}

function placesView({ loaded: { stored: { record } }, names }: Seen) {
  return { configurationItem: names.element(record.configurationItemId), unit: names.element(record.unitId), location: names.element(record.locationId), supplier: names.element(record.supplierId) }
}

function workView({ loaded, plan, names, now, actor, tenant }: Seen) {
  const { stored, routine, around: surroundings } = loaded
  const { record, open } = stored
  const asked = (verb: string): Asked => ({ actor, tenant, verb })
  const acting = mayAct(asked('record.advance'), loaded)
  const { wanted, exit, evidence } = stepDemands(plan, record, now)
  const refusal = 'refused' in acting ? acting.refused : ''
  const end = closing(plan, record, now)
  return {
    exit, evidence, window: windowView(routine.body), fields: fieldViews(routine.body, record, wanted, tenant.timeZone, names), ways: waysOut(plan, record, now).map((way) => ({ ...way, allowed: refusal === '', refusal })),
    approvals: approvalViews(plan, record, surroundings, names, now).map((approval) => {
      const because = notToDecide(loaded, approval, { actor, tenant })
      return { ...approval, allowed: because === '', refusal: because }
    }),
    clocks: clocksShown(plan, record, now), assessments: assessed(plan, record, now), texts: prepared(plan, record, now, nameIn(names)),
    closing: { allowed: end.possible && refusal === '', refusal: end.possible ? refusal : open ? 'Take a way to an end first.' : 'It is closed.', missing: end.missing },
    abilities: abilitiesOf(loaded, asked),
  }
}

/** Why this person cannot decide on an approval now: the role that may, that it is their own, or that they have decided already; empty where they can. */
function notToDecide(loaded: LoadedRecord, approval: { id: string; name: string }, { actor, tenant }: { actor: Actor; tenant: Tenant }): string {
  const { record } = loaded.stored
  const me = personOf(actor)
  const verdict = mayApprove({ actor, tenant, verb: 'record.approve' }, loaded, approval.id)
  if ('refused' in verdict) return verdict.refused
  if (record.approvals.some((each) => each.approval === approval.id && each.personId === me)) return 'You have decided already.'
  const asked = loaded.routine.body.steps.find((step) => step.id === record.state)?.approvals.find((each) => each.id === approval.id)
  const own = tenant.singleHandedBy === me ? '' : keptOut(record, asked?.excluding ?? [], me)
  return own === '' ? '' : `"${approval.name}" is not for ${own}; somebody else who holds the role decides.`
}

/** Everything that the caller may do with the record as it is. */
function abilitiesOf(loaded: LoadedRecord, asked: (verb: string) => Asked): string[] {
  const { open } = loaded.stored
  const acting = ['advance', 'prioritise', 'assign', 'close', 'mark', 'link', 'unlink', 'attach'] as const
  const may: [string, (question: Asked) => Verdict][] = [
    ...acting.filter((verb) => open || ['advance', 'link', 'unlink', 'attach'].includes(verb)).map((verb): [string, (question: Asked) => Verdict] => [verb, (question) => mayAct(question, loaded)]),
    ...(open ? [['fill', (question: Asked) => mayFill(question, loaded)] as [string, (question: Asked) => Verdict]] : []),
    ['comment', byAnybody], ['watch', byAnybody], ...(['correct', 'merge', 'migrate'] as const).map((verb): [string, (question: Asked) => Verdict] => [verb, (question) => mayOversee(question, loaded)]),
  ]
  return may.map(([verb, judge]) => [`record.${verb}`, judge] as const).filter(([verb, judge]) => 'as' in judge(asked(verb))).map(([verb]) => verb)
}

/** What an agreement promises, in one line: its first targets. */
function saysOf(body: Record<string, unknown>): string {
  const targets = (body['targets'] ?? []) as { quantity: string; value: number; unit: string; priority: string }[]
  return targets.slice(0, 3).map((target) => `${target.value} ${unitText(target)} ${target.quantity}${target.priority ? ` for priority ${target.priority}` : ''}`).join(', ')
}

