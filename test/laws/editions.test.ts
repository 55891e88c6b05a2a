import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../../src/kernel/query.ts'
import type { A3Page } from '../../src/modules/a3/a3.contract.ts'
import type { Comparison, EditionView } from '../../src/modules/a3/edition.contract.ts'
import { editionPaperQuery, type EditionPaper } from '../../src/modules/a3/edition.queries.ts'
import { erasePapersReaction } from '../../src/modules/a3/edition.reactions.ts'
import { verifyLedger } from '../../src/kernel/ledger.verify.ts'
import { sha256 } from '../../src/kernel/hash.ts'
import { makeWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'
import type { Org } from './samples.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

const stored = async (org: Org, edition: string) => (await org.read<{ page: A3Page }>('edition.get', { edition })).page
const paperOf = async (org: Org, edition: string) => (await ask(world.runtime, editionPaperQuery, { edition }, org.founder)) as EditionPaper

/** One change of each sort that a page shows; `seed` makes it another each time. */
const deeds: ((org: Org, seed: number) => Promise<unknown>)[] = [
  (org, seed) => org.enact('policy', { title: `Policy ${seed}`, body: { theme: 'change', statement: 'Small.', principles: [{ text: `Rule ${seed}` }] } }),
  (org, seed) => org.enact('service', { title: `Service ${seed}`, body: { description: 'It serves.', criticality: (seed % 4) + 1, stage: 'live' } }),
  async (org, seed) => {
    const { rows } = await org.read<{ rows: { key: string }[] }>('service.list')
    const states = [{ state: 'in' }, { state: 'partly' }, { state: 'not yet', reason: 'Contract', byOn: '2027-01-01' }]
    if (rows.length > 0) await org.act('scope.state', { service: rows[seed % rows.length]!.key, axis: 'unit', element: '*', ...states[seed % 3] })
    const scope = await org.read<{ key: string; revision: number; draft: object | null }>('scope.get', { element: 'SCO-1' })
    if (scope.draft) await org.act('scope.approve', { element: 'SCO-1', revision: scope.revision })
  },
  async (org, seed) => {
    const { rows } = await org.read<{ rows: { key: string; status: string; revision: number }[] }>('policy.list', { status: 'in force' })
    const one = rows[seed % Math.max(1, rows.length)]
    if (one) await org.act('policy.retire', { element: one.key, revision: one.revision, reason: 'Over.' })
  },
  async (org, seed) => {
    const person = await org.act<{ id: string }>('person.add', { name: `Person ${seed}`, email: `p${seed}.${world.clock.now.getTime()}@example.org` })
    await org.act('holder.appoint', { role: 'ROL-1', person: person.id, deputy: seed % 2 === 0 })
  },
  async (org, seed) => {
    const { rows } = await org.read<{ rows: { id: string; revision: number; email: string | null }[] }>('person.list')
    const one = rows[seed % rows.length]!
    await org.act('person.rename', { person: one.id, revision: one.revision, name: `Renamed ${seed}`, email: one.email })
  },
  (org, seed) => org.act('policy.draft', { title: `Only written ${seed}`, body: {} }),
]

async function live(org: Org, seeds: readonly number[]): Promise<void> {
  for (const seed of seeds) await deeds[seed % deeds.length]!(org, seed)
}

describe('the as-of law', () => {
  it('the A3 of day T computed today is the edition stored on T, whatever was changed later', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1000), { maxLength: 6 }), fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }), async (earlier, later) => {
        const org = await world.found()
        await live(org, earlier)
        await world.seal(org.organisationId)
        const on = world.clock.now.toISOString().slice(0, 10)
        const { key } = await org.act<EditionView>('edition.publish', { title: 'On the day' })
        world.pass(1)
        const then = await stored(org, key)
        await live(org, later)
        world.pass(40)
        await world.seal(org.organisationId)
        const now = await stored(org, key)
        expect(now).toEqual(await org.read<A3Page>('a3.page', { asOf: on }))
        expect(now.scope).toEqual(then.scope)
        expect((await org.read<Comparison>('edition.difference', { from: key, to: on })).difference!.changes).toEqual([])
      }),
      { numRuns: 12, seed: 4600 },
    )
  })

  it('an edition of a past day is the same, and its PDF is typeset to the byte again', async () => {
    const org = await world.found()
    await live(org, [0, 1, 4])
    const on = world.clock.now.toISOString().slice(0, 10)
    world.pass(10)
    await live(org, [7, 3])
    await org.act('organisation.goLive', { singleHanded: 'Ada Berg' })
    expect(await org.read<A3Page>('a3.page')).toMatchObject({ organisation: { singleHanded: 'Ada Berg' } })
    expect(await org.read<A3Page>('a3.page', { asOf: on })).toMatchObject({ organisation: { singleHanded: null } })
    const edition = await org.act<EditionView>('edition.publish', { title: 'Then', asOf: on })
    expect(edition).toMatchObject({ key: 'ED-1', asOf: on, title: 'Then' })
    expect(await stored(org, 'ED-1')).toEqual(await org.read<A3Page>('a3.page', { asOf: on }))
    const { pdf, page } = await paperOf(org, 'ED-1')
    expect(sha256(Buffer.from(pdf!, 'base64')).toString('hex')).toBe(edition.pdfHash)
    const { a3Pdf } = await import('../../src/modules/a3/a3.paper.ts')
    const again = await a3Pdf(page!, new Date(edition.publishedAt), { key: edition.key, title: edition.title, hash: edition.hash, ledger: page!.ledger })
    expect(sha256(Buffer.from(again)).toString('hex')).toBe(edition.pdfHash)
  })
})

