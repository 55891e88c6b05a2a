import type postgres from 'postgres'
import { connect } from '../src/kernel/connect.ts'
import { verifyLedger } from '../src/kernel/ledger.verify.ts'
import { migrate } from '../src/kernel/migrate.ts'
import { startPostgres } from '../src/kernel/postgres.ts'
import { scratchFolder } from './ground.ts'
import { benchKey, benchOrganisation, fillLedger } from './ledger.data.ts'
import { atLeast, atMost, median } from './measure.ts'
import type { Bench, Report } from './measure.ts'

const entries = 1_000_000
const tables = ['ledger_entries', 'ledger_leaves', 'ledger_heads', 'row_versions', 'element_versions', 'links', 'elements', 'search_documents']

/** Verifies a ledger of a million entries on the embedded database, beside only reading the same rows. */
export const ledgerBench: Bench = {
  name: 'ledger',
  run: async (report) => {
    const { folder, remove } = scratchFolder()
    const server = await startPostgres({ dataDirectory: folder })
    try {
      await migrate(server.url)
      report.note(`filling a ledger of ${entries.toLocaleString('en')} entries`)
      await fillLedger(server.url, entries)
      await measureLedger(server.url, report)
    } finally {
      await server.release()
      remove()
    }
  },
}

/** Reads and verifies in turn, three times, after one reading that warms the caches; takes the middle of each. */
async function measureLedger(url: string, report: Report): Promise<void> {
  const sql = connect(url, { max: 4, onnotice: () => {} })
  try {
    await readOnly(sql)
    const reading: number[] = []
    const verifying: number[] = []
    for (let round = 0; round < 3; round++) {
      reading.push(await seconds(() => readOnly(sql)))
      verifying.push(await seconds(() => verify(sql)))
    }
    report.note(`only reading the rows of ${tables.join(', ')}: ${median(reading).toFixed(2)} s`)
    report.result(atLeast('Ledger of 1,000,000 entries: verifying, as a share of the speed of reading', (median(reading) / median(verifying)) * 100, '%', 50))
    report.result(atMost('Ledger of 1,000,000 entries: verifying from the database', median(verifying), 's', 6))
  } finally {
    await sql.end()
  }
}

/** Every row that verification looks at, by cursor and unparsed, which is how the driver reads fastest. */
async function readOnly(sql: postgres.Sql): Promise<void> {
  for (const table of tables) await sql`select * from ${sql(table)} where organisation_id = ${benchOrganisation}`.raw().cursor(5000, () => {})
}

async function verify(sql: postgres.Sql): Promise<void> {
  const { ok, faults, sealed } = await verifyLedger(sql, benchOrganisation, benchKey.publicKey)
  if (!ok || sealed !== entries) throw new Error(`The ledger of the benchmark does not verify: ${JSON.stringify(faults[0])}`)
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}
