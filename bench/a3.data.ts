import { addDuration } from '../src/shared/days.ts'
import type { Founded } from './ground.ts'

export type Organisations = { days: string[] }

type Receipt = { key: string; revision: number }

const kinds = [
  { kind: 'service', count: 60, body: (version: number) => ({ description: `Serves its customers, version ${version}.`, criticality: 2 }) },
  { kind: 'unit', count: 40, body: () => ({}) },
  { kind: 'policy', count: 60, body: (version: number) => ({ theme: 'change', statement: `Changes are small, version ${version}.`, principles: [{ text: 'Every change has one owner' }, { text: 'And a way back' }] }) },
  { kind: 'role', count: 60, body: (version: number) => ({ purpose: `Answers for it, version ${version}.`, responsibilities: ['Answers for it'] }) },
  { kind: 'objective', count: 40, body: (version: number) => ({ statement: `Services are there, version ${version}.` }) },
  { kind: 'supplier', count: 40, body: () => ({}) },
] as const

/** Three hundred elements, each with ten versions spread over three years, through the ordinary actions under a clock of their own. */
export async function fillSystem(founded: Founded): Promise<Organisations> {
  const begin = Date.now() - 3 * 365 * 86_400_000
  const keys = new Map<string, Receipt>()
  for (let version = 1; version <= 10; version++) {
    founded.setClock(new Date(begin + version * 100 * 86_400_000))
    for (const { kind, count, body } of kinds) {
      for (let number = 0; number < count; number++) {
        const name = `${kind} ${number}`
        const before = keys.get(name)
        const input = { title: `${kind} ${number}, ${version}`, body: body(version), reviewEvery: 'P1Y', ...(before ? { element: before.key, revision: before.revision } : {}) }
        const drafted = await founded.act<Receipt>(`${kind}.draft`, input)
        keys.set(name, await founded.act<Receipt>(`${kind}.approve`, { element: drafted.key, revision: drafted.revision }))
      }
    }
  }
  founded.setClock(null)
  const first = new Date(begin + 120 * 86_400_000).toISOString().slice(0, 10)
  return { days: Array.from({ length: 60 }, (_, at) => addDuration(first, `P${at * 15}D`)) }
}
