import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import type { Caller } from '../../kernel/caller.ts'
import type { SmsImported, SmsPreview } from './sms.contract.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

type Organisation = Awaited<ReturnType<World['found']>>
type Listed = { rows: { key: string; title: string; status: string; version: number; hasDraft: boolean }[] }
type Files = { name: string; text: string }[]

const manifest = { name: 'sms.yaml', text: 'format: wellrun-sms/1\n' }
const folder = (files: Record<string, string>): Files => [manifest, ...Object.entries(files).map(([name, text]) => ({ name, text }))]
const exported = (org: Organisation, asOf?: string) => org.read<{ files: Files; elements: number }>('sms.export', asOf ? { asOf } : {})
const bring = (org: Organisation, files: Files, caller?: Caller) => org.act<SmsImported>('sms.import', { files, name: 'my-sms' }, caller)
const preview = (org: Organisation, files: Files, caller?: Caller) => org.read<SmsPreview>('sms.preview', { files }, caller)
const textOf = (files: Files, name: string) => files.find((file) => file.name === name)?.text
const listed = async (org: Organisation, kind: string) => (await org.read<Listed>(`${kind}.list`, { sort: 'key', status: 'any' })).rows.map(({ key, title, status, version, hasDraft }) => ({ key, title, status, version, hasDraft }))
const entries = (org: Organisation) => world.database.sql<{ verb: string; content: string }[]>`select verb, content from ledger_entries where organisation_id = ${org.organisationId} order by id`

const small = {
  'objectives/OBJ-1.yaml': 'title: Reliable everyday services\nbody:\n  statement: They work.\n',
  'objectives/OBJ-1.md': 'We look every month.\n\n- and mend\n',
  'policies/POL-4.yaml': 'title: Change\naccountable: ROL-1\nlinks:\n  - serves: OBJ-1\n    note: Because.\nbody:\n  theme: Change\n  principles:\n    - text: Small and reversible.\n',
  'policies/POL-4.md': 'Small steps.\n',
  'policies/POL-5.yaml': 'title: Data\nstatus: draft\n',
}

