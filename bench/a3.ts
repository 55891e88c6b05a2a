import type { Organisations } from './a3.data.ts'
import { fillSystem } from './a3.data.ts'
import { environmentOf, foundOn, scratchFolder } from './ground.ts'
import { atMost, median, quantile } from './measure.ts'
import type { Bench } from './measure.ts'
import { startProgram } from './programs.ts'

const rounds = 150

/** The A3 of today and of days in three years: 300 elements with ten versions each. */
export const a3Bench: Bench = {
  name: 'a3',
  run: async (report) => {
    const { folder, remove } = scratchFolder()
    const founded = await foundOn(folder, new Date(Date.now() - 3 * 365 * 86_400_000))
    report.note('filling 300 elements with ten versions each, over three years')
    const system: Organisations = await fillSystem(founded)
    await founded.ground.close()
    const server = await startProgram<{ port: number }>('server.ts', environmentOf(folder))
    try {
      const ask = async (path: string) => {
        const begin = performance.now()
        const response = await fetch(`http://localhost:${server.ready.port}/api/${path}`, { headers: { authorization: `Bearer ${founded.token}` } })
        await response.arrayBuffer()
        if (!response.ok) throw new Error(`${path} answered ${response.status}.`)
        return performance.now() - begin
      }
      const today: number[] = []
      const past: number[] = []
      const list: number[] = []
      for (let round = -20; round < rounds; round++) {
        const day = system.days[Math.abs(round * 7) % system.days.length]!
        const [a, b, c] = [await ask('a3.page'), await ask(`a3.page?asOf=${day}`), await ask('service.list?limit=50')]
        if (round < 0) continue
        today.push(a)
        past.push(b)
        list.push(c)
      }
      report.result(atMost('A3 of today over HTTP, p95', quantile(today, 0.95), 'ms', 30))
      report.result(atMost('A3 as of a day in three years, as a multiple of today’s (medians)', median(past) / median(today), '×', 1.5))
      report.result(atMost('List of 50 services over HTTP, p95', quantile(list, 0.95), 'ms', 10))
    } finally {
      await server.stop()
      remove()
    }
  },
}
