import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../../src/shared/problem.ts'
import type { ScopeBody } from '../../src/modules/scope/scope.ts'
import { verifyLedger } from '../../src/kernel/ledger.verify.ts'
import { makeWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'
import type { Org } from './samples.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ connections: 8 })
})
afterAll(() => world.close())

const policy = { title: 'Change principles', body: { theme: 'change', statement: 'Small and reversible.' } }
const numbers = (most: number) => Array.from({ length: most }, (_, at) => at + 1)

/** What became of calls made at the same instant: the answers, and the sentences of the refusals. */
async function together<T>(calls: Promise<T>[]): Promise<{ done: T[]; refused: string[] }> {
  const results = await Promise.allSettled(calls)
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
  for (const fault of faults) if (!(fault instanceof Problem)) throw fault
  return { done: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])), refused: faults.map((fault) => (fault as Problem).message) }
}

async function demandSoundLedger(org: Org): Promise<void> {
  await world.seal(org.organisationId)
  expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true, faults: [] })
}

describe('at the same instant', () => {
  it('thirty-two elements are begun with thirty-two keys in a row', async () => {
    const org = await world.found()
    const { done } = await together(numbers(32).map((n) => org.act('policy.draft', { ...policy, title: `Policy ${n}` })))
    expect(done.map((receipt) => Number(receipt.key.slice(4))).sort((a, b) => a - b)).toEqual(numbers(32))
    await demandSoundLedger(org)
  })

  it('one of two who put the same draft in force does, and the other is told so', async () => {
    const org = await world.found()
    await org.act('policy.draft', policy)
    const { done, refused } = await together([1, 2].map(() => org.act('policy.approve', { element: 'POL-1', revision: 1 })))
    expect(done).toMatchObject([{ version: 1, status: 'in force' }])
    expect(refused).toEqual([expect.stringMatching(/changed (this )?meanwhile/)])
    await demandSoundLedger(org)
  })

  it('one of two drafts of the same element is kept, and the other author is told so', async () => {
    const org = await world.found()
    await org.enact('policy', policy)
    const { done, refused } = await together(['A', 'B'].map((title) => org.act('policy.draft', { ...policy, element: 'POL-1', revision: 2, title })))
    expect(done).toHaveLength(1)
    expect(refused).toEqual([expect.stringMatching(/changed (this )?meanwhile/)])
  })

  it('twins with one idempotency key do one thing and get one answer, also where both change what exists', async () => {
    const org = await world.found()
    await org.act('policy.draft', policy)
    for (let round = 0; round < 5; round++) {
      const input = { element: 'POL-1', revision: 1 + 2 * round }
      const { done, refused } = await together(numbers(4).map(() => org.act('policy.approve', input, org.founder, `twin-${round}`)))
      expect(refused).toEqual([])
      expect(done).toHaveLength(4)
      expect(new Set(done.map((each) => JSON.stringify(each)))).toHaveProperty('size', 1)
      await org.act('policy.draft', { ...policy, element: 'POL-1', title: `Round ${round}` })
    }
    expect((await org.read<{ versions: unknown[] }>('policy.versions', { element: 'POL-1' })).versions).toHaveLength(5)
  })
})

describe('the scope, stated by many at the same instant', () => {
  async function withServices(count: number) {
    const org = await world.found()
    for (const n of numbers(count)) await org.enact('service', { title: `Service ${n}` })
    return org
  }
  const state = (org: Org, n: number) => org.act('scope.state', { service: `SVC-${n}`, axis: 'unit', element: '*', state: 'in' })
  const entries = (body: object) => (body as ScopeBody).entries.length

  it('holds every cell while founding', async () => {
    const org = await withServices(12)
    const { done, refused } = await together(numbers(12).map((n) => state(org, n)))
    expect(refused).toEqual([])
    expect(done.map((receipt) => receipt.version).sort((a, b) => a - b)).toEqual(numbers(13).slice(1))
    expect(entries((await org.read<{ body: object }>('scope.get', { element: 'SCO-1' })).body)).toBe(12)
    await demandSoundLedger(org)
  })

  it('holds every cell in the one shared draft after go-live, whoever edited', async () => {
    const org = await withServices(8)
    const grace = await org.hire('Grace Hopper', ['scope.state'])
    await org.act('organisation.goLive', { singleHanded: 'Ada Berg' })
    const calls = numbers(8).map((n) => org.act('scope.state', { service: `SVC-${n}`, axis: 'supplier', element: '*', state: 'partly' }, n % 2 ? grace.caller : org.founder))
    expect((await together(calls)).refused).toEqual([])
    expect(entries((await org.read<{ draft: { body: object } }>('scope.get', { element: 'SCO-1' })).draft.body)).toBe(8)
  })

  it('keeps what was said last of one cell', async () => {
    const org = await withServices(1)
    const { done, refused } = await together((['in', 'partly', 'in', 'partly'] as const).map((said) => org.act('scope.state', { service: 'SVC-1', axis: 'unit', element: '*', state: said })))
    expect([done.length, refused]).toEqual([4, []])
    expect(entries((await org.read<{ body: object }>('scope.get', { element: 'SCO-1' })).body)).toBe(1)
  })
})