describe('importing a folder while founding', () => {
  it('puts it in force in one transaction with one ledger entry, leaves drafts drafts, and keeps keys', async () => {
    const org = await world.found()
    const result = await bring(org, folder(small))
    expect(result).toMatchObject({ unchanged: 0, changed: [], outcome: 'in force', proposal: null, written: { elements: 3, people: 0, holders: 0 } })
    expect(result.created.map((each) => each.key)).toEqual(['OBJ-1', 'POL-4', 'POL-5'])
    expect(result.absent.map((each) => each.key)).toEqual(['ORG-1', 'ROL-1', 'SCO-1'])
    expect(await listed(org, 'policy')).toEqual([
      { key: 'POL-4', title: 'Change', status: 'in force', version: 1, hasDraft: false },
      { key: 'POL-5', title: 'Data', status: 'draft', version: 0, hasDraft: true },
    ])
    const policy = await org.read<{ body: { statement: string }; links: { type: string; note?: string; element: { key: string } }[]; accountable: { key: string } }>('policy.get', { element: 'POL-4' })
    expect(policy).toMatchObject({ body: { statement: 'Small steps.' }, accountable: { key: 'ROL-1' }, links: [{ type: 'serves', note: 'Because.', element: { key: 'OBJ-1' } }] })
    const all = await entries(org)
    expect(all.map((entry) => entry.verb)).toEqual(['organisation.found', 'sms.import'])
    expect(JSON.parse(all[1]!.content)).toMatchObject({ bulk: { file: expect.stringMatching(/^my-sms sha256:[0-9a-f]{64}$/) as string, counts: { created: 3, changed: 0, unchanged: 0, absent: 3, elements: 3, people: 0, holders: 0 } } })
    expect((await org.act('policy.draft', { title: 'Next', body: {} })).key).toBe('POL-6')
  })

  it('changes nothing the second time, and only what differs the third', async () => {
    const org = await world.found()
    await bring(org, folder(small))
    expect(await bring(org, folder(small))).toMatchObject({ created: [], changed: [], unchanged: 3, written: { elements: 0 } })
    const mended = { ...small, 'policies/POL-4.yaml': small['policies/POL-4.yaml'].replace('Small and reversible', 'Small, reversible, tried') }
    expect(await preview(org, folder(mended))).toMatchObject({ created: [], changed: [{ key: 'POL-4', paths: ['body.principles.0.text'] }], unchanged: 2, faults: [] })
    expect(await bring(org, folder(mended))).toMatchObject({ changed: [{ key: 'POL-4' }], unchanged: 2, written: { elements: 1 } })
    expect((await listed(org, 'policy')).map((row) => row.version)).toEqual([2, 0])
    expect(await bring(org, folder({ ...mended, 'policies/POL-5.yaml': 'title: Data\n' }))).toMatchObject({ changed: [{ key: 'POL-5', paths: ['status'] }] })
    expect((await listed(org, 'policy')).map((row) => row.status)).toEqual(['in force', 'in force'])
  })

  it('retires only what the folder says is retired', async () => {
    const org = await world.found()
    await bring(org, folder(small))
    const retired = { ...small, 'policies/POL-4.yaml': `status: retired\n${small['policies/POL-4.yaml']}` }
    expect(await bring(org, folder(retired))).toMatchObject({ changed: [{ key: 'POL-4', paths: ['status'] }] })
    expect(await bring(org, folder(retired))).toMatchObject({ changed: [], unchanged: 3 })
    expect((await listed(org, 'policy')).map((row) => row.status)).toEqual(['retired', 'draft'])
    await expect(bring(org, folder(small))).rejects.toMatchObject({ type: 'unprocessable', faults: [{ path: 'policies/POL-4.yaml:1', message: expect.stringContaining('POL-4 is retired and stays as it was') as string }] })
    expect((await listed(org, 'objective')).map((row) => row.status)).toEqual(['in force'])
  })

  it('does nothing at all when anything is wrong, and names file and line', async () => {
    const org = await world.found()
    const before = (await entries(org)).length
    const wrong = {
      ...small, 'policies/POL-4.yaml': small['policies/POL-4.yaml'].replace('serves: OBJ-1', 'serves: OBJ-9').replace('ROL-1', 'ROL-11'),
      'policies/POL-5.yaml': 'title: Data\neffectiveOn: 2020-01-01\n', 'units/UNT-1.yaml': 'title: A\nlinks: [{ partOf: UNT-2 }]\n', 'units/UNT-2.yaml': 'title: B\nlinks:\n  - partOf: UNT-1\n',
      'routines/RTN-1.yaml': 'title: Incident\nbody:\n  steps:\n    - { id: one, name: One, process: recover, role: ROL-1, end: true }\n    - { id: two, name: Two, process: recover, role: ROL-1, end: true }\n',
    }
    const { faults } = await preview(org, folder(wrong))
    expect(faults.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
      'policies/POL-4.yaml:2 There is no role ROL-11, neither in the folder nor in the organisation; did you mean ROL-1?',
      'policies/POL-4.yaml:4 There is no element OBJ-9, neither in the folder nor in the organisation; did you mean OBJ-1?',
      'policies/POL-5.yaml:2 2020-01-01 is past; a definition holds from its approval. Give 2026-03-02 or later, or take the line out.',
      expect.stringMatching(/^routines\/RTN-1\.yaml:5 .*Two/) as string,
      'units/UNT-1.yaml:2 This closes a circle of units: UNT-1 → UNT-2 → UNT-1. A unit cannot be part of itself.',
      'units/UNT-2.yaml:3 This closes a circle of units: UNT-2 → UNT-1 → UNT-2. A unit cannot be part of itself.',
    ])
    await expect(bring(org, folder(wrong))).rejects.toMatchObject({ type: 'unprocessable' })
    expect((await entries(org)).length).toBe(before)
    expect(await listed(org, 'objective')).toEqual([])
  })

  it('brings people and holders by e-mail address, and finds the founder', async () => {
    const org = await world.found()
    const { rows } = await org.read<{ rows: { email: string }[] }>('person.list')
    const staffed = { ...small, 'people.yaml': `- name: Ada Berg\n  email: ${rows[0]!.email}\n- name: Bo Li\n  email: Bo@example.org\n  from: 2025-01-01\n`, 'holders.yaml': '- role: ROL-1\n  person: bo@example.org\n  deputy: true\n  from: 2026-01-01\n' }
    expect(await bring(org, folder(staffed))).toMatchObject({ written: { elements: 3, people: 1, holders: 1 } })
    expect(await bring(org, folder(staffed))).toMatchObject({ written: { elements: 0, people: 0, holders: 0 } })
    const { files } = await exported(org)
    expect(textOf(files, 'holders.yaml')).toContain('- role: ROL-1\n  person: bo@example.org\n  deputy: true\n  from: 2026-01-01\n')
    expect(textOf(files, 'people.yaml')).toContain('- name: Bo Li\n  email: bo@example.org\n  from: 2025-01-01\n')
  })
})

