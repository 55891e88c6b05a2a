import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '../../kernel/caller.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ connections: 6 })
})
afterAll(() => world.close())

type Seen = {
  revision: number; state: string; moved: boolean; matter: string; abilities: string[]; reason: string | null; reopens: string | null; decidedBy: string | null; decision: string | null
  elements: { key: string; hash: string; openedHash: string; changedSince: boolean; moved: boolean; clashes: { path: string; label: string; base: string; proposed: string; inForce: string }[]; differences: { of: string | null; label: string; before: string | null; after: string | null }[] }[]
  approvals: { kind: string; waits: number; may: { name: string }[]; agreed: { name: string }[] }[]
  agreements: { by: { name: string }; role: string; counts: boolean; matter: string }[]
  comments: { by: { name: string }; text: string }[]
}

const policy = { theme: 'change', statement: 'Small and reversible.', principles: [{ text: 'Every change is small.' }, { text: 'Every change is reversible.' }] }

async function live(carried: Record<string, string[]> = {}) {
  const org = await world.found()
  const { body } = await org.read<{ body: { authorities: string[] } }>('role.get', { element: 'ROL-1' })
  const grace = await org.hire('Grace Hopper', body.authorities)
  const hired: Record<string, Awaited<ReturnType<typeof org.hire>>> = {}
  for (const [name, authorities] of Object.entries(carried)) hired[name] = await org.hire(name, authorities)
  await org.enact('policy', { title: 'Change', body: policy })
  await org.enact('service', { title: 'Mail' })
  await org.act('organisation.goLive', { singleHanded: 'Ada Berg' })
  const get = (proposal = 'PRO-1', caller: Caller = org.founder) => org.read<Seen>('proposal.get', { proposal }, caller)
  const change = (title: string, more: object = {}) => org.act('policy.draft', { element: 'POL-1', title, body: policy, ...more })
  const open = (title: string, elements: string[], more: object = {}) => org.act('proposal.open', { title, elements, ...more })
  const approve = async (caller: Caller, proposal = 'PRO-1') => org.act<{ state: string; waits: string[]; revision: number }>('proposal.approve', { proposal, revision: (await get(proposal)).revision }, caller)
  return { org, grace, hired, get, change, open, approve }
}

