import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { perform } from '../../kernel/action.ts'
import type { Caller } from '../../kernel/caller.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import { ask } from '../../kernel/query.ts'
import { importAction, saveMappingAction } from './transfer.actions.ts'
import type { ImportResult, listMappings, PreviewResult } from './transfer.contract.ts'
import { listMappingsQuery, previewQuery } from './transfer.queries.ts'
import type { z } from 'zod'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

type Organisation = Awaited<ReturnType<World['found']>>
type Listed = { rows: { key: string; title: string; status: string; version: number; hasDraft: boolean }[] }
type Got = { body: Record<string, unknown>; links: { type: string; direction: string; element: { title: string } }[]; unknown: { name: string }[]; accountable: { title: string; holders: { name: string }[] } | null }

const csv = (text: string, name = 'services.csv') => [{ name, text }]
const services = 'kind: service\nkey: name\nfields: {description: note, criticality: crit}\nlinks: [{type: dependsOn, each: needs, to: service}, {type: provides, each: team, to: unit}]'
const units = 'kind: unit\nkey: name\nlinks: [{type: partOf, each: parent, to: unit}]'
const header = 'name,note,crit,needs,team\n'

const bring = async (org: Organisation, input: object, caller: Caller = org.founder, key?: string) => (await perform(world.runtime, importAction, input, caller, key)).output as ImportResult
const preview = async (org: Organisation, input: object, caller: Caller = org.founder) => (await ask(world.runtime, previewQuery, input, caller)) as PreviewResult
const operator = (org: Organisation): Caller => ({ type: 'operator', organisationId: org.organisationId })
const entries = async (org: Organisation) => world.database.sql<{ verb: string; content: string }[]>`select verb, content from ledger_entries where organisation_id = ${org.organisationId} order by id`
const importsOf = async (org: Organisation) => (await entries(org)).filter((entry) => entry.verb === 'elements.import').map((entry) => JSON.parse(entry.content) as { bulk: { file: string; counts: object }; rows: unknown; actor: object })

async function live() {
  const org = await world.found()
  const { body } = await org.read<{ body: { authorities: string[] } }>('role.get', { element: 'ROL-1' })
  const grace = await org.hire('Grace Hopper', [...new Set([...body.authorities, 'elements.import', 'holder.appoint', 'person.add'])])
  await org.act('organisation.goLive', { singleHanded: 'Ada Berg' })
  return { org, grace }
}