describe('an edition', () => {
  it('is hashed into the ledger as the text that is downloaded, with the head of that moment', async () => {
    const org = await world.found()
    await world.seal(org.organisationId)
    const edition = await org.act<EditionView>('edition.publish', { title: 'First', note: 'For the board' })
    const { hashed } = await org.read<{ hashed: string }>('edition.document', { edition: edition.key })
    expect(sha256(hashed).toString('hex')).toBe(edition.hash)
    expect(edition.ledger.root).toMatch(/^[0-9a-f]{64}$/)
    const { entries } = await org.read<{ entries: { verb: string; reason: string }[] }>('ledger.entries', { verb: 'edition.publish' })
    expect(entries[0]!.reason).toContain(edition.hash)
    expect(entries[0]!.reason).toContain(edition.pdfHash)
    await world.seal(org.organisationId)
    expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true })
  })

  it('says that nothing has changed instead of being published twice, and is printed again when asked', async () => {
    const org = await world.found()
    await org.act('edition.publish', {})
    await org.act('policy.draft', { title: 'Only a draft', body: {} })
    await expect(org.act('edition.publish', {})).rejects.toThrow(/^Nothing has changed since ED-1 of \d+ \w+ \d+; it still holds/)
    expect(await org.act('edition.publish', { unchanged: true })).toMatchObject({ key: 'ED-2' })
    await org.enact('policy', { title: 'In force', body: { theme: 'change', statement: 'Small.' } })
    expect(await org.act('edition.publish', {})).toMatchObject({ key: 'ED-3' })
    expect(await org.read('edition.difference', {})).toMatchObject({ before: { edition: 'ED-3' }, difference: { counts: { added: 0, changed: 0, removed: 0 } } })
    expect(await org.read('edition.difference', { from: 'ED-1' })).toMatchObject({ difference: { counts: { added: 1 } } })
  })

  it('is published once by two who publish the same at the same instant', async () => {
    const org = await world.found()
    const both = await Promise.allSettled([org.act('edition.publish', {}), org.act('edition.publish', {})])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await org.read<{ editions: unknown[] }>('edition.list')).editions).toHaveLength(1)
  })

  it('cannot be changed or removed, and an edit behind our back is found', async () => {
    const org = await world.found()
    const { id } = await org.act<EditionView>('edition.publish', {})
    const { sql } = world.database
    await expect(sql`update editions set title = 'Other' where id = ${id}`).rejects.toThrow('append-only')
    await expect(sql`delete from editions where id = ${id}`).rejects.toThrow('append-only')
    await expect(sql`update edition_papers set pdf = '\\x00' where edition_id = ${id}`).rejects.toThrow('append-only')
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`update edition_papers set pdf = ${Buffer.from('other')} where edition_id = ${id}`
    })
    expect((await verifyLedger(sql, org.organisationId, world.key.publicKey)).faults).toMatchObject([{ where: `edition_papers ${id}` }])
    await sql`delete from edition_papers where edition_id = ${id}`
    expect((await verifyLedger(sql, org.organisationId, world.key.publicKey)).faults).toMatchObject([{ what: 'The PDF of this edition is gone.' }])
  })

  it('lets whoever it names be erased: the file goes, the page and its hash stay', async () => {
    const org = await world.found()
    const grace = await org.hire('Grace Hopper')
    await org.act('holder.appoint', { role: 'ROL-1', person: grace.id })
    const { hash } = await org.act<EditionView>('edition.publish', {})
    expect((await paperOf(org, 'ED-1')).pdf).not.toBeNull()
    await org.act('person.leave', { person: grace.id })
    await org.act('person.erase', { person: grace.id, reason: 'She asked for it.' })
    await erasePapersReaction.run(world.runtime, { verb: 'person.erase', entryId: '', organisationId: org.organisationId, subject: null })
    const rows = await world.database.sql`select 1 from edition_papers where organisation_id = ${org.organisationId}`
    expect(rows).toHaveLength(0)
    const everything = await world.database.sql`select page from editions where organisation_id = ${org.organisationId}`
    expect(JSON.stringify(everything)).not.toContain('Grace')
    const { pdf, page, edition } = await paperOf(org, 'ED-1')
    expect([pdf, edition.hash]).toEqual([null, hash])
    expect(page!.smsOwner.holders).toContain('Erased person')
    expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true })
  })

  it('is not listed on days before it was published, and another day to come is refused', async () => {
    const org = await world.found()
    const on = world.clock.now.toISOString().slice(0, 10)
    world.pass(2)
    await org.act('edition.publish', {})
    expect(await org.read('edition.list', { asOf: on })).toMatchObject({ editions: [], abilities: [] })
    expect(await org.read('edition.list')).toMatchObject({ editions: [{ key: 'ED-1', by: { name: 'Ada Berg' } }], abilities: ['edition.publish'] })
    expect(await org.read('edition.difference', { asOf: on })).toMatchObject({ before: null, difference: null })
    await expect(org.act('edition.publish', { asOf: '2999-01-01' })).rejects.toThrow('still to come')
    await expect(org.read('edition.difference', { from: 'ED-9' })).rejects.toThrow('no edition ED-9')
  })
})
