import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secretHash } from '../../kernel/secret.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

type Baseline = { id: string; hash: string; holds: boolean; missing: Record<string, string[]>; approvers: { authority: string; holders: number }[]; acceptedBy: { name: string } | null; elements: { key: string; title: string; version: number }[] }
const policy = { title: 'Change', body: { theme: 'change', statement: 'Small.' } }

async function founded() {
  const org = await world.found()
  await org.enact('policy', policy)
  const baseline = async () => {
    const { rows } = await org.read<{ rows: { id: string }[] }>('baseline.list')
    return org.read<Baseline>('baseline.get', { baseline: rows[0]!.id })
  }
  return { org, baseline }
}

describe('going live', () => {
  it('is not for a token whose scopes are narrower than that, though it is the founder\'s', async () => {
    const { org } = await founded()
    for (const scopes of [['read'], ['policy.draft', 'policy.approve']]) {
      const { token } = await org.act<{ token: string }>('token.create', { name: 'Narrow', scopes })
      await expect(org.act('organisation.goLive', { singleHanded: 'Ada Berg' }, { type: 'token', hash: secretHash('wr', token)! })).rejects.toThrow('This token may not organisation.goLive')
    }
  })

  it('alone is refused to who could not go on: without a role that may change roles', async () => {
    const { org } = await founded()
    await world.database.sql`update holders set to_on = from_on - 1 where organisation_id = ${org.organisationId}`
    await expect(org.act('organisation.goLive', { singleHanded: 'Ada Berg' })).rejects.toThrow('You hold no role that may role.draft, proposal.open, role.approve')
  })

  it('counts nobody as an approver who has not come yet, or has left', async () => {
    const { org } = await founded()
    const { body } = await org.read<{ body: { authorities: string[] } }>('role.get', { element: 'ROL-1' })
    const role = await org.enact('role', { title: 'Approver', body: { authorities: body.authorities } })
    const coming = await org.act<{ id: string }>('person.add', { name: 'Cora Later', fromOn: '2026-06-01' })
    await org.act('holder.appoint', { role: role.key, person: coming.id })
    await expect(org.act('organisation.goLive', { accepts: 'Ada Berg' })).rejects.toThrow(/held by fewer than two people/)
    await org.act('organisation.goLive', { singleHanded: 'Ada Berg' })
    await org.act('policy.draft', { element: 'POL-1', ...policy })
    await org.act('proposal.open', { title: 'One', elements: ['POL-1'] })
    expect(await org.read('proposal.get', { proposal: 'PRO-1' })).toMatchObject({ approvals: [{ may: [{ name: 'Ada Berg' }] }] })
  })

  it('lists what is missing with the reason and the verb that mends it, and refuses until the founder accepts it by name', async () => {
    const { org } = await founded()
    const readiness = await org.read<{ missing: { element: { key: string }; sign: string; reason: string; mend: string }[]; missingInAll: number; signs: object[] }>('organisation.readiness')
    expect(readiness.missing).toContainEqual({ element: expect.objectContaining({ key: 'POL-1' }) as object, sign: 'owned', reason: 'Nobody answers for it; name an accountable role.', mend: 'policy.draft' })
    expect(readiness.missingInAll).toBe(readiness.missing.length)
    const { body } = await org.read<{ body: { authorities: string[] } }>('role.get', { element: 'ROL-1' })
    await org.hire('Grace Hopper', body.authorities)
    await expect(org.act('organisation.goLive', {})).rejects.toThrow(/^\d+ things are missing \(organisation\.readiness lists them\)\. Mend them, or type your name, Ada Berg, in "accepts"/)
    await expect(org.act('organisation.goLive', { accepts: 'Somebody' })).rejects.toThrow(/things are missing/)
    expect(await org.act('organisation.goLive', { accepts: ' Ada Berg ', reason: 'It is time.' })).toMatchObject({ singleHanded: false })
    const [entry] = await world.database.sql`select content from ledger_entries where organisation_id = ${org.organisationId} and verb = 'organisation.goLive'`
    expect(JSON.parse(String(entry!.content))).toMatchObject({ reason: expect.stringMatching(/^It is time\.; \d+ missing, accepted$/) as string })
    await expect(org.act('organisation.goLive', { accepts: 'Ada Berg' })).rejects.toThrow('This organisation is live already.')
  })

  it('is for the founder alone, and asks for the own name to work single-handed', async () => {
    const { org } = await founded()
    const bo = await org.hire('Bo Li', ['policy.approve'])
    await expect(org.act('organisation.goLive', { singleHanded: 'Ada Berg' }, bo.caller)).rejects.toThrow('Only the founder takes the organisation live.')
    await expect(org.act('organisation.goLive', { accepts: 'Ada Berg' })).rejects.toThrow(/authorities to approve are held by fewer than two people/)
    await expect(org.act('organisation.goLive', { singleHanded: 'Bo Li' })).rejects.toThrow('Type your own name, Ada Berg, to work single-handed.')
  })

  it('says what has moved since a baseline, and nothing of what has not', async () => {
    const { org } = await founded()
    const service = await org.enact('service', { title: 'Mail' })
    const gone = await org.enact('unit', { title: 'Old team' })
    await org.act('organisation.goLive', { singleHanded: 'Ada Berg' })
    const moved = () => org.read<Record<string, unknown[]>>('baseline.difference', { baseline: 'last' })
    expect(await moved()).toEqual({ added: [], removed: [], changed: [], began: [], ended: [] })
    world.pass(1)
    await org.act('service.draft', { element: service.key, title: 'E-mail', body: {} })
    const fresh = await org.act('unit.draft', { title: 'New team', body: {} })
    const { revision } = await org.act('proposal.open', { title: 'Two', elements: [service.key, fresh.key], retire: [gone.key] })
    await org.act('proposal.approve', { proposal: 'PRO-1', revision })
    const { id } = await org.act<{ id: string }>('person.add', { name: 'Bo Lind' })
    await org.act('holder.appoint', { role: 'ROL-1', person: id })
    expect(await moved()).toEqual({
      added: [{ key: fresh.key, kind: 'unit', title: 'New team' }], removed: [{ key: gone.key, kind: 'unit', title: 'Old team' }],
      changed: [{ key: service.key, kind: 'service', title: 'E-mail', from: 1, to: 2, was: 'Mail' }], began: [{ person: 'Bo Lind', role: expect.any(String) as string }], ended: [],
    })
    expect(await org.read('baseline.get', { baseline: 'last' })).toMatchObject({ occasion: 'go-live', frozenBy: 'Ada Berg', others: [] })
    await expect(org.read('baseline.difference', { baseline: 'first' })).rejects.toThrow('There is no baseline first here.')
  })

  it('freezes a baseline with what was missing, which reads as it was for good', async () => {
    const { org, baseline } = await founded()
    await org.act('policy.draft', { title: 'A draft is not part of it', body: {} })
    const { baseline: hash } = await org.act<{ baseline: string }>('organisation.goLive', { singleHanded: 'Ada Berg' })
    const frozen = await baseline()
    expect(frozen).toMatchObject({ hash, holds: true, acceptedBy: { name: 'Ada Berg' }, singleHanded: true, missing: { owned: expect.arrayContaining(['POL-1']) as string[] } })
    expect(frozen.approvers).toContainEqual({ authority: 'policy.approve', holders: 1 })
    expect(frozen.elements.map(({ key }) => key)).not.toContain('POL-2')
    world.pass(30)
    await org.act('policy.draft', { element: 'POL-1', ...policy, title: 'Change rules' })
    const { key, revision } = await org.act('proposal.open', { title: 'New rules', elements: ['POL-1'] })
    await org.act('proposal.approve', { proposal: key, revision })
    await org.act('person.add', { name: 'Bo Li' })
    const later = await baseline()
    expect([later.holds, later.elements]).toEqual([true, frozen.elements])
    await world.seal(org.organisationId)
    expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true, faults: [] })
    await expect(world.database.sql`update baselines set missing = '{}'`).rejects.toThrow(/append-only/)
    await expect(org.read('baseline.get', { baseline: 'x' })).rejects.toThrow('There is no baseline x here.')
    world.pass(-30)
  })
})