describe('who decides', () => {
  it('are several where authorities are split: each agrees to what is theirs, and the last one puts it in force', async () => {
    const { org, grace, hired, get, change, open, approve } = await live({ 'Per Policy': ['policy.approve'], 'Sia Service': ['service.approve'] })
    await change('Principles')
    await org.act('service.draft', { element: 'SVC-1', title: 'Post', body: {} })
    await open('Both', ['POL-1', 'SVC-1'])
    const before = await get()
    expect(before.approvals.map(({ kind, waits, may }) => [kind, waits, may.map(({ name }) => name)])).toEqual([
      ['policy', 1, ['Ada Berg', 'Grace Hopper', 'Per Policy']], ['service', 1, ['Ada Berg', 'Grace Hopper', 'Sia Service']],
    ])
    const { caller: per } = hired['Per Policy']!
    expect(await approve(per)).toMatchObject({ state: 'open', waits: ['service'] })
    await expect(approve(per)).rejects.toThrow('You agreed to PRO-1 already; it waits for whoever may approve service.')
    expect(await org.read('policy.get', { element: 'POL-1' })).toMatchObject({ title: 'Change', version: 1 })
    expect(await org.read<{ rows: object[] }>('proposal.list', { state: 'waiting' }, per)).toMatchObject({ rows: [] })
    expect(await org.read<{ rows: object[] }>('proposal.list', { state: 'waiting' }, hired['Sia Service']!.caller)).toMatchObject({ rows: [{ key: 'PRO-1', waits: ['service'] }] })
    expect(await approve(hired['Sia Service']!.caller)).toMatchObject({ state: 'approved', waits: [] })
    expect(await org.read('policy.get', { element: 'POL-1' })).toMatchObject({ title: 'Principles', version: 2 })
    expect((await get()).agreements).toMatchObject([{ by: { name: 'Per Policy' }, role: 'Role of Per Policy', counts: true }, { by: { name: 'Sia Service' }, counts: true }])
    expect((await get('PRO-1', grace.caller)).abilities).toEqual(['proposal.comment'])
    await world.seal(org.organisationId)
    expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true, faults: [] })
  })

  it('are asked again when a draft was changed after they agreed, and the proposal shows that it was', async () => {
    const { org, hired, get, change, open, approve } = await live({ 'Per Policy': ['policy.approve'], 'Sia Service': ['service.approve'] })
    await change('Principles')
    await org.act('service.draft', { element: 'SVC-1', title: 'Post', body: {} })
    await open('Both', ['POL-1', 'SVC-1'])
    await approve(hired['Per Policy']!.caller)
    const { revision } = await get()
    expect(await org.read('proposal.draft', { proposal: 'PRO-1', element: 'POL-1' })).toMatchObject({ key: 'POL-1', title: 'Change', revision, draft: { title: 'Principles' } })
    await expect(org.read('proposal.draft', { proposal: 'PRO-1', element: 'POL-9' })).rejects.toThrow('PRO-1 carries no draft of POL-9.')
    await expect(org.act('proposal.revise', { proposal: 'PRO-1', element: 'POL-1', revision: revision - 1, title: 'X', body: policy })).rejects.toThrow('PRO-1 was changed meanwhile. Load it again.')
    await org.act('proposal.revise', { proposal: 'PRO-1', element: 'POL-1', revision, title: 'Other principles', body: policy })
    const seen = await get()
    expect(seen.elements.map(({ key, changedSince }) => [key, changedSince])).toEqual([['POL-1', true], ['SVC-1', false]])
    expect(seen.elements[0]!.hash).not.toBe(seen.elements[0]!.openedHash)
    expect(seen.agreements).toMatchObject([{ counts: false }])
    expect(await approve(hired['Sia Service']!.caller)).toMatchObject({ state: 'open', waits: ['policy'] })
    expect(await approve(hired['Per Policy']!.caller)).toMatchObject({ state: 'approved' })
    expect(await org.read('policy.get', { element: 'POL-1' })).toMatchObject({ title: 'Other principles' })
  })

  it('never are those who wrote any of it, the founder who works single-handed excepted by name', async () => {
    const { grace, org, get, open, approve } = await live()
    await org.act('policy.draft', { element: 'POL-1', title: 'Principles', body: policy }, grace.caller)
    await open('Hers', ['POL-1'])
    await expect(approve(grace.caller)).rejects.toThrow('You wrote part of PRO-1; somebody else who holds the role decides it.')
    const { token } = await org.act<{ token: string }>('token.create', { name: 'Mine', scopes: ['write', 'read'] }, grace.caller)
    const { secretHash } = await import('../../kernel/secret.ts')
    await expect(approve({ type: 'token', hash: secretHash('wr', token)! })).rejects.toThrow('You wrote part of PRO-1')
    expect((await get()).approvals[0]!.may.map(({ name }) => name)).toEqual(['Ada Berg'])
    expect(await approve(org.founder)).toMatchObject({ state: 'approved' })
  })

  it('are those who hold the role for just that element too', async () => {
    const { org, get, open, approve } = await live()
    const bo = await org.act<{ id: string }>('person.add', { name: 'Bo Li' }, org.founder)
    await org.act('role.draft', { title: 'Service owner', body: { authorities: ['service.approve'], heldPer: 'service' } })
    const role = await open('A role', ['ROL-3'])
    await approve(org.founder, role.key)
    await org.act('holder.appoint', { role: 'ROL-3', person: bo.id, element: 'SVC-1' })
    await org.act('service.draft', { element: 'SVC-1', title: 'Post', body: {} })
    await org.act('service.draft', { title: 'Web', body: {} })
    await open('Services', ['SVC-1', 'SVC-2'])
    expect(await approve(org.as(bo.id), 'PRO-2')).toMatchObject({ state: 'open', waits: ['service'] })
    expect((await get('PRO-2')).approvals).toMatchObject([{ kind: 'service', waits: 1, agreed: [{ name: 'Bo Li' }] }])
  })

  it('refuse with a reason, and nobody without the authority does', async () => {
    const { org, grace, hired, get, change, open } = await live({ 'Una Able': ['policy.draft'] })
    await change('Principles')
    const { revision } = await open('Mine', ['POL-1'])
    await expect(org.act('proposal.refuse', { proposal: 'PRO-1', revision, reason: ' ' }, grace.caller)).rejects.toThrow('Say why.')
    await expect(org.act('proposal.refuse', { proposal: 'PRO-1', revision, reason: 'No.' }, hired['Una Able']!.caller)).rejects.toThrow('None of your roles may policy.approve.')
    await org.act('proposal.refuse', { proposal: 'PRO-1', revision, reason: 'Too vague.' }, grace.caller)
    expect(await get()).toMatchObject({ state: 'refused', decision: 'Too vague.', decidedBy: 'Grace Hopper' })
    for (const verb of ['approve', 'withdraw', 'amend', 'rebase']) await expect(org.act(`proposal.${verb}`, { proposal: 'PRO-1', revision: (await get()).revision })).rejects.toThrow(/was refused already/)
  })

  it('meet at the same instant: two who approve different kinds at once do not both think the other is missing', async () => {
    const { org, hired, get, change, open, approve } = await live({ 'Per Policy': ['policy.approve'], 'Sia Service': ['service.approve'] })
    await change('Principles')
    await org.act('service.draft', { element: 'SVC-1', title: 'Post', body: {} })
    await open('Both', ['POL-1', 'SVC-1'])
    const { revision } = await get()
    const callers = [hired['Per Policy']!.caller, hired['Sia Service']!.caller]
    const both = await Promise.allSettled(callers.map((caller) => org.act('proposal.approve', { proposal: 'PRO-1', revision }, caller)))
    expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
    const left = callers[both.findIndex((each) => each.status === 'rejected')]!
    expect(await approve(left)).toMatchObject({ state: 'approved' })
    expect(await org.read('service.get', { element: 'SVC-1' })).toMatchObject({ title: 'Post', version: 2 })
  })
})