describe('importing while founding', () => {
  it('puts rows in force with their links, in one transaction with one ledger entry', async () => {
    const org = await world.found()
    await bring(org, { files: csv('name,parent\nHR,Head\nHead,\n', 'units.csv'), mapping: units })
    const result = await bring(org, { files: csv(`${header}Payroll,Pays people,1,Mail,HR\nMail,,2,Nowhere,HR\n`), mapping: services })
    expect(result).toMatchObject({ read: 2, created: 2, changed: 0, unchanged: 0, outcome: 'in force', proposal: null, written: { elements: 3, people: 0, holders: 0 } })
    expect(result.rejected).toEqual([{ row: 3, column: 'needs', reason: 'There is no service "Nowhere"; import or draft it first, or mend the name.', file: 'services.csv', line: 3, key: 'Mail' }])
    const payroll = await org.read<Got>('service.get', { element: 'SVC-1' })
    expect(payroll).toMatchObject({ title: 'Payroll', status: 'in force', version: 1, revision: 1, body: { description: 'Pays people', criticality: 1, stage: 'live' } })
    expect(payroll.links.map((link) => [link.type, link.direction, link.element.title])).toEqual([['dependsOn', 'out', 'Mail'], ['provides', 'in', 'HR']])
    expect((await org.read<Got>('service.get', { element: 'SVC-2' })).unknown).toEqual([{ type: 'dependsOn', name: 'Nowhere' }])
    const [, entry] = await importsOf(org)
    expect(entry!.bulk).toEqual({ file: expect.stringMatching(/^services\.csv sha256:[0-9a-f]{64}$/) as string, counts: { read: 2, created: 2, changed: 0, unchanged: 0, rejected: 1, elements: 3, people: 0, holders: 0 } })
    expect((await entries(org)).map((each) => each.verb)).toEqual(['organisation.found', 'elements.import', 'elements.import'])
  })

  it('writes nothing but its entry when the same file comes again, and one version where a row changed', async () => {
    const org = await world.found()
    await bring(org, { files: csv('name,parent\nHR,\n', 'units.csv'), mapping: units })
    const file = `${header}Payroll,,1,Mail,HR\nMail,,2,,HR\n`
    await bring(org, { files: csv(file), mapping: services })
    expect(await bring(org, { files: csv(file), mapping: services })).toMatchObject({ created: 0, changed: 0, unchanged: 2, written: { elements: 0 } })
    expect(await bring(org, { files: csv(file.replace('Mail,HR', ',HR')), mapping: services })).toMatchObject({ changed: 1, unchanged: 1, written: { elements: 1 } })
    expect((await org.read<Listed>('service.list')).rows.map((row) => [row.title, row.version])).toEqual([['Mail', 1], ['Payroll', 2]])
    expect((await org.read<Got>('service.get', { element: 'SVC-1' })).links.map((link) => link.type)).toEqual(['provides'])
    expect((await importsOf(org)).map((entry) => Array.isArray(entry.rows) && entry.rows.length)).toEqual([2, 6, 0, 2])
  })

  it('leaves drafts when asked to, and puts the same rows in force afterwards', async () => {
    const org = await world.found()
    const file = `${header}Payroll,,1,,\n`
    expect(await bring(org, { files: csv(file), mapping: services, draft: true })).toMatchObject({ created: 1, outcome: 'draft' })
    expect((await org.read<Listed>('service.list')).rows).toMatchObject([{ status: 'draft', version: 0, hasDraft: true }])
    expect(await bring(org, { files: csv(file), mapping: services, draft: true })).toMatchObject({ unchanged: 1 })
    expect(await bring(org, { files: csv(file), mapping: services })).toMatchObject({ changed: 1, outcome: 'in force' })
    expect((await org.read<Listed>('service.list')).rows).toMatchObject([{ status: 'in force', version: 1, hasDraft: false }])
  })

  it('brings people and holders with their services', async () => {
    const org = await world.found()
    const mapping = `kind: service
key: name
fields: { accountable: { default: Service owner } }
also:
  - { kind: role, key: { default: service-owner }, fields: { title: { default: Service owner }, heldPer: { default: service } } }
  - { kind: person, key: owner, fields: { name: owner, email: owner } }
  - { kind: holder, fields: { role: { default: service-owner }, person: owner } }`
    const result = await bring(org, { files: csv('name,owner\nPayroll,Bo Li <BO@example.org>\nMail,Bo Li <BO@example.org>\n'), mapping })
    expect(result).toMatchObject({ created: 2, rejected: [], written: { elements: 3, people: 1, holders: 2 } })
    expect((await org.read<Got>('service.get', { element: 'SVC-1' })).accountable).toMatchObject({ title: 'Service owner', holders: [{ name: 'Bo Li', deputy: false }] })
    expect((await org.read<{ rows: { email: string | null; name: string }[] }>('person.list')).rows.map((row) => [row.name, row.email])).toEqual([['Ada Berg', expect.any(String)], ['Bo Li', 'bo@example.org']])
    expect(await bring(org, { files: csv('name,owner\nPayroll,Bo Li <BO@example.org>\nMail,Bo Li <BO@example.org>\n'), mapping })).toMatchObject({ unchanged: 2, written: { elements: 0, people: 0, holders: 0 } })
  })

  it('finds the founder by address instead of adding a second one', async () => {
    const org = await world.found()
    const { rows } = await org.read<{ rows: { email: string }[] }>('person.list')
    await bring(org, { files: csv(`email,name\n${rows[0]!.email.toUpperCase()},Ada Lovelace Berg\n`), mapping: 'kind: person\nkey: email\nfields: {name: name, email: email}' })
    expect((await org.read<{ rows: { name: string }[] }>('person.list')).rows.map((row) => row.name)).toEqual(['Ada Lovelace Berg'])
  })

  it('does nothing at all when a file or the mapping is wrong', async () => {
    const org = await world.found()
    const before = (await entries(org)).length
    await expect(bring(org, { files: csv(`${header}A,,1,,\n`), mapping: services.replace('crit}', 'krit}') })).rejects.toThrow('mapping: fields.criticality: No row has the column "krit"; did you mean "crit"? There are name, note, crit, needs, team.')
    await expect(bring(org, { files: csv('name\n"x\n'), mapping: services })).rejects.toThrow('services.csv, line 2: a quotation mark is opened in this row and never closed.')
    await expect(bring(org, { files: csv(`${header}A,,1,,\n`), mapping: 'kind: thing\nkey: name' })).rejects.toThrow('mapping: kind: There is no kind "thing"; use ')
    await expect(bring(org, { files: csv(`${header}A,,1,,\n`), mapping: services, kind: 'unit' })).rejects.toThrow('The mapping is for the kind service, and unit was asked for; use the mapping that fits.')
    await expect(bring(org, { files: csv(`${header}A,,1,,\n`), savedMapping: 'mine' })).rejects.toThrow('There is no saved mapping "mine".')
    await expect(bring(org, { files: csv(`${header}A,,1,,\n`), kind: 'service' })).rejects.toThrow('Give a mapping; a preview suggests one.')
    await expect(bring(org, { files: [{ name: 'x.csv', base64: '***' }], mapping: services })).rejects.toThrow('x.csv: its content is not base64.')
    expect((await entries(org)).length).toBe(before)
  })

  it('does not touch what is retired, and keeps an open draft from being passed over', async () => {
    const org = await world.found()
    const mail = await org.enact('service', { title: 'Mail' })
    await org.act('service.retire', { element: mail.key, revision: mail.revision, reason: 'Replaced.' })
    const dns = await org.enact('service', { title: 'DNS' })
    await org.act('service.draft', { element: dns.key, title: 'DNS and DHCP', body: {} })
    const { rejected } = await bring(org, { files: csv('name,note,crit,needs,team\nSVC-1,,1,,\nSVC-2,,1,,\nWeb,,1,SVC-1,\n'), mapping: services })
    expect(rejected.map((each) => each.reason)).toEqual([
      'SVC-1 is retired and stays as it was; give what is new a key of its own.',
      'SVC-2 has an open draft; put it in force or discard it, then import again.',
      '"SVC-1" (SVC-1) is retired; name what took its place.',
    ])
  })

  it('takes a file as bytes and says how it read them', async () => {
    const org = await world.found()
    const base64 = Buffer.from('name\nLønn\n', 'latin1').toString('base64')
    const result = await bring(org, { files: [{ name: 'latin.csv', base64 }], mapping: 'kind: service\nkey: name' })
    expect(result.notices[0]).toMatch(/^latin\.csv is not UTF-8 and was read as Windows-1252/)
    expect((await org.read<Listed>('service.list')).rows[0]!.title).toBe('Lønn')
  })
})

