import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { kinds } from '../../src/modules/kinds.ts'
import { readFolder } from '../../src/modules/transfer/folder.read.ts'
import { folderOf } from '../../src/modules/transfer/folder.system.ts'
import { keyOrder } from '../../src/modules/transfer/folder.ts'
import type { FolderElement, FolderFile } from '../../src/modules/transfer/folder.ts'
import { filesOf, writeFolder } from '../../src/modules/transfer/folder.write.ts'
import { unreadableIn } from '../../src/shared/fields.ts'
import { unwritable } from '../../src/shared/issues.ts'
import { fjordvik } from '../support/fjordvik.ts'
import { furnish } from '../support/furnished.ts'
import { arbitraryOf } from '../support/hostile.ts'
import type { Schema } from '../support/hostile.ts'
import { crowded } from '../support/systems.ts'
import { makeWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'
import type { Org } from './samples.ts'

const bytes = (files: readonly FolderFile[]) => files.map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) }))
const shuffled = (files: readonly FolderFile[]) => [...files].sort((a, b) => (a.text.length % 7) - (b.text.length % 7))
const words = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => unreadableIn(text) === null).map((text) => text.trim())
const title = words.map((text) => text.replaceAll(/[\n\r\t]+/g, ' ') || 'Untitled')

/** Bodies of a kind as they are kept: whatever its schema takes, of any length and with any characters. */
function bodies(kind: (typeof kinds)[number]): fc.Arbitrary<Record<string, unknown>> {
  const schema = z.toJSONSchema(kind.body, { io: 'input', unrepresentable: 'any' }) as Schema
  const whole = arbitraryOf(schema, { references: ['ROL-1', 'MSR-2', 'CAL-1'], ids: [] }).map((body) => kind.body.safeParse(body))
  const texted = fc.dictionary(fc.constantFrom(...Object.keys(schema.properties ?? { none: true })), words, { maxKeys: 4 }).map((given) => kind.body.safeParse({ ...(kind.empty as object), ...given }))
  return fc.oneof(whole, texted).filter((parsed) => parsed.success && unwritable(parsed.data) === undefined).map((parsed) => parsed.data as Record<string, unknown>)
}

const element: fc.Arbitrary<FolderElement> = fc.constantFrom(...kinds).chain((kind) =>
  fc.record({
    kind: fc.constant(kind.kind), key: kind.single ? fc.constant(`${kind.prefix}-1`) : fc.integer({ min: 1, max: 99 }).map((number) => `${kind.prefix}-${number}`), title, body: bodies(kind),
    status: kind.single ? fc.constant('in force' as const) : fc.constantFrom('in force' as const, 'draft' as const, 'retired' as const),
    accountable: fc.constantFrom(null, 'ROL-1'), reviewEvery: fc.constantFrom(null, 'P1Y', 'P3M'), effectiveOn: fc.constant(null), links: fc.constant([]),
    unknown: fc.array(fc.record({ type: fc.constant('partOf'), name: title }), { maxLength: 2 }),
  }),
)

describe('any system', () => {
  it('is written and read as the same system, and written again as the same bytes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(element, { selector: (each) => each.key, maxLength: 6 }), (elements) => {
        const ordered = readFolder(bytes(filesOf({ elements, people: [], holders: [] }))).folder.elements
        expect([...ordered].sort((a, b) => keyOrder(a.key, b.key))).toEqual([...elements].sort((a, b) => keyOrder(a.key, b.key)))
        const files = filesOf({ elements: ordered, people: [], holders: [] })
        expect(filesOf(readFolder(bytes(shuffled(files))).folder)).toEqual(files)
      }),
      { seed: 4600, numRuns: 300 },
    )
  })

  it.each([['Fjordvik', fjordvik()], ['a crowded one', crowded(60, 12, 3)]])('%s is written the same whatever the order of its parts, and comes back', (_, system) => {
    const files = writeFolder(system)
    expect(writeFolder({ ...system, elements: [...system.elements].reverse(), holders: [...system.holders].reverse() })).toEqual(files)
    expect(filesOf(readFolder(bytes(shuffled(files))).folder)).toEqual(files)
    expect(folderOf(system).elements.length).toBe(system.elements.length)
  })
})

let source: World
let target: World
beforeAll(async () => {
  source = await makeWorld()
  target = await makeWorld()
})
afterAll(async () => {
  await source.close()
  await target.close()
})

