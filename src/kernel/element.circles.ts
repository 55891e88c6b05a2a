import { sql } from 'kysely'
import { Problem } from '../shared/problem.ts'
import { wayBack } from '../shared/ways.ts'
import type { Tx } from './database.ts'
import type { ElementChange } from './element.ts'

type Parents = Map<string, string[]>

/**
 * Refuses versions by which a unit would be part of itself, by any way round. A draft is checked when it is written, but two drafts may
 * close a circle together; so those who decide about units do it one after another.
 */
export async function demandNoCircle(tx: Tx, changes: readonly ElementChange[]): Promise<void> {
  const changed = changes.flatMap(({ element, version }) => (element.kind === 'unit' && version ? [{ element, parents: version.content.links.filter((link) => link.type === 'partOf').map((link) => link.to) }] : []))
  if (!changed.some(({ parents }) => parents.length > 0)) return
  await sql`select pg_advisory_xact_lock(hashtextextended('partOf ' || current_organisation()::text, 4600))`.execute(tx)
  const parents = await standingParents(tx)
  for (const each of changed) parents.set(each.element.id, each.parents)
  for (const { element } of changed) {
    const way = wayBack(element.id, parents)
    if (way) throw new Problem('unprocessable', `This closes a circle of units: ${(await keysOf(tx, way)).join(' → ')}. A unit cannot be part of itself; change the draft first.`)
  }
}

async function standingParents(tx: Tx): Promise<Parents> {
  const result = await sql<{ source_id: string; target_id: string }>`select source_id, target_id from links where type = 'partOf' and superseded_at = 'infinity'`.execute(tx)
  const parents: Parents = new Map()
  for (const { source_id: unit, target_id: parent } of result.rows) parents.set(unit, [...(parents.get(unit) ?? []), parent])
  return parents
}

async function keysOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.selectFrom('elements').select(['id', 'key']).where('id', 'in', [...ids]).execute()
  const keys = new Map(rows.map((row) => [row.id, row.key]))
  return ids.map((id) => keys.get(id) ?? id)
}