describe('importing after go-live', () => {
  it('makes a proposal of drafts and puts nothing in force, for people and for the operator', async () => {
    const { org, grace } = await live()
    const result = await bring(org, { files: csv(`${header}Payroll,,1,,\n`), mapping: services }, grace.caller)
    expect(result).toMatchObject({ created: 1, outcome: 'proposal', proposal: 'PRO-1' })
    expect((await org.read<Listed>('service.list')).rows).toMatchObject([{ status: 'draft', version: 0, hasDraft: true }])
    expect(await bring(org, { files: csv(`${header}Mail,,1,,\n`), mapping: services }, operator(org))).toMatchObject({ outcome: 'proposal', proposal: 'PRO-2' })
    const proposals = await world.database.sql`select key, title, state, author, array_length(elements, 1) as elements from proposals where organisation_id = ${org.organisationId} order by key_number`
    expect([...proposals]).toEqual([
      { key: 'PRO-1', title: 'Import of services.csv', state: 'open', author: `person:${grace.id}`, elements: 1 },
      { key: 'PRO-2', title: 'Import of services.csv', state: 'open', author: 'operator', elements: 1 },
    ])
  })

  it('comes in force when somebody else approves the proposal, and until then is not overwritten', async () => {
    const { org, grace } = await live()
    await bring(org, { files: csv(`${header}Payroll,,1,,\n`), mapping: services }, operator(org))
    expect(await bring(org, { files: csv(`${header}Payroll,,1,,\n`), mapping: services }, operator(org))).toMatchObject({ unchanged: 1, proposal: null })
    const again = await bring(org, { files: csv(`${header}Payroll,,2,,\n`), mapping: services }, grace.caller)
    expect(again).toMatchObject({ proposal: null, rejected: [{ row: 2, column: 'name', reason: 'SVC-1 is part of the open proposal PRO-1; decide that first, then import again.' }] })
    const { revision } = await org.read<{ revision: number }>('proposal.get', { proposal: 'PRO-1' })
    await org.act('proposal.approve', { proposal: 'PRO-1', revision }, grace.caller)
    expect((await org.read<Listed>('service.list')).rows).toMatchObject([{ status: 'in force', version: 1 }])
  })

  it('does not let the operator appoint anybody', async () => {
    const { org } = await live()
    const mapping = 'kind: holder\nfields: {role: role, person: who}'
    const { rejected, written } = await bring(org, { files: csv('role,who\nSMS owner,Ada Berg\n'), mapping }, operator(org))
    expect(written.holders).toBe(0)
    expect(rejected).toMatchObject([{ row: 2, column: 'who', reason: expect.stringMatching(/The operator founds, imports and backs up/) as string }])
  })

  it('needs the authority to import', async () => {
    const { org } = await live()
    await expect(bring(org, { files: csv(`${header}A,,1,,\n`), mapping: services }, org.as((await org.hire('Nobody')).id))).rejects.toThrow(/None of your roles may elements\.import/)
  })
})

