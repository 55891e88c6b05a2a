import type { RowChange } from '../../kernel/rows.ts'
import type { Outage } from './outage.ts'
import type { Freeze } from './calendar.ts'

/** An outage as it is kept. */
export type OutageEntry = {
  id: string; key: string; keyNumber: number; serviceId: string; title: string; startedAt: Date; endedAt: Date | null
  /** The window as it was announced; null: not planned. */
  plannedFromAt: Date | null; plannedToAt: Date | null
  registeredAt: Date
  /** Whose clock says so: an import may carry its source's. */
  registeredBy: 'server' | 'source'
  share: number | null; severity: string; note: string; recordKey: string; source: string; externalId: string
  withdrawn: boolean; reason: string; changedAt: Date; revision: number
}

/** The governed row of an outage. */
export function outageChange(outage: OutageEntry): RowChange {
  return {
    subject: 'outage', id: outage.id, revision: outage.revision,
    columns: {
      key: outage.key, key_number: outage.keyNumber, service_id: outage.serviceId, title: outage.title,
      started_at: outage.startedAt.toISOString(), ended_at: outage.endedAt?.toISOString() ?? null,
      planned: outage.plannedFromAt !== null, planned_from_at: outage.plannedFromAt?.toISOString() ?? null, planned_to_at: outage.plannedToAt?.toISOString() ?? null,
      registered_at: outage.registeredAt.toISOString(), registered_by: outage.registeredBy, share: outage.share, severity: outage.severity, note: outage.note,
      record_key: outage.recordKey, source: outage.source, external_id: outage.externalId, withdrawn: outage.withdrawn, reason: outage.reason,
      changed_at: outage.changedAt.toISOString(),
    },
  }
}

/** An outage as it is counted. */
export function countedOutage(entry: Pick<OutageEntry, 'serviceId' | 'startedAt' | 'endedAt' | 'plannedFromAt' | 'plannedToAt' | 'registeredAt' | 'share'>): Outage {
  const { serviceId, startedAt, endedAt, plannedFromAt, plannedToAt, registeredAt, share } = entry
  return {
    serviceId, startedAt: startedAt.getTime(), endedAt: endedAt?.getTime() ?? null, registeredAt: registeredAt.getTime(), share,
    planned: plannedFromAt && plannedToAt ? { from: plannedFromAt.getTime(), to: plannedToAt.getTime() } : null,
  }
}

export type FreezeEntry = { id: string; title: string; serviceId: string | null; fromAt: Date; toAt: Date; lifted: boolean; reason: string; revision: number }

/** The governed row of a freeze. */
export function freezeChange(freeze: FreezeEntry): RowChange {
  return {
    subject: 'freeze', id: freeze.id, revision: freeze.revision,
    columns: {
      title: freeze.title, service_id: freeze.serviceId, from_at: freeze.fromAt.toISOString(), to_at: freeze.toAt.toISOString(), lifted: freeze.lifted, reason: freeze.reason,
    },
  }
}

/** A freeze as the calendar sees it. */
export function freezeOf({ id, title, serviceId, fromAt, toAt }: FreezeEntry): Freeze {
  return { id, title, serviceId, from: fromAt.getTime(), to: toAt.getTime() }
}
