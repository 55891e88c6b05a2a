import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '../../kernel/caller.ts'
import { secretHash } from '../../kernel/secret.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

const policy = { theme: 'change', statement: 'Small and reversible.' }

/** Live, with Grace, who may do everything, and Una, who drafts and proposes. */
async function live() {
  const org = await world.found()
  const { body } = await org.read<{ body: { authorities: string[] } }>('role.get', { element: 'ROL-1' })
  const grace = await org.hire('Grace Hopper', body.authorities)
  const una = await org.hire('Una Able', ['policy.draft', 'scope.*', 'service.draft', 'proposal.open', 'proposal.reopen', 'proposal.withdraw', 'proposal.rebase', 'sms.import'])
  await org.enact('policy', { title: 'Change', body: policy })
  await org.enact('service', { title: 'Mail' })
  await org.enact('service', { title: 'Web' })
  await org.act('organisation.goLive', { accepts: 'Ada Berg' })
  const revision = async (proposal: string) => (await org.read<{ revision: number }>('proposal.get', { proposal })).revision
  const approve = async (caller: Caller, proposal = 'PRO-1') => org.act('proposal.approve', { proposal, revision: await revision(proposal) }, caller)
  return { org, grace, una, revision, approve }
}

describe('whoever wrote part of a draft does not approve it, although somebody else saved it last', () => {
  const refused = 'You wrote part of PRO-1; somebody else who holds the role decides it.'

  it('of what is in force', async () => {
    const { org, grace, una, approve } = await live()
    await org.act('policy.draft', { element: 'POL-1', title: 'Hers', body: policy }, grace.caller)
    await org.act('policy.draft', { element: 'POL-1', title: 'Hers', body: policy }, una.caller)
    await org.act('proposal.open', { title: 'One', elements: ['POL-1'] }, una.caller)
    await expect(approve(grace.caller)).rejects.toThrow(refused)
    expect(await org.read('proposal.get', { proposal: 'PRO-1' })).toMatchObject({ approvals: [{ may: [{ name: 'Ada Berg' }] }] })
    expect(await approve(org.founder)).toMatchObject({ state: 'approved' })
  })

  it('of what never was in force, within the proposal too', async () => {
    const { org, grace, una, revision, approve } = await live()
    await org.act('policy.draft', { title: 'New', body: policy }, grace.caller)
    await org.act('proposal.open', { title: 'One', elements: ['POL-2'] }, una.caller)
    await org.act('proposal.revise', { proposal: 'PRO-1', element: 'POL-2', revision: await revision('PRO-1'), title: 'New', body: policy }, una.caller)
    await expect(approve(grace.caller)).rejects.toThrow(refused)
    expect(await approve(org.founder)).toMatchObject({ state: 'approved' })
  })

  it('of the scope, where the cells of several people come together', async () => {
    const { org, grace, una, approve } = await live()
    await org.act('scope.state', { service: 'SVC-1', axis: 'unit', element: '*', state: 'in' }, grace.caller)
    const { key } = await org.act('scope.state', { service: 'SVC-2', axis: 'unit', element: '*', state: 'in' }, una.caller)
    await org.act('proposal.open', { title: 'One', elements: [key] }, una.caller)
    await expect(approve(grace.caller)).rejects.toThrow(refused)
  })

  it('that was proposed, withdrawn and proposed again', async () => {
    const { org, grace, una, revision, approve } = await live()
    await org.act('policy.draft', { element: 'POL-1', title: 'Hers', body: policy }, grace.caller)
    await org.act('proposal.open', { title: 'One', elements: ['POL-1'] }, una.caller)
    await org.act('proposal.revise', { proposal: 'PRO-1', element: 'POL-1', revision: await revision('PRO-1'), title: 'Hers', body: policy }, una.caller)
    await org.act('proposal.withdraw', { proposal: 'PRO-1', revision: await revision('PRO-1') }, una.caller)
    await org.act('proposal.open', { title: 'Two', elements: ['POL-1'] }, una.caller)
    await expect(approve(grace.caller, 'PRO-2')).rejects.toThrow('You wrote part of PRO-2')
    await org.act('proposal.refuse', { proposal: 'PRO-2', revision: await revision('PRO-2'), reason: 'No.' }, org.founder)
    await org.act('proposal.reopen', { proposal: 'PRO-2' }, una.caller)
    await expect(approve(grace.caller, 'PRO-3')).rejects.toThrow('You wrote part of PRO-3')
  })

  it('and whoever drafts anew after it was discarded is alone with it', async () => {
    const { org, grace, una, approve } = await live()
    const { revision } = await org.act('policy.draft', { element: 'POL-1', title: 'Hers', body: policy }, grace.caller)
    await org.act('policy.discard', { element: 'POL-1', revision }, grace.caller)
    await org.act('policy.draft', { element: 'POL-1', title: 'Unas', body: policy }, una.caller)
    await org.act('proposal.open', { title: 'One', elements: ['POL-1'] }, una.caller)
    expect(await approve(grace.caller)).toMatchObject({ state: 'approved' })
  })
})

