import { environmentOf, foundOn, scratchFolder } from './ground.ts'
import type { Founded } from './ground.ts'
import type { Order } from './load.ts'
import { atLeast, atMost, median, quantile, rounded } from './measure.ts'
import type { Bench, Report } from './measure.ts'
import { startLoad, startProgram } from './programs.ts'

const shares = [{ clients: 1, bar: 45 }, { clients: 8, bar: 33 }, { clients: 32, bar: 22 }]
const rounds = 3
const seconds = 1.5

const statement = 'Every change to a service has one owner, a reason that others can read and a way back. We would rather release small changes often than large ones seldom, and we look at what went wrong without blame.'
const principles = ['Every change has one owner and a way back', 'Standard changes need no approval; the rest get one', 'What is released is watched for a day'].map((text) => ({ text }))
export const policy = { title: 'Changes are tested, number {n}', body: { theme: 'change', statement, principles } }

type Load = Awaited<ReturnType<typeof startLoad>>
type Pair = { name: string; ours: Omit<Order, 'clients' | 'seconds'>; bare: Omit<Order, 'clients' | 'seconds'> }

/** A write and a read over HTTP as shares of a bare endpoint's throughput, turn about, since the machine is not ours alone. */
export const apiBench: Bench = {
  name: 'api',
  run: async (report) => {
    const { folder, remove } = scratchFolder()
    const founded = await foundOn(folder)
    try {
      await fillPolicies(founded, 50)
      const server = await startProgram<{ port: number }>('server.ts', environmentOf(folder))
      const bare = await startProgram<{ port: number }>('bare.ts', { BENCH_DATABASE: founded.ground.url })
      const load = await startLoad()
      try {
        const headers = { authorization: `Bearer ${founded.token}` }
        const body = JSON.stringify(policy)
        await measurePair(load, report, {
          name: 'write', ours: { port: server.ready.port, method: 'POST', path: '/api/policy.draft', body, headers }, bare: { port: bare.ready.port, method: 'POST', path: '/bare', body, headers },
        })
        await measurePair(load, report, {
          name: 'read', ours: { port: server.ready.port, method: 'GET', path: '/api/policy.get?element=POL-{n}', headers, cycle: 50 },
          bare: { port: bare.ready.port, method: 'GET', path: '/bare?element=BARE-{n}', headers, cycle: 50 },
        })
      } finally {
        await Promise.all([server.stop(), bare.stop(), load.stop()])
      }
    } finally {
      await founded.ground.close()
      remove()
    }
  },
}

/** Policies in force that serve an objective and that somebody answers for. */
export async function fillPolicies({ act }: Founded, count: number): Promise<void> {
  type Receipt = { key: string; revision: number }
  const enact = async (kind: string, input: object) => {
    const { key, revision } = await act<Receipt>(`${kind}.draft`, input)
    await act(`${kind}.approve`, { element: key, revision })
    return key
  }
  const objective = await enact('objective', { title: 'Dependable services', body: {} })
  for (let n = 1; n <= count; n++) {
    await enact('policy', { ...policy, title: `Changes are tested, number ${n}`, accountable: 'ROL-1', links: [{ type: 'serves', to: objective }] })
  }
}

async function measurePair(load: Load, report: Report, { name, ours, bare }: Pair): Promise<void> {
  // The first calls compile and plan; nobody would call that the speed of a server that runs for months.
  for (const order of [ours, bare]) await load.drive({ ...order, clients: 8, seconds: 1.5 })
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
    report.result(atLeast(`API ${name}, ${clients} ${clients === 1 ? 'client' : 'clients'}, share of a bare endpoint`, median(figures.share), '%', bar))
    if (clients === 1 && name === 'write') {
      report.result(atMost('API write, 1 client, p50', median(figures.p50), 'ms', 2))
      report.result(atMost('API write, 1 client, p95', median(figures.p95), 'ms', 2.5))
    }
  }
}
