import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../../src/shared/problem.ts'
import { actionsByName } from '../../src/server/features.ts'
import { fingerprint } from '../support/fingerprint.ts'
import { makeWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'
import { actionNames, sampleOf, takerOf } from './samples.ts'

const fault = { at: 0, seen: 0 }
class Broken extends Error {}

let world: World
beforeAll(async () => {
  world = await makeWorld({
    onStatement: () => {
      if (fault.at > 0 && ++fault.seen === fault.at) throw new Broken('A statement failed on purpose.')
    },
  })
})
afterAll(() => world.close())

const entries = async (organisationId: string) => Number((await world.database.sql`select count(*) as n from ledger_entries where organisation_id = ${organisationId}`)[0]!.n)

/** What anybody who is signed in may do: with what is their own, and say something about a proposal. */
const byAnybody = new Set(['token.create', 'proposal.comment', 'inbox.read', 'notification.choose', 'record.comment', 'record.watch'])

describe('every action', () => {
  it('is in the registry with a title and a sample', () => {
    expect(actionNames.length).toBeGreaterThan(80)
    for (const name of actionNames) {
      expect(() => sampleOf(name)).not.toThrow()
      expect(actionsByName.get(name)!.contract.title).toMatch(/^[A-Z]/)
    }
  })

  it.each(actionNames)('%s writes exactly one ledger entry, named after it', async (name) => {
    const org = await world.found()
    const input = await sampleOf(name)(org)
    const before = await entries(org.organisationId)
    await org.act(name, input, takerOf(name, org))
    expect(await entries(org.organisationId)).toBe(before + 1)
    const [last] = await world.database.sql`select verb, content from ledger_entries where organisation_id = ${org.organisationId} order by id desc limit 1`
    expect(last).toMatchObject({ verb: name })
    const { rows } = JSON.parse(String(last!.content)) as { rows: unknown[] | { count: number } }
    expect(Array.isArray(rows) ? rows.length : rows.count).toBeGreaterThan(0)
  })

  it.each(actionNames.filter((name) => !byAnybody.has(name)))('%s that is refused changes nothing but the record of the denial', async (name) => {
    const org = await world.found()
    const stranger = await org.hire('Stranger')
    const input = await sampleOf(name)(org)
    const before = await fingerprint(world.database.sql, ['public.denials'])
    const result = await org.act(name, input, stranger.caller).then(() => 'allowed', (error: unknown) => error)
    expect(result).toBeInstanceOf(Problem)
    expect((result as Problem).type).toBe('forbidden')
    expect(await fingerprint(world.database.sql, ['public.denials'])).toEqual(before)
    expect(await world.database.sql`select 1 from denials where organisation_id = ${org.organisationId} and action = ${name}`).toHaveLength(1)
  })
})

describe('when a statement fails', () => {
  it.each(actionNames)('%s has changed nothing, whichever statement it is', async (name) => {
    const org = await world.found()
    const input = await sampleOf(name)(org)
    const before = await fingerprint(world.database.sql)
    let failures = 0
    for (fault.at = 1; ; fault.at++) {
      fault.seen = 0
      const result = await org.act(name, input, takerOf(name, org)).then(() => 'done', (error: unknown) => error)
      if (result === 'done') break
      expect(result).toBeInstanceOf(Broken)
      const at = fault.at
      fault.at = 0
      expect(await fingerprint(world.database.sql)).toEqual(before)
      fault.at = at
      failures++
      if (failures > 60) throw new Error('It never succeeds.')
    }
    fault.at = 0
    // At least its writes, which leave as one statement, and the commit.
    expect(failures).toBeGreaterThan(1)
  })
})
