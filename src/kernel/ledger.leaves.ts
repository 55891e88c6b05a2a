import type postgres from 'postgres'
import { copyRows, idLiteral } from './ledger.copy.ts'
import { readEntry } from './ledger.ts'
import type { Head } from './ledger.head.ts'
import type { Check } from './ledger.scan.ts'
import { nodeName } from './ledger.tree.ts'
import type { TreeCheck } from './ledger.tree.ts'
import { bytesOf, leafHash } from './merkle.ts'
import type { Hash } from './merkle.ts'

const most = 200_000

/**
 * Matches entries, read by id, with leaves, read by number. The two orders are nearly the same, so most match one by one and little waits on
 * either side; what waits too long is looked up by itself, so that neither order nor memory matters to the outcome.
 */
export class LeafMatch {
  /** Entries in the order read, from `#next` on; moved to `#hashes` as soon as the orders differ. */
  #ids: string[] = []
  #inOrder: Hash[] = []
  #next = 0
  readonly #hashes = new Map<string, Hash>()
  readonly #waiting = new Map<string, { number: number; hash: Hash }>()
  readonly #check: Check
  matched = 0

  constructor(check: Check) {
    this.#check = check
  }

  entry(id: string, hash: Hash): void {
    const leaf = this.#waiting.size > 0 ? this.#waiting.get(id) : undefined
    if (leaf) {
      this.#waiting.delete(id)
      return this.#compare(id, hash, leaf.number, leaf.hash)
    }
    if (this.#next === this.#ids.length) this.#restart()
    this.#ids.push(id)
    this.#inOrder.push(hash)
    if (this.#ids.length > most) this.#shelve()
  }

  leaf(number: number, id: string, hash: Hash): void {
    if (this.#ids[this.#next] === id) return this.#compare(id, this.#inOrder[this.#next++]!, number, hash)
    if (!this.#hashes.has(id)) this.#shelve()
    const entry = this.#hashes.get(id)
    if (entry === undefined) return void this.#waiting.set(id, { number, hash })
    this.#hashes.delete(id)
    this.#compare(id, entry, number, hash)
  }

  #restart(): void {
    this.#ids = []
    this.#inOrder = []
    this.#next = 0
  }

  #shelve(): void {
    for (let i = this.#next; i < this.#ids.length; i++) this.#hashes.set(this.#ids[i]!, this.#inOrder[i]!)
    this.#restart()
    for (const id of this.#hashes.keys()) {
      if (this.#hashes.size <= most) break
      this.#hashes.delete(id)
    }
  }

  #compare(id: string, hash: Hash, number: number, sealed: Hash): void {
    this.matched++
    if (hash !== sealed) this.#check.faults.add('altered', `ledger_entries ${id}`, `The content of this entry is not what was sealed as leaf ${number}.`)
  }

  /** Looks up the entries of leaves that wait; all of them at the end, otherwise only when they are many. */
  async settle(sql: postgres.ISql, end: boolean): Promise<void> {
    if (!end && this.#waiting.size < most / 10) return
    const ids = [...this.#waiting.keys()]
    for (let from = 0; from < ids.length; from += 5000) {
      const part = ids.slice(from, from + 5000)
      const rows = await sql<{ id: string; content: string }[]>`select id, content from ledger_entries where organisation_id = ${this.#check.organisationId} and id = any(${part}::uuid[])`
      for (const { id, content } of rows) this.entry(id, leafHash(content))
    }
    for (const [id, { number }] of this.#waiting) {
      this.#check.faults.add('missing', `ledger_entries ${id}`, `This entry was sealed as leaf ${number}, and it is gone.`)
    }
    this.#waiting.clear()
  }
}

type HeadRow = { size: string; root: Buffer; at: Date; key_id: string; signature: Buffer }

/** Where reading stands: the number of the next leaf, which is the size of the tree unless leaves are gone. */
export type LeafPlace = { next: number }

/** Reads the next leaves into the tree, with the heads and nodes that they complete; false after the last. */
export async function readLeaves(sql: postgres.ISql, check: Check, tree: TreeCheck, match: LeafMatch, place: LeafPlace, size: number): Promise<boolean> {
  const { organisationId, faults } = check
  const before = tree.size
  const heads = (await sql<HeadRow[]>`select size, root, at, key_id, signature from ledger_heads
    where organisation_id = ${organisationId} and size > ${before} and size <= ${before + size} order by size`).map((row) => headOf(organisationId, row))
  let signed = 0
  await copyRows(sql, `select number, entry_id::text, hash from ledger_leaves where organisation_id = ${idLiteral(organisationId)} and number >= ${place.next} order by number limit ${size}`, (row) => {
    const number = row.integer(0)
    if (number !== place.next) faults.add('missing', `ledger_leaves ${place.next}`, number === place.next + 1 ? 'This leaf is gone.' : `Leaves ${place.next} to ${number - 1} are gone.`)
    place.next = number + 1
    const hash: Hash = row.ascii(2)
    match.leaf(number, row.ascii(1), hash)
    tree.leaf(hash)
    if (heads[signed]?.size === tree.size) tree.checkHead(heads[signed++]!)
  })
  await compareNodes(sql, check, tree, before)
  return tree.size - before === size
}

function headOf(organisationId: string, row: HeadRow): Head {
  return { organisationId, size: Number(row.size), root: row.root, at: row.at, keyId: row.key_id, signature: row.signature }
}

async function compareNodes(sql: postgres.ISql, { organisationId, faults }: Check, tree: TreeCheck, from: number): Promise<void> {
  const computed = tree.takeNodes()
  const stored: { level: number; position: string; hash: Buffer }[] = []
  for (let level = 1; 256 ** level <= tree.size; level++) {
    stored.push(...(await sql<{ level: number; position: string; hash: Buffer }[]>`select level, position, hash from ledger_nodes where organisation_id = ${organisationId}
      and level = ${level} and position >= ${Math.floor(from / 256 ** level)} and position < ${Math.floor(tree.size / 256 ** level)}`))
  }
  for (const { level, position, hash } of stored) {
    const name = nodeName(level, Number(position))
    const first = Number(position) * 256 ** level
    const own = computed.get(name)
    if (own !== undefined && !bytesOf(own).equals(hash)) faults.add('altered', name, `This kept root is not that of leaves ${first} to ${first + 256 ** level - 1}: it, or one of them, was altered.`)
    computed.delete(name)
  }
  for (const name of computed.keys()) faults.add('missing', name, 'This kept root is gone.')
}

/** What stands behind the last leaf: heads and nodes that nothing supports, and a last head that does not cover all leaves. */
export async function checkEnd(sql: postgres.ISql, { organisationId, faults }: Check, tree: TreeCheck): Promise<void> {
  const beyond = await sql<{ size: string }[]>`select size from ledger_heads where organisation_id = ${organisationId} and (size > ${tree.size} or size < 1) order by size`
  for (const { size } of beyond) tree.headBeyond({ size: Number(size) })
  const nodes = await sql<{ level: number; position: string }[]>`select level, position from ledger_nodes where organisation_id = ${organisationId}
    and (level not between 1 and 6 or position < 0 or (position + 1) * power(256::numeric, least(level, 7)) > ${tree.size}) limit 1000`
  for (const { level, position } of nodes) faults.add('extra', nodeName(level, Number(position)), 'There are no leaves under this kept root.')
  const strays = await sql<{ number: string }[]>`select number from ledger_leaves where organisation_id = ${organisationId} and number < 0 order by number limit 1000`
  for (const { number } of strays) faults.add('extra', `ledger_leaves ${number}`, 'Leaves are numbered from 0.')
  const [last] = await sql<{ size: string }[]>`select size from ledger_heads where organisation_id = ${organisationId} order by size desc limit 1`
  const signed = Number(last?.size ?? 0)
  if (signed < tree.size) faults.add('extra', `ledger_leaves ${signed} to ${tree.size - 1}`, `No signed head covers these leaves; the last covers ${signed}.`)
  tree.finish()
}

/**
 * Checks entries that are not sealed yet: written in full and in order, and none that the sealer should have taken. `unsealed` is how many
 * there are, from counting; when those after the last horizon are fewer, the others are named.
 */
export async function checkTail(sql: postgres.ISql, { organisationId, faults }: Check, unsealed: number): Promise<void> {
  if (unsealed === 0) return
  const [last] = await sql<{ size: string; horizon: string; here: boolean }[]>`select size, horizon::text, cluster = (select system_identifier::text from pg_control_system()) as here
    from ledger_heads where organisation_id = ${organisationId} order by size desc limit 1`
  const unsealedOnes = sql`(select l.number from ledger_leaves l where l.organisation_id = ${organisationId} and l.entry_id = e.id) is null`
  const since = last?.here ? sql`and e.transaction_id >= ${last.horizon}::xid8` : sql``
  let after = 0
  await sql<{ id: string; content: string }[]>`select id, content from ledger_entries e where organisation_id = ${organisationId} ${since} and ${unsealedOnes}`.cursor(1000, (rows) => {
    after += rows.length
    for (const { id, content } of rows) {
      const entry = readEntry(content)
      if ('wrong' in entry) faults.add('malformed', `ledger_entries ${id}`, `This entry is not sealed yet, and ${entry.wrong}.`)
    }
  })
  if (after >= unsealed || !last?.here) return
  const skipped = await sql<{ id: string }[]>`select id from ledger_entries e where organisation_id = ${organisationId} and e.transaction_id < ${last.horizon}::xid8 and ${unsealedOnes} limit 1000`
  for (const { id } of skipped) faults.add('extra', `ledger_entries ${id}`, `This entry is no leaf, although head ${last.size} covers its transaction: it was added later, or its leaf was taken away.`)
}
