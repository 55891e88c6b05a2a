import { environmentOf, foundOn, scratchFolder } from './ground.ts'
import { importServices, titleOf } from './import.ts'
import { atMost, quantile, rounded } from './measure.ts'
import type { Bench, Report } from './measure.ts'
import { startLoad, startProgram } from './programs.ts'

const sizes = [1_000, 10_000]
const imported = 100_000

type Load = Awaited<ReturnType<typeof startLoad>>
type Served = { port: number; headers: Record<string, string>; load: Load }
type Timing = { p50: number; p95: number; path: string }

/** Lists and search at a thousand and at ten thousand services, and an import of a hundred thousand. */
export const listsBench: Bench = {
  name: 'lists',
  run: async (report) => {
    const { folder, remove } = scratchFolder()
    try {
      const founded = await foundOn(folder)
      await founded.ground.close()
      const headers = { authorization: `Bearer ${founded.token}` }
      let filled = 0
      const medians: number[] = []
      for (const size of sizes) {
        await importServices(folder, filled, size)
        filled = size
        medians.push(await served(folder, headers, (serving) => measureLists(serving, size, report)))
      }
      report.note(`lists, median of all sorts: ${medians.map(rounded).join(' ms, then ')} ms with ten times as many`)
      const { seconds, megabytes } = await importServices(folder, filled, filled + imported)
      report.result(atMost(`Import of ${imported.toLocaleString('en')} services by the terminal`, seconds, 's', 30))
      report.result(atMost('Memory of that import, the most', megabytes, 'MB', 1500))
    } finally {
      remove()
    }
  },
}

async function served<T>(folder: string, headers: Record<string, string>, work: (serving: Served) => Promise<T>): Promise<T> {
  const server = await startProgram<{ port: number }>('server.ts', environmentOf(folder))
  const load = await startLoad()
  try {
    return await work({ port: server.ready.port, headers, load })
  } finally {
    await Promise.all([server.stop(), load.stop()])
  }
}

/** Every offered sort both ways, a filter and the last pages; answers the middle of the medians. */
async function measureLists(serving: Served, size: number, report: Report): Promise<number> {
  const sorts = ['title', 'key', 'status', 'changed'].flatMap((sort) => ['asc', 'desc'].map((direction) => `sort=${sort}&direction=${direction}`))
  const timings: Timing[] = []
  for (const query of [...sorts, 'status=in+force', `sort=title&after=${await deepCursor(serving, 'sort=title')}`, `sort=changed&after=${await deepCursor(serving, 'sort=changed')}`]) {
    timings.push(await timed(serving, `/api/service.list?limit=50&${query}`))
  }
  const slowest = timings.toSorted((a, b) => b.p95 - a.p95)[0]!
  report.note(`slowest of ${timings.length} lists at ${size.toLocaleString('en')}: ${slowest.path.slice(0, 70)}`)
  report.result(atMost(`List of 50 of ${size.toLocaleString('en')} services, any sort or page, p95`, slowest.p95, 'ms', 10))
  const words = titleOf(size / 2).split(' ')
  const searches = [`SVC-${size / 2}`, words.slice(0, 2).join('+'), words[0]!.slice(0, 4)]
  const found: Timing[] = []
  for (const text of searches) found.push(await timed(serving, `/api/search?text=${text}`))
  for (const [at, bar] of [5, 20, 60].entries()) {
    report.result(atMost(`Search among ${size.toLocaleString('en')}: ${['by key', 'two words', 'the beginning of a word'][at]}, p95`, found[at]!.p95, 'ms', bar))
  }
  return quantile(timings.map(({ p50 }) => p50), 0.5)
}

async function timed({ port, headers, load }: Served, path: string): Promise<Timing> {
  const order = { port, method: 'GET', path, headers, clients: 1 }
  await load.drive({ ...order, seconds: 0.3 })
  const { milliseconds } = await load.drive({ ...order, seconds: 0.7 })
  return { p50: quantile(milliseconds, 0.5), p95: quantile(milliseconds, 0.95), path }
}

/** The place in a list after which little is left. */
async function deepCursor({ port, headers }: Served, query: string): Promise<string> {
  let before = ''
  for (let after = ''; ; ) {
    const response = await fetch(`http://localhost:${port}/api/service.list?limit=200&${query}${after && `&after=${after}`}`, { headers })
    if (!response.ok) throw new Error(`${query} answered ${response.status}.`)
    const { next } = (await response.json()) as { next: string | null }
    if (next === null) return before
    before = after
    after = encodeURIComponent(next)
  }
}
