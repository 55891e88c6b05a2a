import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { RecordRow } from '../../kernel/tables.ts'
import { isId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { instantsOf, instantText, partsOfKey } from './stored.ts'
import type { StoredRecord } from './stored.ts'
import type { RoutineRecord } from '../routines/record.ts'

type Stamped = RecordRow & { changes: string | null; watched: boolean }

/** The stamp of what is in force and who holds what, read beside a record, so that what is kept in memory is known to be fresh. */
export const stampText = '(select changes from definition_changes)'

const watched = 'exists (select from record_watchers w where w.organisation_id = r.organisation_id and w.record_id = r.id and w.watching) as watched'
const texts = {
  id: `select r.*, ${stampText} as changes, ${watched} from records r where r.id = $1::text::uuid`,
  key: `select r.*, ${stampText} as changes, ${watched} from records r where r.prefix = $1::text and r.number = $2::text::integer`,
}

export type Found = { stored: StoredRecord; organisationId: string; stamp: string }

/** The record that a key or an id names, with the stamp of definitions; undefined where there is none. */
export async function maybeFindRecord(tx: Tx, reference: string): Promise<Found | undefined> {
  const parts = isId(reference) ? undefined : partsOfKey(reference)
  if (!parts && !isId(reference)) return undefined
  const [row] = parts ? await select<Stamped>(tx, texts.key, [parts.prefix, String(parts.number)]) : await select<Stamped>(tx, texts.id, [reference])
  return row && { stored: { ...storedOf(row), watched: row.watched }, organisationId: row.organisation_id as unknown as string, stamp: row.changes ?? '0' }
}

/** As `maybeFindRecord`; throws `notFound` with what was asked for. */
export async function findRecord(tx: Tx, reference: string): Promise<Found> {
  const found = await maybeFindRecord(tx, reference)
  if (!found) throw new Problem('notFound', `There is no record ${reference} here.`)
  return found
}

/** The stamp of definitions alone, with the organisation that the transaction is opened for. */
export async function findStamp(tx: Tx): Promise<{ organisationId: string; stamp: string }> {
  const [row] = await select<{ organisation_id: string; changes: string | null }>(tx, `select current_organisation() as organisation_id, ${stampText} as changes`, [])
  return { organisationId: row!.organisation_id, stamp: row!.changes ?? '0' }
}

/** Some records by their ids, in no order. */
export async function listRecordsById(tx: Tx, ids: readonly string[]): Promise<StoredRecord[]> {
  if (ids.length === 0) return []
  const rows = await select<RecordRow>(tx, 'select r.* from unnest($1::text::uuid[]) as wanted(id) cross join lateral (select * from records where id = wanted.id limit 1) r', [`{${ids.join(',')}}`])
  return rows.map(storedOf)
}

/** Reads a row. */
export function storedOf(row: RecordRow): StoredRecord {
  const at = (name: string) => row[name as keyof RecordRow] as Date | null
  const record: RoutineRecord = {
    routineId: row.routine_id, routineVersion: row.routine_version, title: row.title, state: row.state, enteredAt: instantText(row.entered_at), outcome: row.outcome, priority: row.priority,
    priorityBy: row.priority_by, catalogueItem: row.catalogue_item, serviceId: row.service_id, configurationItemId: row.configuration_item_id, unitId: row.unit_id, locationId: row.location_id,
    supplierId: row.supplier_id, creatorId: row.creator_id, requesterId: row.requester_id, assigneeRoleId: row.assignee_role_id, assigneePersonId: row.assignee_person_id, source: row.source,
    externalId: row.external_id, fields: row.fields as RoutineRecord['fields'], instants: instantsOf(at), clocks: row.clocks as RoutineRecord['clocks'], approvals: row.approvals as RoutineRecord['approvals'],
  }
  const maybe = (name: string) => {
    const found = at(name)
    return found && instantText(found)
  }
  return {
    id: row.id, prefix: row.prefix, number: row.number, revision: row.revision, open: row.open, priorityRank: row.priority_rank, dueAt: maybe('due_at'), firesAt: maybe('fires_at'),
    planned: row.planned_from_at && row.planned_to_at && { from: instantText(row.planned_from_at), to: instantText(row.planned_to_at) }, mergedInto: row.merged_into, changedAt: instantText(row.changed_at), record,
  }
}
