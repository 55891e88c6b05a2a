import { z } from 'zod'
import { byMembership } from '../../kernel/access.ts'
import type { Caller } from '../../kernel/caller.ts'
import { ask, defineQuery } from '../../kernel/query.ts'
import type { AnyQuery } from '../../kernel/query.ts'
import type { Runtime } from '../../kernel/runtime.ts'
import { queryContract } from '../../shared/contract.ts'
import { csvMark, csvRow } from '../../shared/csv.ts'
import { exportColumns, usualColumns } from './export.ts'
import { recordQueries } from './record.contract.ts'
import { listRecordsQuery } from './record.queries.ts'

/** Rows that are in memory at once. */
const page = 1000

const columns = z.string().default(usualColumns.join(',')).transform((text) => text.split(',')).refine((names) => names.length > 0 && names.every((name) => name in exportColumns), `Name columns among ${Object.keys(exportColumns).join(', ')}, with commas between.`)

/** One page of a list as lines of CSV, under the access of the list itself. */
const exportPageQuery = defineQuery({
  contract: queryContract({
    name: 'record.list', title: 'Export records', input: recordQueries.list.input.omit({ limit: true }).extend({ columns }), output: z.object({ lines: z.string(), next: z.string().nullable() }),
  }),
  access: byMembership,
  run: async (context) => {
    const { columns: names, ...input } = context.input
    const { rows, next } = await listRecordsQuery.run({ ...context, input: { ...input, limit: page } })
    const texts = names.map((name) => exportColumns[name]!.text)
    return { lines: rows.map((row) => `${csvRow(texts.map((text) => text(row, context.tenant.timeZone)))}\r\n`).join(''), next }
  },
})

/**
 * A list of records as CSV, of any length: the head and then page after page by keyset, each read when the one before was taken, in a snapshot and under a look at the
 * caller's access of its own. `asked` is what `record.list` takes (asOf as well), and `columns`. Throws `Problem`; at the first page, before anything is told.
 */
export async function* exportedRecords(runtime: Runtime, asked: Readonly<Record<string, unknown>>, caller: Caller): AsyncGenerator<string> {
  const { after: _, limit: __, ...input } = asked
  const pageAfter = async (after: string | null) => (await ask(runtime, exportPageQuery as AnyQuery, { ...input, ...(after === null ? {} : { after }) }, caller)) as { lines: string; next: string | null }
  let { lines, next } = await pageAfter(null)
  const names = typeof input['columns'] === 'string' ? input['columns'].split(',') : usualColumns
  yield `${csvMark}${csvRow(names.map((name) => exportColumns[name]!.label))}\r\n${lines}`
  while (next !== null) {
    ;({ lines, next } = await pageAfter(next))
    yield lines
  }
}
