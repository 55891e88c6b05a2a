import { environmentOf, foundOn, scratchFolder } from './ground.ts'
import type { Founded } from './ground.ts'
import { atLeast, atMost, median, quantile, rounded } from './measure.ts'
import type { Bench, Report } from './measure.ts'
import type { Order } from './load.ts'
import { startLoad, startProgram } from './programs.ts'
import { fillRecords, furnish } from './records.data.ts'
import type { Furnished } from './records.data.ts'

type Load = Awaited<ReturnType<typeof startLoad>>
const shares = [{ clients: 1, bar: 45 }, { clients: 8, bar: 33 }, { clients: 32, bar: 22 }]
const rounds = 3
const seconds = 1.5
/** Each of them is advanced once. */
const fresh = 120_000

/** A transition and a new record over HTTP as shares of a bare endpoint that inserts one indexed row. */
export const workBench: Bench = {
  name: 'work',
  run: async (report) => {
    const { folder, remove } = scratchFolder()
    const founded = await foundOn(folder)
    try {
      const given = await furnish(founded)
      await fillRecords(founded.ground.database.sql, given, 0, fresh, fresh, true)
      await founded.ground.database.sql`insert into key_counters (organisation_id, prefix, last) values (${founded.organisationId}, 'INC', ${fresh}), (${founded.organisationId}, 'REQ', ${fresh}) on conflict (organisation_id, prefix) do update set last = excluded.last`
      await measureWrites(folder, founded, given, report)
    } finally {
      await founded.ground.close()
      remove()
    }
  },
}

async function measureWrites(folder: string, founded: Founded, given: Furnished, report: Report): Promise<void> {
  const server = await startProgram<{ port: number }>('server.ts', environmentOf(folder))
  const bare = await startProgram<{ port: number }>('bare.ts', { BENCH_DATABASE: founded.ground.url })
  const load = await startLoad()
  const headers = { authorization: `Bearer ${founded.token}` }
  const title = 'Mail is down in Oslo, number {n}'
  const create = JSON.stringify({ routine: given.routines[0]!.key, title, fields: { impact: 'High', urgency: 'Low', what: 'Nobody gets mail since nine; the queue grows and nobody knows why.' } })
  const advance = '{"record":"{id}","revision":1,"transition":"take"}'
  try {
    const plain = { port: bare.ready.port, method: 'POST', path: '/bare', body: create, headers }
    const at = { port: server.ready.port, method: 'POST', headers }
    await measurePair(load, report, 'transition of a record', { ...at, path: '/api/record.advance', body: advance }, plain)
    await measurePair(load, report, 'new record', { ...at, path: '/api/record.create', body: create }, plain)
  } finally {
    await Promise.all([server.stop(), bare.stop(), load.stop()])
  }
}

async function measurePair(load: Load, report: Report, name: string, ours: Omit<Order, 'clients' | 'seconds'>, bare: Omit<Order, 'clients' | 'seconds'>): Promise<void> {
  for (const order of [ours, bare]) await load.drive({ ...order, clients: 8, seconds: 2 })
  for (const { clients, bar } of shares) {
    const figures = { ours: [] as number[], bare: [] as number[], share: [] as number[], p50: [] as number[], p95: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      const theirs = await load.drive({ ...bare, clients, seconds })
      const own = await load.drive({ ...ours, clients, seconds })
      figures.bare.push(theirs.perSecond)
      figures.ours.push(own.perSecond)
      figures.share.push((own.perSecond / theirs.perSecond) * 100)
      figures.p50.push(quantile(own.milliseconds, 0.5))
      figures.p95.push(quantile(own.milliseconds, 0.95))
    }
    report.note(`${name} at ${clients}: ${rounded(median(figures.ours))} a second, bare ${rounded(median(figures.bare))}; p50 ${rounded(median(figures.p50))} ms, p95 ${rounded(median(figures.p95))} ms`)
    report.result(atLeast(`One ${name}, ${clients} ${clients === 1 ? 'client' : 'clients'}, share of a bare endpoint`, median(figures.share), '%', bar))
    if (clients === 1) report.result(atMost(`One ${name}, 1 client, ${name === 'new record' ? 'p50' : 'p95'}`, median(name === 'new record' ? figures.p50 : figures.p95), 'ms', name === 'new record' ? 2 : 2.5))
  }
}
