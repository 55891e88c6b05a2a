import { dayOf } from '../../shared/days.ts'
import { refusal } from '../../shared/faults.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { defineAction } from '../../kernel/action.ts'
import type { Tx } from '../../kernel/database.ts'
import type { Element } from '../../kernel/element.ts'
import { maybeFindElement } from '../../kernel/element.find.ts'
import { takeNumbers } from '../../kernel/numbers.ts'
import { saveRows } from '../../kernel/rows.ts'
import { mayOnOutage } from './outage.access.ts'
import { correctOutage, endOutage, registerOutage, withdrawOutage } from './outage.contract.ts'
import { countedOutage, outageChange } from './outage-row.ts'
import type { OutageEntry } from './outage-row.ts'
import { standingOf } from './outage.ts'
import { findOutage, outagesBetween } from './outage.store.ts'
import { corrected, endFaults, timeFaults } from './register.ts'

/** The service that an outage is of, which may still be a draft; throws where there is none. */
function demandService(service: Element | undefined, reference: string): Element {
  if (!service || service.kind !== 'service') throw new Problem('notFound', `service: There is no service ${reference} here.`, [{ path: 'service', message: 'Name a service by its key, e.g. SVC-3.' }])
  if (service.status === 'retired') throw new Problem('unprocessable', `service: ${service.key} is retired.`, [{ path: 'service', message: 'Name the service that took its place.' }])
  return service
}

/** What whoever writes an outage should know: what it does not count as, and what it meets. */
function warningsOf(outage: OutageEntry, others: readonly OutageEntry[]): string[] {
  const standing = standingOf(countedOutage(outage))
  const meets = others.filter((other) => other.id !== outage.id).map((other) => other.key)
  return [
    ...(standing === 'registered late' ? ['It was registered after it began, so it counts as unplanned.'] : []),
    ...(meets.length > 0 ? [`It overlaps ${meets.slice(0, 5).join(', ')}${meets.length > 5 ? ` and ${meets.length - 5} more` : ''} of the same service; the time they share counts once.`] : []),
  ]
}

function near(tx: Tx, outage: OutageEntry, at: Date, timeZone: string): Promise<OutageEntry[]> {
  const period = { from: outage.startedAt, to: outage.endedAt ?? new Date(Math.max(at.getTime(), outage.startedAt.getTime() + 1)) }
  return outagesBetween(tx, period, { serviceIds: [outage.serviceId], most: 50 }, { on: dayOf(at, timeZone), at, live: true })
}

type Saving = { tx: Tx; entryId: string; at: Date; tenant: { timeZone: string } }

/** Writes an outage and answers its receipt and entry. */
async function saved({ tx, entryId, at, tenant }: Saving, outage: OutageEntry, reason?: string) {
  const others = outage.withdrawn ? [] : await near(tx, outage, at, tenant.timeZone)
  const rows = await saveRows(tx, entryId, at, [outageChange(outage)])
  return {
    output: { id: outage.id, key: outage.key, revision: outage.revision, warnings: warningsOf(outage, others) },
    entry: { subject: { kind: 'outage', id: outage.id, key: outage.key }, rows, reason },
  }
}

export const registerOutageAction = defineAction({
  contract: registerOutage,
  load: (tx, input) => maybeFindElement(tx, input.service),
  access: (question) => mayOnOutage(question, question.loaded),
  run: async (context) => {
    const { input, loaded, at, tx } = context
    const service = demandService(loaded, input.service)
    const [startedAt, endedAt] = [new Date(input.start), input.end === null ? null : new Date(input.end)]
    const faults = timeFaults({ startedAt, endedAt, planned: input.planned }, at)
    if (faults.length > 0) throw refusal('unprocessable', faults)
    const number = await takeNumbers(tx, 'OUT', 1)
    return saved(context, {
      id: newId(at.getTime()), key: `OUT-${number}`, keyNumber: number, serviceId: service.id, title: input.title, startedAt, endedAt,
      plannedFromAt: input.planned ? startedAt : null, plannedToAt: input.planned ? endedAt : null, registeredAt: at, registeredBy: 'server', share: input.share, severity: input.severity,
      note: input.note, recordKey: input.record.toUpperCase(), source: '', externalId: '', withdrawn: false, reason: '', changedAt: at, revision: 1,
    })
  },
})

/** An outage with its service, as an action on it needs them. */
async function loadOutage(tx: Tx, reference: string) {
  const outage = await findOutage(tx, reference)
  return { outage, service: await maybeFindElement(tx, outage.serviceId) }
}

function demandRevision(outage: OutageEntry, revision: number): void {
  if (outage.revision !== revision) throw new Problem('conflict', `${outage.key} was changed meanwhile (revision ${outage.revision}). Load it again and repeat your change.`)
  if (outage.withdrawn) throw new Problem('unprocessable', `${outage.key} is withdrawn; register it anew.`)
}

export const endOutageAction = defineAction({
  contract: endOutage,
  load: (tx, input) => loadOutage(tx, input.outage),
  access: (question) => mayOnOutage(question, question.loaded.service),
  run: async (context) => {
    const { input, at } = context
    const { outage } = context.loaded
    demandRevision(outage, input.revision)
    const endedAt = input.end === undefined ? at : new Date(input.end)
    const faults = endFaults(outage, endedAt, at)
    if (faults.length > 0) throw refusal('unprocessable', faults)
    return saved(context, { ...outage, endedAt, reason: '', changedAt: at, revision: outage.revision + 1 })
  },
})

export const correctOutageAction = defineAction({
  contract: correctOutage,
  load: async (tx, input) => {
    const [known, next] = await Promise.all([loadOutage(tx, input.outage), input.service ? maybeFindElement(tx, input.service) : undefined])
    return { ...known, next }
  },
  access: (question) => {
    const { service, next } = question.loaded
    const here = mayOnOutage(question, service)
    // Moved to another service it is of that one too.
    return 'as' in here && next ? mayOnOutage(question, next) : here
  },
  run: async (context) => {
    const { input, at } = context
    const { outage, next } = context.loaded
    demandRevision(outage, input.revision)
    const { start, end, record, planned, share, title, severity, note } = input
    const after = corrected(outage, {
      startedAt: start === undefined ? undefined : new Date(start), endedAt: end === undefined || end === null ? end : new Date(end), planned, share, title, severity, note,
      recordKey: record?.toUpperCase(), serviceId: input.service ? demandService(next, input.service).id : undefined,
    }, input.reason, at)
    const faults = timeFaults({ startedAt: after.startedAt, endedAt: after.endedAt, planned: after.plannedFromAt !== null }, at)
    if (faults.length > 0) throw refusal('unprocessable', faults)
    return saved(context, after, input.reason)
  },
})

export const withdrawOutageAction = defineAction({
  contract: withdrawOutage,
  load: (tx, input) => loadOutage(tx, input.outage),
  access: (question) => mayOnOutage(question, question.loaded.service),
  run: async (context) => {
    const { input, at } = context
    const { outage } = context.loaded
    demandRevision(outage, input.revision)
    return saved(context, { ...outage, withdrawn: true, reason: input.reason, changedAt: at, revision: outage.revision + 1 }, input.reason)
  },
})
