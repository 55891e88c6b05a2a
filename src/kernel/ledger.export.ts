import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import type { WriteStream } from 'node:fs'
import type { KeyObject } from 'node:crypto'
import type postgres from 'postgres'
import { Problem } from '../shared/problem.ts'
import { idLiteral } from './ledger.copy.ts'
import { publicKeyText } from './ledger.head.ts'

/**
 * The lines of an exported ledger, one JSON object each, in this order: `ledger`; then by leaf number `entry`, each with its `row`s behind it in the
 * order of `rowOrder`, and a `head` behind the last entry it covers; then entries that are not sealed; then rows of no entry; then `end`.
 */
export type ExportLine =
  | { type: 'ledger'; format: 1; organisation: { id: string; key: string; name: string }; exportedAt: string; publicKeys: string[] }
  | { type: 'entry'; number?: number; leaf?: string; content: string }
  | { type: 'row'; entry: string; subject: string; id: string; revision: number; hash: string; content: string }
  | { type: 'head'; size: number; root: string; at: string; keyId: string; signature: string }
  | { type: 'end'; entries: number; rows: number }

export type Exported = { file: string; entries: number; rows: number; heads: number }

const pageSize = 1000

/** Writes an organisation's ledger to a file that verifies anywhere, without names of people and in bounded memory. `sql` is the owner's. */
export function exportLedger(sql: postgres.Sql, organisationId: string, publicKeys: readonly KeyObject[], file: string, now: Date): Promise<Exported> {
  idLiteral(organisationId)
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    await tx`select set_config('app.organisation_id', ${organisationId}, true), set_config('statement_timeout', '0', true)`
    const [organisation] = await tx<{ id: string; key: string; name: string }[]>`select organisation_id as id, key, name from organisations where organisation_id = ${organisationId}`
    if (!organisation) throw new Problem('notFound', 'There is no such organisation.')
    const out = new Out(file)
    try {
      await out.write({ type: 'ledger', format: 1, organisation, exportedAt: now.toISOString(), publicKeys: publicKeys.map(publicKeyText) })
      await writeSealed(tx, organisationId, out)
      await writeUnsealed(tx, organisationId, out)
      await writeRows(tx, organisationId, out, sql`and (select e.id from ledger_entries e where e.organisation_id = ${organisationId} and e.id = entry_id) is null`)
      await out.write({ type: 'end', entries: out.count.entry, rows: out.count.row })
      await out.finish()
    } catch (error) {
      await out.abandon()
      throw error
    }
    return { file, entries: out.count.entry, rows: out.count.row, heads: out.count.head }
  }) as Promise<Exported>
}

type Entry = { number: string | null; leaf: string | null; id: string; content: string }

async function writeSealed(sql: postgres.TransactionSql, organisationId: string, out: Out): Promise<void> {
  for (let from = 0; ; from += pageSize) {
    const entries = await sql<Entry[]>`select l.number, encode(l.hash, 'hex') as leaf, e.id, e.content from ledger_leaves l
      join ledger_entries e on e.organisation_id = ${organisationId} and e.id = l.entry_id
      where l.organisation_id = ${organisationId} and l.number >= ${from} and l.number < ${from + pageSize} order by l.number`
    await writeEntries(sql, organisationId, out, entries, await headsBetween(sql, organisationId, from, from + pageSize))
    const [more] = await sql`select 1 from ledger_leaves where organisation_id = ${organisationId} and number >= ${from + pageSize} limit 1`
    if (!more) break
  }
}

type HeadRow = { size: string; root: string; at: Date; key_id: string; signature: string }

function headsBetween(sql: postgres.TransactionSql, organisationId: string, from: number, to: number) {
  return sql<HeadRow[]>`select size, encode(root, 'hex') as root, at, key_id, encode(signature, 'hex') as signature from ledger_heads
    where organisation_id = ${organisationId} and size > ${from} and size <= ${to} order by size`
}

