import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

async function live() {
  const org = await world.found()
  const { body } = await org.read<{ body: { authorities: string[] } }>('role.get', { element: 'ROL-1' })
  const grace = await org.hire('Grace Hopper', body.authorities)
  await org.enact('service', { title: 'Email' })
  await org.act('organisation.goLive', { accepts: 'Ada Berg' })
  await org.act('service.draft', { element: 'SVC-1', title: 'Mail', body: {} })
  await org.act('service.draft', { title: 'Network', body: {} })
  return { org, grace }
}

describe('a proposal', () => {
  it('puts all its drafts in force at once when somebody else approves it', async () => {
    const { org, grace } = await live()
    const opened = await org.act<{ key: string; revision: number }>('proposal.open', { title: 'Two services', elements: ['SVC-1', 'SVC-2'] })
    await expect(org.act('proposal.approve', { proposal: opened.key, revision: opened.revision })).rejects.toThrow(/somebody else who holds the role/)
    await org.act('proposal.approve', { proposal: opened.key, revision: opened.revision }, grace.caller)
    expect(await org.read('service.get', { element: 'SVC-1' })).toMatchObject({ title: 'Mail', version: 2, draft: null })
    expect(await org.read('service.get', { element: 'SVC-2' })).toMatchObject({ status: 'in force' })
  })

  it('stands in the history of what it changed with who approved it; acknowledgements crowd it no more', async () => {
    const { org, grace } = await live()
    type History = { entries: { verb: string; actor: { name: string } | null; through: { kind: string; key: string; title: string } | null; version: number | null }[]; next: string | null }
    const { revision } = await org.act('proposal.open', { title: 'Two services', elements: ['SVC-1', 'SVC-2'] })
    await org.act('proposal.approve', { proposal: 'PRO-1', revision }, grace.caller)
    const { entries } = await org.read<History>('element.history', { element: 'SVC-1' })
    expect(entries.map(({ verb, actor, through, version }) => [verb, actor?.name, through?.key ?? null, version])).toEqual([
      ['proposal.approve', 'Grace Hopper', 'PRO-1', 2], ['service.draft', 'Ada Berg', null, null], ['service.approve', 'Ada Berg', null, 1], ['service.draft', 'Ada Berg', null, null],
    ])
    expect(entries[0]!.through).toEqual({ kind: 'proposal', key: 'PRO-1', title: 'Two services' })
    const first = await org.read<History>('element.history', { element: 'SVC-1', limit: 1 })
    const rest = await org.read<History>('element.history', { element: 'SVC-1', after: first.next! })
    expect([...first.entries, ...rest.entries]).toEqual(entries)
    const policy = await org.act('policy.draft', { title: 'Rules', body: { theme: 'change', statement: 'Small.' } })
    const proposed = await org.act('proposal.open', { title: 'Rules', elements: [policy.key] })
    await org.act('proposal.approve', { proposal: proposed.key, revision: proposed.revision }, grace.caller)
    for (const caller of [org.founder, grace.caller]) await org.act('policy.acknowledge', { policy: policy.key, version: 1 }, caller)
    expect((await org.read<History>('element.history', { element: policy.key })).entries.map((entry) => entry.verb)).toEqual(['proposal.approve', 'policy.draft'])
  })

  it('leaves what is in force alone when it is refused', async () => {
    const { org, grace } = await live()
    const opened = await org.act('proposal.open', { title: 'Rename', elements: ['SVC-1'] })
    const refused = await org.act('proposal.refuse', { proposal: 'PRO-1', revision: opened.revision, reason: 'The old name is known.' }, grace.caller)
    expect(await org.read('service.get', { element: 'SVC-1' })).toMatchObject({ title: 'Email', draft: null })
    await expect(org.act('proposal.approve', { proposal: 'PRO-1', revision: refused.revision }, grace.caller)).rejects.toThrow(/was refused already/)
  })

  it('is decided once when two approve at the same instant', async () => {
    const { org, grace } = await live()
    const { revision } = await org.act('proposal.open', { title: 'Two services', elements: ['SVC-1', 'SVC-2'] })
    const both = await Promise.allSettled([1, 2].map(() => org.act('proposal.approve', { proposal: 'PRO-1', revision }, grace.caller)))
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('carries the one draft of what never was in force, and takes the draft of what is along', async () => {
    const { org } = await live()
    await org.act('proposal.open', { title: 'One', elements: ['SVC-1', 'SVC-2'] })
    await expect(org.act('proposal.open', { title: 'Two', elements: ['SVC-2'] })).rejects.toThrow(/PRO-1 carries one of these drafts already/)
    await expect(org.act('proposal.open', { title: 'Two', elements: ['SVC-1'] })).rejects.toThrow('SVC-1 has no draft; draft the change first.')
    await expect(org.act('proposal.open', { title: 'Two', elements: ['SVC-99'] })).rejects.toThrow('There is no element SVC-99 here.')
    await expect(org.act('proposal.open', { title: 'Two' })).rejects.toThrow('Name at least one draft, or something to retire.')
    await expect(org.act('proposal.open', { title: 'Two', elements: ['ROL-1'] })).rejects.toThrow(/has no draft/)
  })

  it('is approved as it was read: a draft changed since then is a conflict, until it was read again', async () => {
    const { org, grace } = await live()
    await org.act('proposal.open', { title: 'Two services', elements: ['SVC-1', 'SVC-2'] })
    const read = () => org.read<{ revision: number }>('proposal.get', { proposal: 'PRO-1' })
    const { revision } = await read()
    await org.act('service.draft', { element: 'SVC-2', title: 'Something else', body: {} })
    await expect(org.act('proposal.approve', { proposal: 'PRO-1', revision }, grace.caller)).rejects.toThrow('PRO-1 was changed meanwhile. Load it again.')
    expect((await org.read<{ rows: { revision: number }[] }>('proposal.list')).rows[0]!.revision).toBe((await read()).revision)
    expect(await org.act('proposal.approve', { proposal: 'PRO-1', revision: (await read()).revision }, grace.caller)).toMatchObject({ state: 'approved' })
    expect(await org.read('service.get', { element: 'SVC-2' })).toMatchObject({ title: 'Something else', status: 'in force' })
  })

  it('of the organisation itself renames it and moves it to another time zone', async () => {
    const { org, grace } = await live()
    const { body } = await org.read<{ body: object }>('organisation.get', { element: 'ORG-1' })
    await org.act('organisation.draft', { element: 'ORG-1', title: 'Fjord and sea', body: { ...body, name: 'Fjord and sea', timeZone: 'Pacific/Kiritimati' } })
    const { revision } = await org.act('proposal.open', { title: 'A new name', elements: ['ORG-1'] })
    await org.act('proposal.approve', { proposal: 'PRO-1', revision }, grace.caller)
    expect(await org.read('a3.page')).toMatchObject({ organisation: { name: 'Fjord and sea', timeZone: 'Pacific/Kiritimati' } })
  })
})
