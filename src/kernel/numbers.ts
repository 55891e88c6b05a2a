import { sql } from 'kysely'
import { select, whenEnded, writeTogether } from './database.ts'
import type { Tx } from './database.ts'

/** What this process has handed out of a series: the highest that was committed, and those of transactions that go on. */
type Series = { highest: number; open: Set<number> }

const handedOut = new Map<string, Series>()

/** What a key series has reached, as the transaction sees it: 0 when nothing was taken yet. */
export async function lastNumber(tx: Tx, prefix: string): Promise<number> {
  const [row] = await select<{ last: number }>(tx, 'select last from key_counters where prefix = $1::text', [prefix])
  return row?.last ?? 0
}

/**
 * The next number of a series after `last`, kept for this transaction. The row of the series is locked only as the transaction commits,
 * so that creating does not queue; where two nodes take the same number, the key of the later is refused and its action tried again.
 */
export function takeNumber(tx: Tx, organisationId: string, prefix: string, last: number): number {
  const name = `${organisationId} ${prefix}`
  const series = handedOut.get(name) ?? { highest: 0, open: new Set<number>() }
  handedOut.set(name, series)
  const number = Math.max(last, series.highest, ...series.open) + 1
  series.open.add(number)
  whenEnded(tx, (committed) => {
    series.open.delete(number)
    if (committed) series.highest = Math.max(series.highest, number)
  })
  writeTogether(tx, {
    rows: [`series ${prefix}`],
    writes: [{
      text: `insert into key_counters (prefix, last) values ($1::text, $2::text::integer)
        on conflict (organisation_id, prefix) do update set last = greatest(key_counters.last, excluded.last)`,
      values: [prefix, String(number)],
    }],
  })
  return number
}

/** Takes `count` numbers of a series at once; answers the first. Others who create wait until this transaction has ended. Numbers rise and may have gaps. */
export async function takeNumbers(tx: Tx, prefix: string, count: number): Promise<number> {
  const result = await sql<{ last: number }>`insert into key_counters (prefix, last) values (${prefix}, ${count}::integer)
    on conflict (organisation_id, prefix) do update set last = key_counters.last + excluded.last returning last`.execute(tx)
  return result.rows[0]!.last - count + 1
}

/** Keeps a series from giving out any number up to and with `number`, which was taken by name. Others who create wait until this transaction has ended. */
export async function reserveNumbers(tx: Tx, prefix: string, number: number): Promise<void> {
  await sql`insert into key_counters (prefix, last) values (${prefix}, ${number}::integer)
    on conflict (organisation_id, prefix) do update set last = greatest(key_counters.last, excluded.last)`.execute(tx)
}
