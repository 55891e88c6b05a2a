// The load, in a process of its own: reads one order per line, answers one line of figures.
import { createInterface } from 'node:readline'
import { Client, requestText } from './client.ts'

/** `{n}` in a path or body becomes a number that rises, or cycles through `cycle` of them; `{id}` the id that bench/records.data.ts gave the record of that number. */
export type Order = { port: number; method: string; path: string; body?: string; headers: Record<string, string>; clients: number; seconds: number; cycle?: number }
export type Figures = { perSecond: number; milliseconds: number[]; failures: number; firstFailure: string | null; bytes: number }

let counter = 0

function recordId(number: number): string {
  const hex = (1_735_689_600_000 + number * 1000).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${number.toString(16).padStart(12, '0')}`
}

async function drive(order: Order): Promise<Figures> {
  const clients = Array.from({ length: order.clients }, () => new Client(order.port))
  const until = performance.now() + order.seconds * 1000
  const figures: Figures = { perSecond: 0, milliseconds: [], failures: 0, firstFailure: null, bytes: 0 }
  const began = performance.now()
  await Promise.all(clients.map(async (client) => {
    while (performance.now() < until) {
      const number = order.cycle ? (counter++ % order.cycle) + 1 : ++counter
      const fill = (text: string) => text.replaceAll('{n}', String(number)).replaceAll('{id}', () => recordId(number))
      const request = requestText(order.method, fill(order.path), order.headers, order.body === undefined ? undefined : fill(order.body))
      const sent = performance.now()
      const answer = await client.send(request)
      figures.milliseconds.push(performance.now() - sent)
      figures.bytes = answer.bytes
      if (answer.status >= 300) {
        figures.failures++
        figures.firstFailure ??= `${answer.status} ${answer.body.toString('utf8', 0, 300)}`
      }
    }
  }))
  figures.perSecond = figures.milliseconds.length / ((performance.now() - began) / 1000)
  for (const client of clients) client.close()
  return figures
}

for await (const line of createInterface({ input: process.stdin })) {
  const figures = await drive(JSON.parse(line) as Order)
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}
