import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { lazyJobs } from './jobs.ts'
import type { Jobs } from './jobs.ts'
import type { Happening } from './runtime.ts'

let world: World
let jobs: Jobs
beforeAll(async () => {
  world = await makeWorld()
  jobs = lazyJobs(world.url, world.runtime.log)
})
afterAll(async () => {
  await jobs.stop()
  await world.close()
})

it('a reaction runs once for each recorded verb that it is on, and never for one that was refused', async () => {
  const seen: Happening[] = []
  const reaction = { name: 'notice', on: ['policy.draft'], run: async (_runtime: unknown, happening: Happening) => void seen.push(happening) }
  await jobs.work('reaction.notice', (data) => reaction.run(world.runtime, data as Happening))
  world.runtime.reactions = [reaction]
  world.runtime.jobs = jobs
  const org = await world.found()
  await expect(org.act('policy.draft', { title: '', body: {} })).rejects.toThrow(/Give a title/)
  const drafted = await org.act('policy.draft', { title: 'One', body: {} })
  await org.act('policy.approve', { element: drafted.key, revision: 1 })
  await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(1)
  expect(seen[0]).toMatchObject({ verb: 'policy.draft', organisationId: org.organisationId, subject: { kind: 'policy', id: drafted.id } })
  expect(JSON.stringify(seen)).not.toContain('One')
})
