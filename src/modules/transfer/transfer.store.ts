import { sql } from 'kysely'
import type { Tx } from '../../kernel/database.ts'
import { draftOf, elementOf } from '../../kernel/element.ts'
import type { Element, VersionContent } from '../../kernel/element.ts'
import type { ElementRow } from '../../kernel/tables.ts'
import { obstacleOf, type ExistingElement } from './existing.ts'

/** An element with its current row, to be written back, and as a plan sees it. */
export type Stored = { element: Element; existing: ExistingElement }

/** Who imports, and what becomes of it. */
export type Importing = { outcome: 'in force' | 'draft' | 'proposal'; personId: string | null }

/**
 * Every element of some kinds. A plan for what comes in force sees what is in force; a plan for drafts sees the draft beside it. What
 * never was in force is its draft.
 */
export async function listStored(tx: Tx, kinds: readonly string[], by: Importing): Promise<Stored[]> {
  if (kinds.length === 0) return []
  const [result, carriers] = await Promise.all([
    sql<ElementRow & { latest: string | null }>`select e.*, v.content as latest from elements e
      left join element_versions v on v.organisation_id = e.organisation_id and v.element_id = e.id and v.version = e.version
      where e.kind = any(${kinds}::text[]) order by e.kind, e.key_number`.execute(tx),
    listCarriers(tx),
  ])
  return result.rows.map((row) => {
    const element = elementOf(row)
    const latest = row.latest === null ? null : draftOf(JSON.parse(row.latest) as VersionContent)
    const content = by.outcome === 'in force' ? (latest ?? element.draft) : (element.draft ?? latest)
    return {
      element,
      existing: {
        id: element.id, key: element.key, kind: element.kind, externalKey: element.externalKey, status: element.status, version: element.version,
        obstacle: obstacleOf(element, { ...by, proposal: carriers.get(element.id) }), title: content?.title ?? element.title, accountable: content?.accountable ?? null,
        reviewEvery: content?.reviewEvery ?? null, body: content?.body ?? {}, links: content?.links ?? [], unknown: content?.unknown ?? [],
      },
    }
  })
}

/** The open proposal that carries an element, by the element's id. */
export async function listCarriers(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.selectFrom('proposals').select(['key', 'elements']).where('state', '=', 'open').execute()
  return new Map(rows.flatMap((row) => row.elements.map((id) => [id, row.key] as const)))
}

export type StoredPerson = { id: string; name: string; email: string | null; salt: string | null; externalKey: string | null; fromOn: string | null; toOn: string | null; revision: number }

/** Everybody but those who were erased. */
export async function listEverybody(tx: Tx): Promise<StoredPerson[]> {
  const rows = await tx.selectFrom('people').select(['id', 'name', 'email', 'salt', 'external_key', 'from_on', 'to_on', 'revision']).where('name', 'is not', null).execute()
  return rows.map((row) => ({ id: row.id, name: row.name!, email: row.email, salt: row.salt, externalKey: row.external_key, fromOn: row.from_on, toOn: row.to_on, revision: row.revision }))
}

/** Every appointment that has not ended before a day. */
export async function listHoldersFrom(tx: Tx, day: string) {
  const rows = await tx
    .selectFrom('holders')
    .selectAll()
    .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>=', day)]))
    .execute()
  return rows.map((row) => ({
    id: row.id, roleId: row.role_id, personId: row.person_id, elementId: row.element_id, deputy: row.deputy, fromOn: row.from_on, toOn: row.to_on,
    acceptedAt: row.accepted_at, appointedBy: row.appointed_by, reason: row.reason, revision: row.revision,
  }))
}

export type StoredHolder = Awaited<ReturnType<typeof listHoldersFrom>>[number]

export async function listMappingRows(tx: Tx) {
  return tx.selectFrom('mappings').select(['id', 'name', 'content', 'revision']).orderBy('name').execute()
}

export async function maybeFindMapping(tx: Tx, name: string) {
  return tx.selectFrom('mappings').select(['id', 'name', 'content', 'revision']).where('name', '=', name).executeTakeFirst()
}