describe('a preview', () => {
  it('says what an import would do, and changes nothing', async () => {
    const org = await world.found()
    const before = (await entries(org)).length
    const shown = await preview(org, { files: csv(`${header}Payroll,,1,Mail,\nMail,,9,,\n`), mapping: services })
    expect(shown).toMatchObject({ read: 2, created: 1, rejectedInAll: 2, outcome: 'in force', written: { elements: 1 }, faults: [], suggested: false })
    expect(shown.rows.map((row) => [row.row, row.key, row.result])).toEqual([[2, 'Payroll', 'created'], [3, 'Mail', 'rejected']])
    expect((await entries(org)).length).toBe(before)
    expect((await org.read<Listed>('service.list')).rows).toEqual([])
  })

  it('suggests a mapping where there is none, and answers a faulty one with its faults beside the columns', async () => {
    const org = await world.found()
    const files = [{ name: 'catalogue.yml', text: 'tiers: [{name: sv}]\nservices:\n  - {name: api, friendly_name: The API, depends_on: [db]}\n  - {name: db, friendly_name: Database, depends_on: []}\n' }]
    const suggested = await preview(org, { files, kind: 'service' })
    expect(suggested).toMatchObject({ suggested: true, rowPaths: ['services', 'tiers'], faults: [], read: 2, created: 2 })
    expect(suggested.mapping).toBe("kind: service\nkey: name\nrows: services\nfields:\n  title: friendly_name\nlinks:\n  - type: dependsOn\n    each: depends_on[*]\n    to: service\n")
    expect(suggested.columns.map((column) => column.path)).toEqual(['name', 'friendly_name', 'depends_on[*]'])
    const faulty = await preview(org, { files, mapping: { kind: 'service', rows: 'services', key: 'nam' } })
    expect(faulty).toMatchObject({ read: 2, created: 0, faults: [{ path: 'key', message: 'No row has the column "nam"; did you mean "name"? There are name, friendly_name, depends_on[*].' }] })
  })
})

describe('saved mappings', () => {
  it('are kept by name, used by name, and replaced only by who saw the last revision', async () => {
    const org = await world.found()
    const save = async (input: object) => (await perform(world.runtime, saveMappingAction, input, org.founder)).output
    expect(await save({ name: 'Our list', mapping: services })).toMatchObject({ name: 'Our list', revision: 1 })
    await expect(save({ name: 'Our list', mapping: services })).rejects.toThrow('There is a mapping "Our list" already (revision 1). Give its revision to replace it, or another name.')
    await expect(save({ name: 'Bad', mapping: 'kind: thing\nkey: x' })).rejects.toThrow('There is no kind "thing"')
    expect(await save({ name: 'Our list', mapping: { kind: 'service', key: 'name' }, revision: 1 })).toMatchObject({ revision: 2 })
    const listed = (await ask(world.runtime, listMappingsQuery, {}, org.founder)) as z.infer<typeof listMappings.output>
    expect(listed).toMatchObject({ rows: [{ name: 'Our list', kind: 'service', mapping: 'kind: service\nkey: name\n', revision: 2 }], abilities: ['mapping.save', 'elements.import'] })
    expect(await bring(org, { files: csv('name\nPayroll\n'), savedMapping: 'Our list' })).toMatchObject({ created: 1 })
  })
})

describe('the ledger', () => {
  it('verifies every row that imports wrote: elements, versions, people, holders, proposals and mappings', async () => {
    const { org, grace } = await live()
    const people = 'name,email,role\nBo Li,bo@example.org,Role of Grace Hopper\n'
    await bring(org, { files: csv(people), mapping: 'kind: person\nkey: email\nfields: {name: name, email: email}\nalso: [{kind: holder, fields: {role: role, person: email}}]' }, grace.caller)
    await bring(org, { files: csv(people.replace('Bo Li', 'Bo Lee')), mapping: 'kind: person\nkey: email\nfields: {name: name}' }, grace.caller)
    await bring(org, { files: csv(header + Array.from({ length: 20 }, (_, i) => `s${i},,1,s${i + 1},\n`).join('')), mapping: services }, grace.caller)
    await perform(world.runtime, saveMappingAction, { name: 'Our list', mapping: services }, operator(org))
    await world.seal(org.organisationId)
    expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true, faults: [] })
  })
})

describe('size', () => {
  it('100,000 rows are imported at once, with one entry that holds the root of all of them', async () => {
    const org = await world.found()
    const text = header + Array.from({ length: 100_000 }, (_, i) => `s${i},Note ${i},${(i % 4) + 1},s${(i * 7 + 1) % 100_000},\n`).join('')
    expect(await bring(org, { files: csv(text), mapping: services })).toMatchObject({ read: 100_000, created: 100_000 })
    const [entry] = await importsOf(org)
    expect(entry!.rows).toEqual({ count: 200_000, root: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
  }, 240_000)
})