describe('what was decided', () => {
  it('stays readable with every difference and hash, of what was new too', async () => {
    const { org, grace, get, change, open, approve } = await live()
    await change('Principles')
    await org.act('service.draft', { title: 'Web', body: {} })
    await open('Both', ['POL-1', 'SVC-2'])
    const before = await get()
    await approve(grace.caller)
    const after = await get()
    expect(after.elements.map(({ key, hash, openedHash, differences }) => [key, hash === openedHash, differences])).toEqual(before.elements.map(({ key, differences }) => [key, true, differences]))
    expect(after.elements[1]!.differences).toContainEqual(expect.objectContaining({ label: 'Title', after: 'Web' }))
    expect(after.matter).toBe(before.matter)
  })
})

describe('a proposal over time', () => {
  it('comes in force on its day and not before, and is listed as upcoming until then', async () => {
    const { org, grace, get, change, open, approve } = await live()
    await change('Principles')
    await expect(open('Later', ['POL-1'], { effectiveOn: '2026-03-01' })).rejects.toThrow('effectiveOn: 2026-03-01 is past; a change holds from its approval. Give 2026-03-02 or later.')
    await open('Later', ['POL-1'], { effectiveOn: '2026-03-09', reason: 'A new year.' })
    expect(await get()).toMatchObject({ effectiveOn: '2026-03-09', reason: 'A new year.' })
    const { revision } = await get()
    await org.act('proposal.amend', { proposal: 'PRO-1', revision, effectiveOn: '2026-03-10' })
    await expect(org.act('proposal.amend', { proposal: 'PRO-1', revision: (await get()).revision, title: 'X' }, grace.caller)).rejects.toThrow('Only whoever opened PRO-1 changes its title or its day')
    await approve(grace.caller)
    expect(await org.read('proposal.list')).toMatchObject({ rows: [], upcoming: [{ key: 'POL-1', version: 2, effectiveOn: '2026-03-10', retires: false }] })
    const titles = async (asOf?: string) => (await org.read<{ policies: { policy: { title: string } }[] }>('a3.page', asOf ? { asOf } : {})).policies.map((row) => row.policy.title)
    expect(await titles()).toEqual(['Change'])
    world.pass(8)
    expect([await titles('2026-03-09'), await titles()]).toEqual([['Change'], ['Principles']])
    world.pass(-8)
  })

  it('is not approved once its day is past; whoever opened it gives another', async () => {
    const { org, grace, get, change, open, approve } = await live()
    await change('Principles')
    await open('Later', ['POL-1'], { effectiveOn: '2026-03-03' })
    world.pass(3)
    await expect(approve(grace.caller)).rejects.toThrow('effectiveOn: 2026-03-03 is past')
    await org.act('proposal.amend', { proposal: 'PRO-1', revision: (await get()).revision, effectiveOn: null })
    expect(await approve(grace.caller)).toMatchObject({ state: 'approved' })
    world.pass(-3)
  })

  it('that is withdrawn gives its drafts back to be changed, or throws them away, as one chooses', async () => {
    const { org, get, change, open } = await live()
    await change('Principles')
    await org.act('service.draft', { title: 'Web', body: {} })
    await open('One', ['POL-1', 'SVC-2'])
    expect(await org.read('policy.get', { element: 'POL-1' })).toMatchObject({ draft: null })
    await org.act('proposal.withdraw', { proposal: 'PRO-1', revision: (await get()).revision })
    expect(await org.read('policy.get', { element: 'POL-1' })).toMatchObject({ draft: { title: 'Principles' } })
    await open('Two', ['POL-1', 'SVC-2'])
    await change('Something else')
    await expect(org.act('proposal.withdraw', { proposal: 'PRO-2', revision: (await get('PRO-2')).revision })).rejects.toThrow('POL-1 has another draft by now; discard that one first, or withdraw PRO-2 without keeping its drafts.')
    await org.act('proposal.withdraw', { proposal: 'PRO-2', revision: (await get('PRO-2')).revision, drafts: 'discard' })
    expect(await org.read('policy.get', { element: 'POL-1' })).toMatchObject({ draft: { title: 'Something else' } })
    expect(await org.read('service.get', { element: 'SVC-2' })).toMatchObject({ status: 'retired' })
  })

  it('that was refused is proposed again as a new one, with what it said', async () => {
    const { org, grace, get, change, open, approve } = await live()
    await change('Principles')
    const { revision } = await open('First', ['POL-1'])
    await expect(org.act('proposal.reopen', { proposal: 'PRO-1' })).rejects.toThrow('PRO-1 is open; what was refused or withdrawn can be proposed again.')
    await org.act('proposal.refuse', { proposal: 'PRO-1', revision, reason: 'Not now.' }, grace.caller)
    await org.act('proposal.reopen', { proposal: 'PRO-1', reason: 'It is time now.' })
    expect(await get('PRO-2')).toMatchObject({ state: 'open', reopens: 'PRO-1', reason: 'It is time now.', elements: [{ key: 'POL-1' }] })
    await approve(grace.caller, 'PRO-2')
    expect(await org.read('policy.get', { element: 'POL-1' })).toMatchObject({ title: 'Principles', version: 2 })
  })

  it('retires by proposal, for whoever may retire', async () => {
    const { org, grace, hired, get, approve, change } = await live({ 'Una Able': ['policy.draft', 'proposal.open'] })
    await expect(org.act('proposal.open', { title: 'Gone', retire: ['POL-1'] }, hired['Una Able']!.caller)).rejects.toThrow('None of your roles may policy.retire.')
    await expect(org.act('proposal.open', { title: 'Gone', retire: ['SCO-1'] })).rejects.toThrow('There is exactly one scope; it is not retired.')
    await change('Principles')
    await expect(org.act('proposal.open', { title: 'Gone', elements: ['POL-1'], retire: ['POL-1'] })).rejects.toThrow('POL-1 cannot be changed and retired at once; choose one.')
    await org.act('proposal.open', { title: 'Gone', retire: ['POL-1'], reason: 'Nobody needs it.' })
    expect(await get()).toMatchObject({ elements: [{ key: 'POL-1', retiring: true }] })
    await approve(grace.caller)
    expect(await org.read('policy.get', { element: 'POL-1' })).toMatchObject({ status: 'retired' })
    await expect(org.act('proposal.open', { title: 'Gone', retire: ['POL-1'] })).rejects.toThrow('Only what is in force can be retired; POL-1 is retired.')
  })

  it('is talked about by everybody who belongs here, and nothing that was said is changed', async () => {
    const { org, hired, get, change, open } = await live({ 'Bo Li': [] })
    await change('Principles')
    await open('One', ['POL-1'])
    await org.act('proposal.comment', { proposal: 'PRO-1', text: 'What about Sundays?' }, hired['Bo Li']!.caller)
    await expect(org.act('proposal.comment', { proposal: 'PRO-1', text: '  ' })).rejects.toThrow('Write something.')
    expect((await get()).comments).toMatchObject([{ by: { name: 'Bo Li' }, text: 'What about Sundays?' }])
    await expect(world.database.sql`update proposal_comments set text = 'Nothing.'`).rejects.toThrow(/append-only/)
    await expect(world.database.sql`delete from proposal_agreements`.then(() => world.database.sql`truncate proposal_agreements`)).rejects.toThrow(/append-only/)
  })
})