const exported = async (org: Org, asOf?: string) => (await org.read<{ files: FolderFile[] }>('sms.export', asOf ? { asOf } : {})).files

/** Two organisations founded alike in two worlds at one time. */
async function twins(): Promise<[Org, Org]> {
  target.clock.now = new Date(source.clock.now)
  const [one, other] = [await source.found(), await target.found()]
  return [one, other]
}

type Row = Record<string, unknown>

/** What an organisation holds, straight from its tables, with keys and addresses in place of ids: what a folder must not lose. */
async function held(world: World, org: Org): Promise<unknown> {
  const { sql } = world.database
  const id = org.organisationId
  const elements = await sql<{ id: string; key: string; status: string; draft: string | null; content: string | null; on: string | null }[]>`select e.id, e.key, e.status, e.draft, v.content, v.effective_on as on from elements e
    left join element_versions v on v.organisation_id = e.organisation_id and v.element_id = e.id and v.superseded_at = 'infinity' and v.status = 'in force' where e.organisation_id = ${id} and e.status <> 'retired' order by e.key`
  const every = await sql<{ id: string; key: string }[]>`select id, key from elements where organisation_id = ${id}`
  const people = await sql<{ id: string; name: string; email: string | null; from_on: string | null; to_on: string | null }[]>`select id, name, email, from_on, to_on from people where organisation_id = ${id} order by email, name`
  const holders = await sql<Row[]>`select role_id, person_id, element_id, deputy, from_on, to_on from holders where organisation_id = ${id}`
  const names = new Map([...every.map((row) => [row.id, row.key] as const), ...people.map((row) => [row.id, row.email ?? row.name] as const)])
  const named = (text: string) => text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g, (found) => names.get(found) ?? found)
  const today = world.clock.now.toISOString().slice(0, 10)
  const told = elements.map(({ key, status, draft, content, on }) => {
    const { title, accountable, reviewEvery, body, links, unknown, effectiveOn } = JSON.parse(named((status === 'draft' ? draft : content)!)) as Row
    return { key, status, title, accountable, reviewEvery, body, links, unknown, from: status === 'draft' ? effectiveOn : on! > today ? on : null }
  })
  return { elements: told, people: people.map(({ id: _id, ...person }) => person), holders: holders.map((row) => named(JSON.stringify(row))).sort() }
}

describe('export → import into a freshly founded organisation → export', () => {
  it('gives the same bytes for any system that people can make', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), async (dice) => {
        const [org, twin] = await twins()
        await furnish(org, dice)
        const files = await exported(org)
        expect(files.length).toBeGreaterThan(40)
        await twin.act('sms.import', { files: shuffled(files) })
        expect(await exported(twin)).toEqual(files)
        expect(await held(target, twin)).toEqual(await held(source, org))
        expect(await twin.act('sms.import', { files })).toMatchObject({ created: [], changed: [], written: { elements: 0, people: 0, holders: 0 } })
        expect(await org.act('sms.import', { files })).toMatchObject({ created: [], changed: [], absent: [], written: { elements: 0, people: 0, holders: 0 } })
      }),
      { seed: 4600, numRuns: 5, endOnFailure: true },
    )
  })

  it('gives the same bytes as of a past day, whatever happened since', async () => {
    const [org, twin] = await twins()
    await furnish(org, Array.from({ length: 60 }, (_, at) => at * 7))
    const day = source.clock.now.toISOString().slice(0, 10)
    const then = await exported(org)
    source.pass(3)
    await furnish(org, Array.from({ length: 60 }, (_, at) => at * 11), 'Later')
    const files = await exported(org, day)
    const inForce = (all: FolderFile[]) => all.filter(({ name, text }) => !/^status: draft$/m.test(text) && !name.endsWith('.md'))
    const drafts = new Set(then.filter(({ text }) => /^status: draft$/m.test(text)).map(({ name }) => name))
    // No draft is part of a past day but where something in force names it.
    expect(inForce(files)).toEqual(inForce(then))
    expect(files.filter(({ name }) => !then.some((file) => file.name === name))).toEqual([])
    expect(drafts.size).toBeGreaterThan(0)
    await twin.act('sms.import', { files })
    expect(await exported(twin)).toEqual(files)
  })
})
