import type { Fault } from '../../shared/kind.ts'
import type { OutageEntry } from './outage-row.ts'

const earliest = Date.UTC(1970, 0, 1)
const latest = Date.UTC(2200, 0, 1)

/** What is said of the time of an outage. */
export type Times = { startedAt: Date; endedAt: Date | null; planned: boolean }

/** What is wrong with the times of an outage at a moment; `path` names the field. */
export function timeFaults({ startedAt, endedAt, planned }: Times, now: Date): Fault[] {
  const faults: Fault[] = []
  const instants: [string, Date | null][] = [['start', startedAt], ['end', endedAt]]
  for (const [path, at] of instants) {
    if (at && !(at.getTime() >= earliest && at.getTime() < latest)) faults.push({ path, message: `${yearOf(at)} is no year in which this can be; give one from 1970 to 2199.` })
  }
  if (faults.length > 0) return faults
  if (endedAt && endedAt <= startedAt) faults.push({ path: 'end', message: `It ends (${endedAt.toISOString()}) before it starts (${startedAt.toISOString()}), or at once; give a later end, or leave it empty while it goes on.` })
  if (planned && !endedAt) faults.push({ path: 'end', message: 'Planned work is announced with its end; give one.' })
  if (!planned && startedAt > now) faults.push({ path: 'start', message: `It has not begun at ${now.toISOString()}; register what is to come as planned work.` })
  else if (!planned && endedAt && endedAt > now) faults.push({ path: 'end', message: 'It ends later than now; leave the end empty while it goes on.' })
  return faults
}

function yearOf(at: Date): string {
  return Number.isNaN(at.getTime()) ? 'This' : String(at.getUTCFullYear())
}

/** What a correction says; what it leaves out stays. */
export type Correction = {
  serviceId?: string | undefined; startedAt?: Date | undefined; endedAt?: Date | null | undefined; planned?: boolean | undefined; share?: number | null | undefined
  title?: string | undefined; severity?: string | undefined; note?: string | undefined; recordKey?: string | undefined
}

/**
 * An outage as corrected at a moment. Planned work that has not begun is announced anew with its new times, by the server's clock; once it has begun, its announced
 * window stays what it was. What is called planned only afterwards is registered now, and so counts as unplanned.
 */
export function corrected(outage: OutageEntry, correction: Correction, reason: string, now: Date): OutageEntry {
  const given = <T>(next: T | undefined, before: T): T => (next === undefined ? before : next)
  const startedAt = given(correction.startedAt, outage.startedAt)
  const endedAt = given(correction.endedAt, outage.endedAt)
  const wasPlanned = outage.plannedFromAt !== null
  const planned = given(correction.planned, wasPlanned)
  const next: OutageEntry = {
    ...outage, startedAt, endedAt, serviceId: given(correction.serviceId, outage.serviceId), share: given(correction.share, outage.share), title: given(correction.title, outage.title),
    severity: given(correction.severity, outage.severity), note: given(correction.note, outage.note), recordKey: given(correction.recordKey, outage.recordKey),
    reason, changedAt: now, revision: outage.revision + 1,
  }
  if (!planned) return { ...next, plannedFromAt: null, plannedToAt: null }
  const moved = startedAt.getTime() !== outage.startedAt.getTime() || endedAt?.getTime() !== outage.endedAt?.getTime()
  if (!wasPlanned || (moved && now < outage.plannedFromAt!)) return { ...next, plannedFromAt: startedAt, plannedToAt: endedAt, registeredAt: now, registeredBy: 'server' }
  return next
}

/** What stands in the way of ending an outage at an instant. */
export function endFaults(outage: Pick<OutageEntry, 'startedAt' | 'endedAt' | 'plannedFromAt' | 'withdrawn' | 'key'>, endedAt: Date, now: Date): Fault[] {
  if (outage.plannedFromAt === null && outage.endedAt) return [{ path: 'outage', message: `${outage.key} ended at ${outage.endedAt.toISOString()} already; correct that, with a reason.` }]
  if (now < outage.startedAt) return [{ path: 'outage', message: `${outage.key} has not begun; withdraw or correct it.` }]
  if (endedAt > now) return [{ path: 'end', message: 'This is later than now; give the instant at which it was over.' }]
  if (endedAt <= outage.startedAt) return [{ path: 'end', message: `It began at ${outage.startedAt.toISOString()}; give a later end.` }]
  return []
}