describe('a retirement', () => {
  const lacks = 'None of your roles may policy.retire'

  it('that was refused is proposed again only by who may propose it', async () => {
    const { org, grace, una, revision } = await live()
    await org.act('proposal.open', { title: 'Gone', retire: ['POL-1'] }, grace.caller)
    await org.act('proposal.refuse', { proposal: 'PRO-1', revision: await revision('PRO-1'), reason: 'No.' })
    await expect(org.act('proposal.reopen', { proposal: 'PRO-1' }, una.caller)).rejects.toThrow(lacks)
    expect(await org.act('proposal.reopen', { proposal: 'PRO-1' }, grace.caller)).toMatchObject({ key: 'PRO-2' })
  })

  it('that a folder asks for is proposed only by who may propose it', async () => {
    const { org, grace, una } = await live()
    const { files } = await org.read<{ files: { name: string; text: string }[] }>('sms.export')
    const retiring = files.map(({ name, text }) => ({ name, base64: Buffer.from(name === 'policies/POL-1.yaml' ? `status: retired\n${text}` : text).toString('base64') }))
    await expect(org.act('sms.import', { files: retiring }, una.caller)).rejects.toThrow(lacks)
    expect(await org.act('sms.import', { files: retiring }, grace.caller)).toMatchObject({ proposal: 'PRO-1' })
  })
})

describe('the last role that may change roles', () => {
  it('is neither retired nor emptied by a proposal, though two agree', async () => {
    const org = await world.found()
    await org.act('organisation.goLive', { singleHanded: 'Ada Berg' })
    const locked = 'would leave no role that may role.draft, proposal.open, role.approve'
    const retiring = await org.act('proposal.open', { title: 'Gone', retire: ['ROL-1'] })
    await expect(org.act('proposal.approve', { proposal: retiring.key, revision: retiring.revision })).rejects.toThrow(locked)
    const { title, body } = await org.read<{ title: string; body: { authorities: string[] } }>('role.get', { element: 'ROL-1' })
    const narrowed = async (authorities: string[]) => {
      await org.act('role.draft', { element: 'ROL-1', title, body: { ...body, authorities } })
      return org.act('proposal.open', { title: 'Narrower', elements: ['ROL-1'] })
    }
    const empty = await narrowed(body.authorities.filter((each) => each !== 'role.approve' && each !== 'role.*'))
    await expect(org.act('proposal.approve', { proposal: empty.key, revision: empty.revision })).rejects.toThrow(locked)
    const enough = await narrowed(['role.*', 'proposal.*'])
    expect(await org.act('proposal.approve', { proposal: enough.key, revision: enough.revision })).toMatchObject({ state: 'approved' })
  })
})

describe('a token', () => {
  it('whose scope is to open a proposal neither changes nor withdraws it', async () => {
    const { org, una, revision } = await live()
    await org.act('policy.draft', { element: 'POL-1', title: 'Hers', body: policy }, una.caller)
    const { token } = await org.act<{ token: string }>('token.create', { name: 'Opens', scopes: ['proposal.open'] }, una.caller)
    const caller: Caller = { type: 'token', hash: secretHash('wr', token)! }
    await org.act('proposal.open', { title: 'One', elements: ['POL-1'] }, caller)
    const input = { proposal: 'PRO-1', revision: await revision('PRO-1') }
    await expect(org.act('proposal.amend', { ...input, title: 'Two' }, caller)).rejects.toThrow('This token may not proposal.amend')
    await expect(org.act('proposal.withdraw', input, caller)).rejects.toThrow('This token may not proposal.withdraw')
  })
})

describe('whoever holds a role for one element', () => {
  it('proposes changes of it, and of no other', async () => {
    const { org, una } = await live()
    const role = await org.read<{ rows: { key: string; title: string }[] }>('role.list')
    const key = role.rows.find((row) => row.title === 'Role of Una Able')!.key
    const olav = await org.act<{ id: string }>('person.add', { name: 'Olav Brattli' })
    await org.act('holder.appoint', { role: key, person: olav.id, element: 'SVC-1' })
    await org.act('service.draft', { element: 'SVC-1', title: 'Mail and calendar', body: {} }, org.as(olav.id))
    await org.act('service.draft', { element: 'SVC-2', title: 'Web pages', body: {} }, una.caller)
    await expect(org.act('proposal.open', { title: 'Both', elements: ['SVC-1', 'SVC-2'] }, org.as(olav.id))).rejects.toThrow('None of your roles may proposal.open.')
    expect(await org.act('proposal.open', { title: 'His own', elements: ['SVC-1'] }, org.as(olav.id))).toMatchObject({ key: 'PRO-1', state: 'open' })
  })
})
