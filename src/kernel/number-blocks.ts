import { select, whenEnded } from './database.ts'
import type { Database, Tx } from './database.ts'

/** Numbers that this process has taken of a series and not given out yet; `size` is how many it took last. */
type Block = { next: number; last: number; size: number; takenAt: number; returned: number[] }

/** By organisation and prefix. */
const blocks = new Map<string, Block>()
const smallest = 4
const largest = 256
/** Milliseconds in which a block must be used up for the next to be larger. */
const busy = 20_000

/** Thrown where no number is left: whoever performs takes a block in a transaction of its own and begins anew. */
export class NumbersWanted extends Error {
  readonly organisationId: string
  readonly prefix: string

  constructor(organisationId: string, prefix: string) {
    super(`Numbers of ${prefix} are wanted.`)
    this.organisationId = organisationId
    this.prefix = prefix
  }
}

/**
 * A number of a series for this transaction; where it is rolled back, the number is given out again. Numbers rise in each process and may have
 * gaps; no row is locked until the commit. Throws `NumbersWanted` where the block is used up.
 */
export function numberOf(tx: Tx, organisationId: string, prefix: string): number {
  const block = blocks.get(`${organisationId} ${prefix}`)
  const number = block && (block.returned.pop() ?? (block.next <= block.last ? block.next++ : undefined))
  if (!block || number === undefined) throw new NumbersWanted(organisationId, prefix)
  whenEnded(tx, (committed) => {
    if (!committed) block.returned.push(number)
  })
  return number
}

/** Takes the next block of a series, the larger the faster the last one went. */
export async function takeBlock(database: Database, { organisationId, prefix }: NumbersWanted): Promise<void> {
  const name = `${organisationId} ${prefix}`
  const before = blocks.get(name)
  const now = Date.now()
  const size = before ? Math.min(largest, Math.max(smallest, now - before.takenAt < busy ? before.size * 2 : smallest)) : smallest
  const last = await database.write(organisationId, async (tx) => {
    const [row] = await select<{ last: number }>(tx, `insert into key_counters (prefix, last) values ($1::text, $2::text::integer)
      on conflict (organisation_id, prefix) do update set last = key_counters.last + excluded.last returning last`, [prefix, String(size)])
    return row!.last
  })
  const block = blocks.get(name)
  // Another call may have taken one meanwhile: what is left of it comes first.
  const left = block ? Array.from({ length: Math.max(0, block.last - block.next + 1) }, (_, at) => block.next + at) : []
  blocks.set(name, { next: last - size + 1, last, size, takenAt: now, returned: [...(block?.returned ?? []), ...left.reverse()] })
}

/** Gives back what nobody has taken since, so that a process that is soon over leaves no gaps. */
export async function returnBlocks(database: Database): Promise<void> {
  for (const [name, block] of blocks) {
    const [organisationId = '', prefix = ''] = name.split(' ')
    if (block.next > block.last) continue
    await database.write(organisationId, (tx) => select(tx, 'update key_counters set last = $2::text::integer where prefix = $1::text and last = $3::text::integer', [prefix, String(block.next - 1), String(block.last)]))
  }
  blocks.clear()
}
