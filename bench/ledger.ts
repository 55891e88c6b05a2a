import type postgres from 'postgres'
import { connect } from '../src/kernel/connect.ts'
import { verifyLedger } from '../src/kernel/ledger.verify.ts'
import { migrate } from '../src/kernel/migrate.ts'
import { benchKey, benchOrganisation, fillLedger } from './ledger.data.ts'

export type Measured = { name: string; value: number; unit: string; bar: string; met: boolean }

/** Verifies a ledger of a million entries, beside only reading the same rows. `serverUrl`: any database of a server where one may be created. */
export async function measureLedger(serverUrl: string, entries = 1_000_000): Promise<Measured[]> {
  const url = new URL(serverUrl)
  url.pathname = '/bench_ledger'
  const server = connect(serverUrl, { max: 1, onnotice: () => {} })
  try {
    await server.unsafe('drop database if exists bench_ledger with (force)')
    await server.unsafe('create database bench_ledger')
    await migrate(url.href)
    await fillLedger(url.href, entries)
    return await measure(url.href, entries)
  } finally {
    await server.unsafe('drop database if exists bench_ledger with (force)')
    await server.end()
  }
}

/** Reads and verifies in turn, three times, and takes the middle of each. */
async function measure(url: string, entries: number): Promise<Measured[]> {
  const sql = connect(url, { max: 4, onnotice: () => {} })
  try {
    const reading: number[] = []
    const verifying: number[] = []
    await readOnly(sql)
    for (let round = 0; round < 3; round++) {
      reading.push(await seconds(() => readOnly(sql)))
      verifying.push(await seconds(async () => {
        const { ok, faults, sealed } = await verifyLedger(sql, benchOrganisation, benchKey.publicKey)
        if (!ok || sealed !== entries) throw new Error(`The ledger of the benchmark does not verify: ${JSON.stringify(faults[0])}`)
      }))
    }
    const share = (middle(reading) / middle(verifying)) * 100
    return [
      { name: `Verify a ledger of ${entries.toLocaleString('en')} entries`, value: rounded(middle(verifying)), unit: 's', bar: '< 6', met: middle(verifying) < 6 },
      { name: 'The same as a share of the speed of only reading its rows', value: rounded(share), unit: '%', bar: '>= 50', met: share >= 50 },
    ]
  } finally {
    await sql.end()
  }
}

/** Every row that verification looks at, by cursor and unparsed, which is how the driver reads fastest. */
async function readOnly(sql: postgres.Sql): Promise<number> {
  let rows = 0
  for (const table of ['ledger_entries', 'ledger_leaves', 'row_versions', 'element_versions', 'links', 'elements', 'search_documents']) {
    await sql`select * from ${sql(table)} where organisation_id = ${benchOrganisation}`.raw().cursor(5000, (page) => void (rows += page.length))
  }
  return rows
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}

function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
