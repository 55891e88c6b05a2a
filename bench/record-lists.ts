import { environmentOf, foundOn, scratchFolder } from './ground.ts'
import { atMost, median, quantile, rounded } from './measure.ts'
import type { Bench, Report } from './measure.ts'
import { startLoad, startProgram } from './programs.ts'
import { fillRecords, furnish } from './records.data.ts'
import type { Furnished } from './records.data.ts'

const sizes = [{ count: 10_000, open: 2_000 }, { count: 1_000_000, open: 20_000 }]
const listBar = 10
type Served = { port: number; headers: Record<string, string>; load: Awaited<ReturnType<typeof startLoad>> }
type Timing = { p50: number; p95: number; path: string }

/** Lists, board, counts and search at ten thousand and at a million records. */
export const recordListsBench: Bench = {
  name: 'record lists',
  run: async (report) => {
    const { folder, remove } = scratchFolder()
    const founded = await foundOn(folder)
    try {
      const given = await furnish(founded)
      const medians: number[] = []
      let before = 0
      for (const { count, open } of sizes) {
        const sql = founded.ground.database.sql
        const began = performance.now()
        await sql`update records set open = false, state = 'resolved' where open`
        await sql`delete from record_counts`
        for (let from = before; from < count; from += 100_000) await fillRecords(sql, given, from, Math.min(count, from + 100_000), from + 100_000 >= count ? open : 0)
        before = count
        report.note(`${count.toLocaleString('en')} records were made in ${rounded((performance.now() - began) / 1000)} s`)
        const server = await startProgram<{ port: number }>('server.ts', environmentOf(folder))
        const load = await startLoad()
        try {
          medians.push(await measure({ port: server.ready.port, headers: { authorization: `Bearer ${founded.token}` }, load }, given, count, report))
        } finally {
          await Promise.all([server.stop(), load.stop()])
        }
      }
      report.result(atMost('Lists of records at 1,000,000: middle of the medians, against 10,000', medians[1]! - medians[0]! <= 1 ? 1 : medians[1]! / medians[0]!, 'x', 1.3))
    } finally {
      await founded.ground.close()
      remove()
    }
  },
}

async function measure(serving: Served, given: Furnished, count: number, report: Report): Promise<number> {
  const { routines, services, people, role } = given
  const filters = ['', `routine=${routines[0]!.key}`, `routine=${routines[0]!.key}&state=waiting`, 'priority=1', 'priority=5', `service=${services[0]!.key}`, `service=${services[59]!.key}`, `role=${role.key}`, `assignee=${people[0]}`, `assignee=${people[39]}`, 'assignee=none', `requester=${people[3]}`]
  const paths = [
    ...['', 'overdue=true&', `overdue=true&service=${services[30]!.key}&`].flatMap((more) => ['due', 'priority', 'number', 'changed'].map((sort) => `${more}sort=${sort}&direction=asc`)),
    ...filters.flatMap((filter) => ['number', 'changed', 'due', 'priority'].flatMap((sort) => ['asc', 'desc'].map((direction) => `${filter}&sort=${sort}&direction=${direction}`))),
    ...filters.filter((filter) => !filter.includes('state') && filter !== 'assignee=none').flatMap((filter) => ['closed', 'any'].flatMap((standing) => ['number', 'changed'].flatMap((sort) => ['asc', 'desc'].map((direction) => `${filter}&standing=${standing}&sort=${sort}&direction=${direction}`)))),
  ]
  const timings: Timing[] = []
  for (const path of paths) timings.push(await timed(serving, `/api/record.list?limit=50&${path}`))
  const after = await place(serving, '/api/record.list?limit=200&standing=any&sort=changed&direction=asc', 20)
  timings.push(await timed(serving, `/api/record.list?limit=50&standing=any&sort=changed&direction=asc&after=${after}`))
  for (const [at, timing] of timings.entries()) if (timing.p95 > listBar) timings[at] = await again(serving, timing)
  const slow = timings.toSorted((a, b) => b.p95 - a.p95)
  const size = count.toLocaleString('en')
  for (const { path, p50, p95 } of slow.slice(0, 5)) report.note(`slow at ${size}: p50 ${rounded(p50)} ms, p95 ${rounded(p95)} ms ${path.slice(31)}`)
  report.result(atMost(`List of 50 of ${size} records, slowest of ${timings.length} filters, sorts and pages, p95`, slow[0]!.p95, 'ms', listBar))
  report.note(`of these ${timings.length}, half have a p95 of ${rounded(quantile(timings.map(({ p95 }) => p95), 0.5))} ms at most; ${timings.filter(({ p95 }) => p95 > listBar).length} are above ${listBar} ms`)
  report.result(atMost(`Board of ${size} records, p95`, (await again(serving, { path: `/api/record.board?routine=${routines[0]!.key}` })).p95, 'ms', 30))
  report.result(atMost(`Open counts of ${size} records, p95`, (await again(serving, { path: '/api/record.counts' })).p95, 'ms', 5))
  const words = given.words
  const searches: [string, string, number][] = [['by key', `INC-${count / 2}`, 5], ['by number', String(count / 2), 5], ['two common words', `${words[0]}+${words[1]}`, 20], ['two rare words', `${words[900]}+${words[1500]}`, 20], ['a common word', words[0]!, 60], ['a rare word', words[3000]!, 60], ['the beginning of a word', words[0]!.slice(0, 2), 60]]
  for (const [what, text, bar] of searches) report.result(atMost(`Search among ${size} records: ${what}, p95`, (await again(serving, { path: `/api/search?text=${text}` })).p95, 'ms', bar))
  return quantile(timings.map(({ p50 }) => p50), 0.5)
}

async function timed({ port, headers, load }: Served, path: string): Promise<Timing> {
  const order = { port, method: 'GET', path, headers, clients: 1 }
  await load.drive({ ...order, seconds: 0.1 })
  const { milliseconds } = await load.drive({ ...order, seconds: 0.3 })
  return { p50: quantile(milliseconds, 0.5), p95: quantile(milliseconds, 0.95), path }
}

/** What was slow once is asked three times more, and the middle counts: the rest of the machine is not the list. */
async function again(serving: Served, { path }: Pick<Timing, 'path'>): Promise<Timing> {
  const tries: Timing[] = []
  for (let at = 0; at < 3; at++) tries.push(await timed(serving, path))
  return { path, p50: median(tries.map(({ p50 }) => p50)), p95: median(tries.map(({ p95 }) => p95)) }
}

/** A place some pages into a list. */
async function place({ port, headers }: Served, path: string, pages: number): Promise<string> {
  let after = ''
  for (let page = 0; page < pages; page++) {
    const response = await fetch(`http://127.0.0.1:${port}${path}${after && `&after=${after}`}`, { headers })
    const { next } = (await response.json()) as { next: string | null }
    if (next === null) break
    after = encodeURIComponent(next)
  }
  return after
}
