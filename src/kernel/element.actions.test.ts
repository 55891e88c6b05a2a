import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import type { A3Page } from '../modules/a3/a3.contract.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

const policy = { title: 'Change principles', body: { theme: 'change', statement: 'Small and reversible.', principles: [{ text: 'Every change has a way back' }] } }

describe('a governed element', () => {
  it('is drafted, put in force, changed and keeps its versions', async () => {
    const org = await world.found()
    const drafted = await org.act('policy.draft', policy)
    expect(drafted).toMatchObject({ key: 'POL-1', status: 'draft', version: 0, revision: 1 })
    const approved = await org.act('policy.approve', { element: 'POL-1', revision: 1 })
    expect(approved).toMatchObject({ status: 'in force', version: 1 })
    await org.act('policy.draft', { element: 'POL-1', ...policy, title: 'Rules of change' })
    await org.act('policy.approve', { element: 'POL-1', revision: 3 })
    const { versions } = await org.read<{ versions: { version: number; changes: { path: string }[] }[] }>('policy.versions', { element: 'POL-1' })
    expect(versions.map((v) => v.version)).toEqual([2, 1])
    expect(versions[0]!.changes.map((c) => c.path)).toEqual(['title'])
  })

  it('refuses a stale revision with a sentence that says so, and changes nothing', async () => {
    const org = await world.found()
    await org.enact('policy', policy)
    await expect(org.act('policy.draft', { element: 'POL-1', revision: 1, ...policy, title: 'Other' })).rejects.toThrow(/POL-1 was changed meanwhile/)
    expect(await org.read('policy.get', { element: 'POL-1' })).toMatchObject({ title: 'Change principles', draft: null, revision: 2 })
  })

  it('lets one of two writers win when both read the same revision', async () => {
    const org = await world.found()
    await org.enact('policy', policy)
    const both = await Promise.allSettled(['A', 'B'].map((title) => org.act('policy.draft', { element: 'POL-1', revision: 2, ...policy, title })))
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('answers the same to the same idempotency key, and changes nothing twice', async () => {
    const org = await world.found()
    const first = await org.act('policy.draft', policy, org.founder, 'key-1')
    const again = await org.act('policy.draft', policy, org.founder, 'key-1')
    expect(again).toEqual(first)
    await expect(org.act('policy.draft', { ...policy, title: 'Other' }, org.founder, 'key-1')).rejects.toThrow(/Idempotency-Key was used for another request/)
    expect((await org.read<{ rows: unknown[] }>('policy.list')).rows).toHaveLength(1)
  })

  it('does one thing once when the same key arrives twice at the same instant', async () => {
    const org = await world.found()
    const both = await Promise.all([org.act('policy.draft', policy, org.founder, 'twin'), org.act('policy.draft', policy, org.founder, 'twin')])
    expect(both[0]).toEqual(both[1])
  })

  it('comes into force on its day and not before, and the higher version wins on one day', async () => {
    const org = await world.found()
    await org.enact('policy', policy)
    await org.act('policy.draft', { element: 'POL-1', ...policy, title: 'From Thursday', effectiveOn: '2026-03-05' })
    await org.act('policy.approve', { element: 'POL-1', revision: 3 })
    await org.act('policy.draft', { element: 'POL-1', ...policy, title: 'From Tuesday', effectiveOn: '2026-03-03' })
    await org.act('policy.approve', { element: 'POL-1', revision: 5 })
    const before = world.clock.now
    const titleNow = async () => (await org.read<{ title: string }>('policy.get', { element: 'POL-1' })).title
    expect(await titleNow()).toBe('Change principles')
    world.pass(1)
    expect(await titleNow()).toBe('From Tuesday')
    world.pass(2)
    expect(await titleNow()).toBe('From Thursday')
    expect((await org.read<{ title: string }>('policy.get', { element: 'POL-1', asOf: '2026-03-04' })).title).toBe('From Tuesday')
    world.clock.now = before
  })

  it('refuses an effective day that is past, a link to a retired element and a link to itself', async () => {
    const org = await world.found()
    await expect(org.act('policy.draft', { ...policy, effectiveOn: '2026-03-01' }).then((p) => org.act('policy.approve', { element: p.key, revision: 1 }))).rejects.toThrow(/is past/)
    const a = await org.enact('service', { title: 'Email' })
    const b = await org.enact('service', { title: 'Network' })
    await org.act('service.retire', { element: b.key, revision: b.revision, reason: 'Replaced.' })
    await expect(org.act('service.draft', { element: a.key, title: 'Email', body: {}, links: [{ type: 'dependsOn', to: b.key }] })).rejects.toThrow(/SVC-2 is retired/)
    await expect(org.act('service.draft', { element: a.key, title: 'Email', body: {}, links: [{ type: 'dependsOn', to: a.key }] })).rejects.toThrow(/cannot be linked to itself/)
    await expect(org.act('service.draft', { element: a.key, title: 'Email', body: {}, links: [{ type: 'partOf', to: b.key }] })).rejects.toThrow(/Only unit/)
  })

  it('refuses a circle of units', async () => {
    const org = await world.found()
    const a = await org.enact('unit', { title: 'A' })
    const b = await org.enact('unit', { title: 'B', links: [{ type: 'partOf', to: a.key }] })
    await expect(org.act('unit.draft', { element: a.key, title: 'A', body: {}, links: [{ type: 'partOf', to: b.key }] })).rejects.toThrow(/circle/)
  })

  it('is not retired past an open draft, and never where there is exactly one', async () => {
    const org = await world.found()
    const mail = await org.enact('service', { title: 'Mail' })
    const drafted = await org.act('service.draft', { element: mail.key, title: 'Post', body: {} })
    await expect(org.act('service.retire', { element: mail.key, revision: drafted.revision, reason: 'Replaced.' })).rejects.toThrow('SVC-1 has an open draft; put it in force or discard it, then retire it.')
    expect(await org.read('service.get', { element: mail.key })).toMatchObject({ status: 'in force', draft: { title: 'Post' } })
    await expect(org.act('scope.retire', { element: 'SCO-1', revision: 1, reason: 'Over.' })).rejects.toThrow('No action scope.retire')
    expect((await org.read<{ abilities: string[] }>('scope.get', { element: 'SCO-1' })).abilities).not.toContain('scope.retire')
  })

  it('refuses a circle of units that only two drafts together close', async () => {
    const org = await world.found()
    const units = []
    for (const title of ['A', 'B', 'C']) units.push(await org.enact('unit', { title }))
    const [a, b, c] = units.map((unit) => unit.key)
    const part = async (unit: string, of: string) => (await org.act('unit.draft', { element: unit, title: unit, body: {}, links: [{ type: 'partOf', to: of }] })).revision
    const revisions = [await part(a!, b!), await part(b!, c!), await part(c!, a!)]
    await org.act('unit.approve', { element: a, revision: revisions[0] })
    await org.act('unit.approve', { element: b, revision: revisions[1] })
    await expect(org.act('unit.approve', { element: c, revision: revisions[2] })).rejects.toThrow('This closes a circle of units: UNT-3 → UNT-1 → UNT-2 → UNT-3. A unit cannot be part of itself; change the draft first.')
  })

  it('shows on the A3 of a day what held on it, whatever was learned since', async () => {
    const org = await world.found()
    await org.enact('policy', policy)
    world.pass(10)
    const day = '2026-03-02'
    const before = await org.read<A3Page>('a3.page', { asOf: day })
    await org.act('policy.draft', { element: 'POL-1', ...policy, title: 'Newer' })
    await org.act('policy.approve', { element: 'POL-1', revision: 3 })
    await org.enact('policy', { ...policy, title: 'Another' })
    expect(await org.read<A3Page>('a3.page', { asOf: day })).toEqual(before)
    expect((await org.read<A3Page>('a3.page')).policies.map((p) => p.policy.title).sort()).toEqual(['Another', 'Newer'])
    world.pass(-10)
  })

  it('refuses a person without the authority, names it, and records the denial', async () => {
    const org = await world.found()
    const grace = await org.hire('Grace Hopper', ['policy.draft'])
    const drafted = await org.act('policy.draft', policy, grace.caller)
    await expect(org.act('policy.approve', { element: drafted.key, revision: 1 }, grace.caller)).rejects.toThrow(/None of your roles may policy\.approve/)
    expect(await org.read('denial.list')).toMatchObject({ rows: [{ action: 'policy.approve', actor: `person:${grace.id}` }] })
  })

  it('comes in force and is retired by proposal alone after go-live, and the refusal says so', async () => {
    const org = await world.found()
    const all = (await org.read<{ body: { authorities: string[] } }>('role.get', { element: 'ROL-1' })).body.authorities
    const mail = await org.enact('service', { title: 'Mail' })
    await expect(org.act('organisation.goLive', {})).rejects.toThrow(/held by fewer than two people/)
    const grace = await org.hire('Grace Hopper', all)
    await org.act('organisation.goLive', { accepts: 'Ada Berg' })
    const drafted = await org.act('policy.draft', policy)
    for (const caller of [org.founder, grace.caller]) {
      await expect(org.act('policy.approve', { element: drafted.key, revision: 1 }, caller)).rejects.toThrow('The organisation is live, so definitions change by proposal: propose the draft of POL-1 (proposal.open); whoever holds policy.approve approves it there.')
      await expect(org.act('service.retire', { element: mail.key, revision: mail.revision, reason: 'Replaced.' }, caller)).rejects.toThrow('propose to retire SVC-1 (proposal.open with "retire")')
    }
    const { abilities } = await org.read<{ abilities: string[] }>('policy.get', { element: drafted.key }, grace.caller)
    expect(abilities).toEqual(['policy.draft', 'policy.discard'])
    expect((await org.read<{ abilities: string[] }>('service.list')).abilities).toEqual(['service.draft', 'service.review', 'service.discard'])
  })

  it('lets the founder work single-handed only by typing the own name', async () => {
    const org = await world.found()
    await expect(org.act('organisation.goLive', { singleHanded: 'Somebody' })).rejects.toThrow(/Type your own name, Ada Berg/)
    expect(await org.act('organisation.goLive', { singleHanded: 'Ada Berg' })).toMatchObject({ singleHanded: true })
    await org.act('policy.draft', policy)
    const { key, revision } = await org.act('proposal.open', { title: 'Principles', elements: ['POL-1'] })
    expect(await org.act('proposal.approve', { proposal: key, revision })).toMatchObject({ state: 'approved' })
  })
})
