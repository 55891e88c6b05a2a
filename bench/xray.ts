import { environmentOf, foundOn, scratchFolder } from './ground.ts'
import { importServices } from './import.ts'
import { atMost, quantile } from './measure.ts'
import type { Bench } from './measure.ts'
import { startProgram } from './programs.ts'

const elements = 10_000
const calls = 10

/** The X-ray, and the difference to the last edition, of a system of ten thousand elements. */
export const xrayBench: Bench = {
  name: 'xray',
  run: async (report) => {
    const { folder, remove } = scratchFolder()
    try {
      const founded = await foundOn(folder)
      await founded.ground.close()
      await importServices(folder, 0, elements)
      const server = await startProgram<{ port: number }>('server.ts', environmentOf(folder))
      try {
        const call = caller(server.ready.port, founded.token)
        report.result(atMost(`X-ray of ${elements.toLocaleString('en')} elements over HTTP, p95`, await slowest(() => call('xray.find')), 'ms', 1000))
        await call('edition.publish', { title: 'Before' })
        const { key, revision } = (await call('service.draft', { title: 'One more', body: {} })) as { key: string; revision: number }
        await call('service.approve', { element: key, revision })
        report.result(atMost(`Difference of ${elements.toLocaleString('en')} elements to the last edition over HTTP, p95`, await slowest(() => call('edition.difference?from=last')), 'ms', 1000))
      } finally {
        await server.stop()
      }
    } finally {
      remove()
    }
  },
}

function caller(port: number, token: string) {
  return async (path: string, input?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, ...(input ? { 'content-type': 'application/json' } : {}) }
    const response = await fetch(`http://localhost:${port}/api/${path}`, { headers, ...(input ? { method: 'POST', body: JSON.stringify(input) } : {}) })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 500)}`)
    return response.json()
  }
}

/** Milliseconds that nearly every call keeps to, once what is compiled is compiled. */
async function slowest(work: () => Promise<unknown>): Promise<number> {
  const milliseconds: number[] = []
  for (let at = -2; at < calls; at++) {
    const begin = performance.now()
    await work()
    if (at >= 0) milliseconds.push(performance.now() - begin)
  }
  return quantile(milliseconds, 0.95)
}