async function writeUnsealed(sql: postgres.TransactionSql, organisationId: string, out: Out): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const entries = await sql<Entry[]>`select null as number, null as leaf, e.id, e.content from ledger_entries e where e.organisation_id = ${organisationId} and e.id > ${after}
      and (select l.number from ledger_leaves l where l.organisation_id = ${organisationId} and l.entry_id = e.id) is null order by e.id limit ${pageSize}`
    await writeEntries(sql, organisationId, out, entries, [])
    if (entries.length < pageSize) return
    after = entries.at(-1)!.id
  }
}

/** Entries with their rows; an import's rows go through in pages of their own. */
async function writeEntries(sql: postgres.TransactionSql, organisationId: string, out: Out, entries: readonly Entry[], heads: readonly HeadRow[]): Promise<void> {
  let written = 0
  let signed = 0
  const writeUpTo = async (count: number) => {
    for (; written < count; written++) {
      const { number, leaf, content } = entries[written]!
      while (number !== null && signed < heads.length && Number(heads[signed]!.size) <= Number(number)) await out.head(heads[signed++]!)
      await out.write(number === null ? { type: 'entry', content } : { type: 'entry', number: Number(number), leaf: leaf!, content })
    }
  }
  const ids = entries.map((entry) => entry.id)
  const rows = sql<RowLine[]>`select r.*, o.position::int from (${allRows(sql, organisationId)}) r join unnest(${ids}::uuid[]) with ordinality o(entry, position) on o.entry = r.entry
    order by o.position, r.subject, r.id, r.revision`
  for await (const page of rows.cursor(pageSize)) {
    for (const { position, ...row } of page) {
      await writeUpTo(position)
      await out.write({ type: 'row', ...row })
    }
  }
  await writeUpTo(entries.length)
  for (const head of heads.slice(signed)) await out.head(head)
}

type RowLine = { entry: string; subject: string; id: string; revision: number; hash: string; content: string; position: number }

function allRows(sql: postgres.TransactionSql, organisationId: string, among: postgres.PendingQuery<postgres.Row[]> = sql``) {
  return sql`select entry_id as entry, subject collate "C" as subject, subject_id as id, revision, encode(hash, 'hex') as hash, content from row_versions where organisation_id = ${organisationId} ${among}
    union all select entry_id, 'version', element_id, version, encode(hash, 'hex'), content from element_versions where organisation_id = ${organisationId} ${among}`
}

async function writeRows(sql: postgres.TransactionSql, organisationId: string, out: Out, among: postgres.PendingQuery<postgres.Row[]>): Promise<void> {
  for await (const page of sql<Omit<RowLine, 'position'>[]>`${allRows(sql, organisationId, among)}`.cursor(pageSize)) {
    for (const row of page) await out.write({ type: 'row', ...row })
  }
}

/** The file, which appears under its name only when it is whole. */
class Out {
  readonly count = { ledger: 0, entry: 0, row: 0, head: 0, end: 0 }
  readonly #file: string
  readonly #stream: WriteStream
  #failure: Error | undefined

  constructor(file: string) {
    this.#file = file
    this.#stream = createWriteStream(`${file}.part`)
    this.#stream.on('error', (error) => (this.#failure = error))
  }

  async write(line: ExportLine): Promise<void> {
    this.count[line.type]++
    if (!this.#stream.write(`${JSON.stringify(line)}\n`) && !this.#failure) await once(this.#stream, 'drain').catch(() => {})
    if (this.#failure) throw new Problem('unavailable', `${this.#file} cannot be written: ${this.#failure.message}.`)
  }

  head({ size, root, at, key_id, signature }: HeadRow): Promise<void> {
    return this.write({ type: 'head', size: Number(size), root, at: at.toISOString(), keyId: key_id, signature })
  }

  async finish(): Promise<void> {
    await new Promise<void>((resolve) => this.#stream.end(resolve))
    if (this.#failure) throw new Problem('unavailable', `${this.#file} cannot be written: ${this.#failure.message}.`)
    renameSync(`${this.#file}.part`, this.#file)
  }

  async abandon(): Promise<void> {
    if (!this.#stream.destroy().closed) await once(this.#stream, 'close')
    rmSync(`${this.#file}.part`, { force: true })
  }
}
