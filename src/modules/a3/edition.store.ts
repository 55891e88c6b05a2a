import { sql } from 'kysely'
import { writeTogether } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { RowChange } from '../../kernel/rows.ts'
import type { EditionRow } from '../../kernel/tables.ts'
import { isId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'

export type Edition = {
  id: string; key: string; number: number; title: string; note: string | null; asOf: string; momentAt: Date; publishedAt: Date; publishedBy: string; role: string
  model: number; page: string; hash: string; pdfHash: string; ledgerSize: number; ledgerRoot: string | null; people: string[]
}

function editionOf(row: Omit<EditionRow, 'organisation_id'>): Edition {
  return {
    id: row.id, key: row.key, number: row.key_number, title: row.title, note: row.note, asOf: row.as_of, momentAt: row.moment_at, publishedAt: row.published_at, publishedBy: row.published_by, role: row.role,
    model: row.model, page: row.page, hash: row.page_hash, pdfHash: row.pdf_hash, ledgerSize: Number(row.ledger_size), ledgerRoot: row.ledger_root, people: row.people,
  }
}

/** The row of a new edition. It is the only revision there will ever be. */
export function editionChange(e: Edition): RowChange {
  return {
    subject: 'edition', id: e.id, revision: 1,
    columns: {
      key: e.key, key_number: e.number, title: e.title, note: e.note, as_of: e.asOf, moment_at: e.momentAt.toISOString(), published_at: e.publishedAt.toISOString(), published_by: e.publishedBy, role: e.role,
      model: e.model, page: e.page, page_hash: e.hash, pdf_hash: e.pdfHash, ledger_size: e.ledgerSize, ledger_root: e.ledgerRoot, people: e.people,
    },
  }
}

/** Keeps the PDF of a new edition with the next statement. */
export function savePaper(tx: Tx, editionId: string, pdf: Uint8Array): void {
  const hex = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('hex')
  writeTogether(tx, { rows: [`edition paper ${editionId}`], writes: [{ text: 'insert into edition_papers (edition_id, pdf) values ($1::text::uuid, $2::text::bytea)', values: [editionId, `\\x${hex}`] }] })
}

/** The last edition, or the last published by an instant. */
export async function maybeFindLastEdition(tx: Tx, at?: Date): Promise<Edition | undefined> {
  const row = await tx.selectFrom('editions').selectAll().$if(at !== undefined, (q) => q.where('published_at', '<=', at!)).orderBy('key_number', 'desc').limit(1).executeTakeFirst()
  return row && editionOf(row)
}

/** The edition that a key or an id names, published by an instant; throws `notFound`. */
export async function findEdition(tx: Tx, reference: string, at: Date): Promise<Edition> {
  const query = tx.selectFrom('editions').selectAll().where('published_at', '<=', at)
  const row = await (isId(reference) ? query.where('id', '=', reference) : query.where('key', '=', reference.toUpperCase())).executeTakeFirst()
  if (!row) throw new Problem('notFound', `There is no edition ${reference} here; edition.list names those that there are.`)
  return editionOf(row)
}

/** The key of the edition before a number, or null. */
export async function maybeFindKeyBefore(tx: Tx, number: number): Promise<string | null> {
  const row = await tx.selectFrom('editions').select('key').where('key_number', '<', number).orderBy('key_number', 'desc').limit(1).executeTakeFirst()
  return row?.key ?? null
}

const listed = ['id', 'key', 'key_number', 'title', 'note', 'as_of', 'moment_at', 'published_at', 'published_by', 'role', 'model', 'page_hash', 'pdf_hash', 'ledger_size', 'ledger_root', 'people', 'revision'] as const

/** Editions without their pages, the last first. */
export async function listEditionRows(tx: Tx, { before, limit, at }: { before?: number | undefined; limit: number; at: Date }): Promise<Edition[]> {
  const rows = await tx.selectFrom('editions').select(listed).where('published_at', '<=', at).$if(before !== undefined, (q) => q.where('key_number', '<', before!)).orderBy('key_number', 'desc').limit(limit).execute()
  return rows.map((row) => editionOf({ ...row, page: '' }))
}

/** The PDF of an edition as it was published; undefined once somebody whom it names was erased. */
export async function maybeFindPaper(tx: Tx, editionId: string): Promise<Buffer | undefined> {
  const row = await tx.selectFrom('edition_papers').select('pdf').where('edition_id', '=', editionId).executeTakeFirst()
  return row?.pdf
}

/** Whether somebody of these was erased. */
export async function isAnyErased(tx: Tx, personIds: readonly string[]): Promise<boolean> {
  const row = await tx.selectFrom('people').select('id').where('id', '=', sql<string>`any(${[...personIds]}::uuid[])`).where('name', 'is', null).limit(1).executeTakeFirst()
  return row !== undefined
}

/** Takes away every PDF that names somebody who was erased. */
export async function removePapersOfErased(tx: Tx): Promise<void> {
  await sql`delete from edition_papers p using editions e where e.organisation_id = p.organisation_id and e.id = p.edition_id
    and exists (select from people x where x.organisation_id = e.organisation_id and x.id = any(e.people) and x.name is null)`.execute(tx)
}
