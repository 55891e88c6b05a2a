import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { kinds } from './kinds.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

type View = { key: string; status: string; body: Record<string, unknown>; missing: unknown[] }

const purpose = { purpose: 'Answers for it.', responsibilities: ['Keeps it current'] }
const steps = (role: string) => [{ id: 'do', name: 'Do', process: 'operate', role, end: true }]

describe('every kind', () => {
  it.each(kinds.filter((kind) => !kind.single).map((kind) => [kind.kind, kind] as const))('%s is drafted from nothing, put in force and listed with its facts', async (name, kind) => {
    const org = await world.found()
    const drafted = await org.act(`${name}.draft`, { title: 'First', body: {} })
    expect(drafted.key.startsWith(`${kind.prefix}-`)).toBe(true)
    const view = await org.read<View>(`${name}.get`, { element: drafted.key })
    expect(view.body).toEqual(kind.empty)
    expect(view.missing.length).toBeGreaterThan(0)
    await org.act(`${name}.approve`, { element: drafted.key, revision: drafted.revision })
    const { rows } = await org.read<{ rows: { key: string; facts: object[] }[] }>(`${name}.list`)
    expect(rows.find((row) => row.key === drafted.key)?.facts).toEqual(kind.facts?.(kind.empty))
  })
})

describe('a body that addresses elements', () => {
  it('keeps a role by its key, whether it was given by key or by id', async () => {
    const org = await world.found()
    const owner = await org.enact('role', { title: 'Desk', body: purpose })
    for (const given of [owner.key, owner.id]) {
      const drafted = await org.act('routine.draft', { title: 'Request', body: { steps: steps(given) } })
      expect((await org.read<View>('routine.get', { element: drafted.key })).body['steps']).toMatchObject([{ role: owner.key }])
    }
  })

  it('is refused with the path of the step when the role is unknown, retired or no role', async () => {
    const org = await world.found()
    const service = await org.enact('service', { title: 'Mail' })
    const gone = await org.enact('role', { title: 'Gone', body: purpose })
    await org.act('role.retire', { element: gone.key, revision: gone.revision, reason: 'No longer needed' })
    for (const given of ['ROL-99', service.key, gone.key]) {
      await expect(org.act('routine.draft', { title: 'Request', body: { steps: steps(given) } })).rejects.toMatchObject({ faults: [{ path: 'body.steps.0.role' }] })
    }
  })

  it('may be a review with its chair and a score with its measures', async () => {
    const org = await world.found()
    const chair = await org.enact('role', { title: 'Top management', body: purpose })
    const review = await org.act('review.draft', { title: 'Management review', body: { chair: chair.id, rrule: 'FREQ=MONTHLY;INTERVAL=3', firstOn: '2026-04-01' } })
    expect((await org.read<View>('review.get', { element: review.key })).body['chair']).toBe(chair.key)
    const uptime = await org.enact('measure', { title: 'Availability' })
    const formula = { type: 'score', criteria: [{ name: 'Service levels', weight: 30, measure: uptime.id }] }
    const score = await org.act('measure.draft', { title: 'Supplier score', body: { formula } })
    expect((await org.read<View>('measure.get', { element: score.key })).body['formula']).toMatchObject({ criteria: [{ measure: uptime.key }] })
  })

  it('tells every fault of a routine at once, each with its path', async () => {
    const org = await world.found()
    const body = { steps: [{ id: 'ask', name: 'Ask', process: 'agree' }, { id: 'do', name: 'Do', process: 'operate', end: true }], transitions: [{ from: 'ask', to: 'do', name: 'Go', guard: 'fields.x' }] }
    await expect(org.act('routine.draft', { title: 'Request', body })).rejects.toMatchObject({
      type: 'unprocessable',
      faults: [{ path: 'body.steps.0.role' }, { path: 'body.steps.1.role' }, { path: 'body.transitions.0.guard' }],
    })
  })
})