describe('when the ground moved', () => {
  it('a proposal is in conflict until it is rebased: what does not touch is merged, what both changed is chosen', async () => {
    const { org, grace, get, change, open, approve } = await live()
    await change('Principles', { body: { ...policy, statement: 'Small, reversible and announced.', principles: [{ text: 'Every change is small.' }, { text: 'Every change is reversible.' }, { text: 'Every change is announced.' }] } })
    await open('One', ['POL-1'])
    await change('Change rules', { body: { ...policy, theme: 'changes', principles: [{ text: 'Every change is small.' }] } })
    await open('Two', ['POL-1'])
    await approve(grace.caller, 'PRO-2')
    const seen = await get()
    expect(seen).toMatchObject({ moved: true, elements: [{ moved: true, clashes: [{ path: 'title', label: 'Title', base: 'Change', proposed: 'Principles', inForce: 'Change rules' }] }] })
    expect(seen.abilities).toContain('proposal.rebase')
    await expect(approve(grace.caller)).rejects.toThrow('POL-1 moved on to version 2 since this was drafted on version 1; rebase PRO-1 first.')
    await expect(org.act('proposal.rebase', { proposal: 'PRO-1', revision: seen.revision })).rejects.toThrow('POL-1: Both changed this differently; choose what is proposed or what is in force.')
    await org.act('proposal.rebase', { proposal: 'PRO-1', revision: seen.revision, choices: [{ element: 'POL-1', path: 'title', take: 'proposed' }] })
    await expect(org.act('proposal.rebase', { proposal: 'PRO-1', revision: (await get()).revision })).rejects.toThrow('PRO-1 is based on what holds; there is nothing to rebase.')
    expect(await approve(grace.caller)).toMatchObject({ state: 'approved' })
    expect(await org.read('policy.get', { element: 'POL-1' })).toMatchObject({
      title: 'Principles', version: 3, body: { theme: 'changes', statement: 'Small, reversible and announced.', principles: [{ text: 'Every change is small.' }, { text: 'Every change is announced.' }] },
    })
  })

  it('by a retirement, a proposal can only be withdrawn', async () => {
    const { org, grace, get, change, open, approve } = await live()
    await change('Principles')
    await open('One', ['POL-1'])
    const gone = await org.act('proposal.open', { title: 'Gone', retire: ['POL-1'] })
    await approve(grace.caller, gone.key)
    await expect(approve(grace.caller)).rejects.toThrow('POL-1 was retired meanwhile; withdraw PRO-1.')
    await expect(org.act('proposal.rebase', { proposal: 'PRO-1', revision: (await get()).revision })).rejects.toThrow('POL-1 was retired meanwhile; withdraw PRO-1.')
    expect(await org.act('proposal.withdraw', { proposal: 'PRO-1', revision: (await get()).revision })).toMatchObject({ state: 'withdrawn' })
  })

  it('two who approve two proposals of one policy at the same instant do not both put it in force', async () => {
    const { org, grace, get, change, open } = await live()
    await change('One')
    await open('One', ['POL-1'])
    await change('Two')
    await open('Two', ['POL-1'])
    const revisions = await Promise.all(['PRO-1', 'PRO-2'].map(async (key) => (await get(key)).revision))
    const both = await Promise.allSettled(['PRO-1', 'PRO-2'].map((proposal, at) => org.act('proposal.approve', { proposal, revision: revisions[at] }, grace.caller)))
    expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await org.read('policy.get', { element: 'POL-1' })).toMatchObject({ version: 2 })
  })
})