async function live() {
  const org = await world.found()
  await bring(org, folder(small))
  const { body } = await org.read<{ body: { authorities: string[] } }>('role.get', { element: 'ROL-1' })
  const grace = await org.hire('Grace Hopper', body.authorities)
  await org.act('organisation.goLive', { singleHanded: 'Ada Berg' })
  return { org, grace }
}

describe('importing a folder after go-live', () => {
  it('makes one proposal of drafts, leaves the absent alone, and comes in force when somebody else approves', async () => {
    const { org, grace } = await live()
    const change = folder({ 'policies/POL-4.yaml': small['policies/POL-4.yaml'].replace('title: Change', 'title: Changes'), 'policies/POL-4.md': small['policies/POL-4.md'], 'services/SVC-1.yaml': 'title: Mail\n', 'policies/POL-9.yaml': 'title: Later\nstatus: draft\n' })
    const result = await bring(org, change, { type: 'operator', organisationId: org.organisationId })
    expect(result).toMatchObject({ outcome: 'proposal', proposal: 'PRO-1', created: [{ key: 'SVC-1' }, { key: 'POL-9' }], changed: [{ key: 'POL-4', paths: ['title'] }] })
    expect(result.absent.map((each) => each.key)).toContain('OBJ-1')
    expect((await listed(org, 'policy')).map((row) => [row.key, row.title, row.status])).toEqual([['POL-4', 'Change', 'in force'], ['POL-5', 'Data', 'draft'], ['POL-9', 'Later', 'draft']])
    expect(await bring(org, change, grace.caller)).toMatchObject({ created: [], changed: [], proposal: null })
    const { revision, elements } = await org.read<{ revision: number; elements: { key: string }[] }>('proposal.get', { proposal: 'PRO-1' })
    expect(elements.map((each) => each.key).sort()).toEqual(['POL-4', 'SVC-1'])
    await org.act('proposal.approve', { proposal: 'PRO-1', revision }, grace.caller)
    expect((await listed(org, 'policy')).map((row) => [row.key, row.title, row.status])).toEqual([['POL-4', 'Changes', 'in force'], ['POL-5', 'Data', 'draft'], ['POL-9', 'Later', 'draft']])
    expect((await listed(org, 'service')).map((row) => row.status)).toEqual(['in force'])
  })

  it('proposes to retire what the folder says is retired, and leaves holders to those who may appoint', async () => {
    const { org, grace } = await live()
    const change = folder({ 'policies/POL-4.yaml': 'title: Change\nstatus: retired\n', 'holders.yaml': '- role: ROL-1\n  person: grace.hopper@example.org\n  deputy: true\n' })
    const byOperator = await preview(org, change, { type: 'operator', organisationId: org.organisationId })
    expect(byOperator).toMatchObject({ faults: [], changed: [{ key: 'POL-4', paths: ['status'] }], written: { holders: 0 }, notices: [expect.stringContaining('holders.yaml was left out') as string] })
    const { proposal } = await bring(org, change)
    const { revision } = await org.read<{ revision: number }>('proposal.get', { proposal })
    await org.act('proposal.approve', { proposal, revision }, grace.caller)
    expect((await listed(org, 'policy')).map((row) => row.status)).toEqual(['retired', 'draft'])
  })
})

describe('a starter', () => {
  it('begins the system beside a first service, names the organisation as it was founded, and is taken once', async () => {
    const org = await world.found('Nordby IT')
    await org.act('service.draft', { title: 'Mail', body: {} })
    const own = await org.enact('role', { title: 'Owner of everything', body: { purpose: 'Mine.', responsibilities: ['All'] } })
    const result = await org.act<SmsImported>('sms.start', { starter: 'just-enough' })
    expect(result.outcome).toBe('in force')
    expect(result.created.length).toBeGreaterThan(40)
    expect((await org.read<{ title: string; body: { name: string; timeZone: string } }>('organisation.get', { element: 'ORG-1' }))).toMatchObject({ title: 'Nordby IT', body: { name: 'Nordby IT', timeZone: 'Europe/Oslo' } })
    expect((await listed(org, 'role')).find((row) => row.key === own.key)).toMatchObject({ title: 'Owner of everything', version: 1 })
    expect(await listed(org, 'service')).toMatchObject([{ title: 'Mail', status: 'draft' }])
    await expect(org.act('sms.start', { starter: 'just-enough' })).rejects.toThrow('A starter was taken already')
  })
})

describe('what a folder leaves in the history', () => {
  it('verifies', async () => {
    const org = await world.found()
    await bring(org, folder(small))
    await org.act('sms.start', { starter: 'just-enough' })
    await world.seal(org.organisationId)
    expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true, faults: [] })
  })
})
