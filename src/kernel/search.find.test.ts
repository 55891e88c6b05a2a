import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { wordsIn } from '../shared/searching.ts'
import { hostileTexts } from '../../test/support/hostile.ts'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { writeTogether } from './database.ts'
import { searchDocument, textOf } from './search.document.ts'
import { fillSearch, searchWrites } from './search.save.ts'

type Found = { results: { id: string; key: string; kind: string; title: string; excerpt: string | null }[]; words: string[] }
let world: World
let org: Awaited<ReturnType<World['found']>>

beforeAll(async () => void (world = await makeWorld()))
afterAll(() => world.close())
beforeEach(async () => void (org = await world.found()))

const find = async (text: string, more: object = {}) => (await org.read<Found>('search', { text, ...more })).results
const titles = async (text: string, more: object = {}) => (await find(text, more)).map(({ title }) => title)

describe('search', () => {
  it('finds a key however it is written, and nothing beside what it begins', async () => {
    for (let number = 1; number <= 12; number++) await org.enact('service', { title: `Register ${number}` })
    await org.enact('policy', { title: 'About SVC-3', body: { statement: 'See SVC-3.' } })
    for (const text of ['SVC-3', 'svc-3', 'svc3', 'SVC 3', ' svc - 3 ', 'SVC-03', 'SVC-3 Register 3']) expect((await find(text)).map(({ key }) => key)).toEqual(['SVC-3'])
    expect((await find('svc1')).map(({ key }) => key)).toEqual(['SVC-1', 'SVC-10', 'SVC-11', 'SVC-12'])
  })

  it('answers keys, beginnings of titles, words of titles, facts, prose and mistyped words, in that order', async () => {
    await org.enact('policy', { title: 'Other things', body: { statement: 'We keep a register of every patch that suppliers were asked to bring in, and why it took so long to get there in the end.' } })
    await org.enact('policy', { title: 'One more', body: { theme: 'Patch days' } })
    await org.enact('policy', { title: 'How we patch', body: {} })
    await org.enact('policy', { title: 'Patching', body: {} })
    await org.enact('policy', { title: 'A batch', body: {} })
    expect(await titles('patch')).toEqual(['Patching', 'How we patch', 'One more', 'Other things'])
    expect(await titles('patchh')).toEqual(['How we patch', 'Patching', 'A batch', 'One more', 'Other things'])
    expect(await titles('POL')).toEqual(['Other things', 'One more', 'How we patch', 'Patching', 'A batch', 'SMS owner'])
  })

  it('shows the place of a text whose words are not in the title', async () => {
    await org.enact('policy', { title: 'Patience', body: { statement: `${'Words before it. '.repeat(20)}A fortnight is enough. ${'Words after it. '.repeat(20)}` } })
    const [hit] = await find('fortnigh')
    expect(hit!.excerpt).toMatch(/^… .*A fortnight is enough\..* …$/)
    expect(hit!.excerpt!.length).toBeLessThan(150)
    expect((await find('patience'))[0]!.excerpt).toBeNull()
  })

  it('finds mistyped words of titles and says which were meant', async () => {
    await org.enact('routine', { title: 'Incident', body: {} })
    await org.enact('policy', { title: 'Supplier expectations in Malmö', body: {} })
    for (const text of ['incdient', 'incidnt', 'insident', 'inciident', 'nicident', 'incdie']) expect([text, await titles(text)]).toEqual([text, ['Incident']])
    for (const text of ['Suplier', 'suppleir expectation', 'malmo', 'MALMÖ', 'mlamo', 'supplier expecttaions']) expect([text, await titles(text)]).toEqual([text, ['Supplier expectations in Malmö']])
    expect((await org.read<Found>('search', { text: 'Suplier' })).words).toEqual(['suplier', 'supplier'])
    expect(await titles('xylophone')).toEqual([])
  })

  it('follows a title that changes, and a draft beside what is in force is not found', async () => {
    const policy = await org.enact('policy', { title: 'Escalation', body: { statement: 'Ring the bell.' } })
    const draft = await org.act('policy.draft', { element: policy.key, revision: policy.revision, title: 'Alarms', body: { statement: 'Sound the horn.' } })
    expect([await titles('alarms'), await titles('horn'), await titles('bell')]).toEqual([[], [], ['Escalation']])
    await org.act('policy.approve', { element: policy.key, revision: draft.revision })
    expect([await titles('alarms'), await titles('horn'), await titles('bell'), await titles('escalation')]).toEqual([['Alarms'], ['Alarms'], [], []])
  })

  it('answers only the kinds that are asked for', async () => {
    await org.enact('policy', { title: 'Water', body: {} })
    await org.enact('service', { title: 'Water' })
    expect((await find('water', { kinds: 'service,unit' })).map(({ kind }) => kind)).toEqual(['service'])
    expect(await find('water', { kinds: 'unit' })).toEqual([])
    expect(await find('pol', { kinds: 'service' })).toEqual([])
  })

  it('of a past day answers what was in force then, by the title it had then', async () => {
    const policy = await org.enact('policy', { title: 'Escalation', body: {} })
    await org.enact('policy', { title: 'Łódź-Malmö, 24/7', body: {} })
    world.pass(10)
    const draft = await org.act('policy.draft', { element: policy.key, revision: policy.revision, title: 'Alarms', body: {} })
    await org.act('policy.approve', { element: policy.key, revision: draft.revision })
    await org.enact('policy', { title: 'Escalation of old', body: {} })
    world.pass(10)
    const day = (days: number) => new Date(world.clock.now.getTime() - days * 86_400_000).toISOString().slice(0, 10)
    expect([await titles('escalation'), await titles('alarms'), await titles('pol1')]).toEqual([['Escalation of old'], ['Alarms'], ['Alarms']])
    const then = { asOf: day(15) }
    expect([await titles('escalation', then), await titles('escaltaion', then), await titles('pol 1', then), await titles('alarms', then), await titles('pol3', then)]).toEqual([['Escalation'], ['Escalation'], ['Escalation'], [], []])
    for (const text of ['lodz', 'łódź', 'malmo 24', 'MALMÖ', '7']) expect([text, await titles(text, then)]).toEqual([text, ['Łódź-Malmö, 24/7']])
    expect(await titles('POL', { asOf: day(5) })).toEqual(['Alarms', 'Łódź-Malmö, 24/7', 'Escalation of old'])
    expect(await titles('escalation', { asOf: day(25) })).toEqual([])
  })

  it('keeps no name of a person, so that a name that was changed or erased is found nowhere', async () => {
    const { id } = await org.act<{ id: string }>('person.add', { name: 'Quentin Zephyr', email: 'quentin@example.org' })
    const named = async () => {
      const { rows } = await org.read<{ rows: { name: string }[] }>('person.list', { text: 'zephyr' })
      const kept = await world.database.sql`select 1 from search_documents d where d::text ilike '%zephyr%' union all select 1 from search_words w where w.word like 'zephyr%' or w.word like 'quentin%'`
      return [rows.length, (await find('zephyr')).length, kept.length]
    }
    expect(await named()).toEqual([1, 0, 0])
    await org.act('person.leave', { person: id })
    await org.act('person.erase', { person: id, reason: 'Asked for it.' })
    expect(await named()).toEqual([0, 0, 0])
  })

  it('answers any text at all', async () => {
    await org.enact('policy', { title: `It's 100 % \\ "sure" & (true) | !no :* <->`, body: { statement: "'; drop table elements; --" } })
    for (const text of [...hostileTexts, "it's", ':*', '& |', "a':*", '!!', '<->', '((', "1'", 'sure :* & | !', 'a b c d e f g h i j k l m n o p', 'ß', '\u0130', '障害'].filter((each) => each.length <= 200)) {
      const said = await org.read<Found>('search', { text }).then(() => 'found', (error: unknown) => String(error))
      expect([text, said]).toEqual([text, expect.stringMatching(/^found$|NUL|surrogate/)])
    }
    expect(await titles('it s 100 sure true no')).toHaveLength(1)
  })

  it('finds every title by its first word, by its key, and with one letter wrong in a long word', async () => {
    const vowels = [...'aeiouy']
    const word = fc.array(fc.tuple(fc.constantFrom(...'bdfgklmnprstvz'), fc.constantFrom(...vowels)), { minLength: 3, maxLength: 5 }).map((parts) => parts.flat().join(''))
    await fc.assert(fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 3 }), fc.nat(20), fc.nat(3), async (words, place, how) => {
      const title = words.join(' ')
      const made = await org.enact('service', { title })
      const long = words[0]!
      const at = place % (long.length - 1)
      const typed = how === 0 ? long.slice(0, at) + long.slice(at + 1) : how === 1 ? `${long.slice(0, at)}q${long.slice(at + 1)}` : how === 2 ? `${long.slice(0, at)}q${long.slice(at)}` : long.slice(0, at) + long[at + 1]! + long[at]! + long.slice(at + 2)
      const has = async (text: string) => (await find(text, { limit: 50 })).some(({ key }) => key === made.key)
      expect([await has(long), await has(made.key)]).toEqual([true, true])
      const others = await find(typed, { limit: 50 })
      // What was typed may be the beginning of another title's word; then that is what is answered.
      fc.pre(!others.some((other) => other.key !== made.key && wordsIn(other.title).some((each) => each.startsWith(typed))))
      expect([typed, others.some(({ key }) => key === made.key)]).toEqual([typed, true])
    }), { numRuns: 40 })
  })

  it('finds what is meant among ten thousand', async () => {
    const [first, second] = [['Payroll', 'Network', 'Archive', 'Patient', 'Mail', 'School', 'Water'], ['platform', 'portal', 'access', 'reporting', 'storage', 'register']]
    const body = { description: 'Serves its customers, every day' }
    const changes = Array.from({ length: 10_000 }, (_, at) => {
      const title = `${first[at % 7]} ${second[at % 6]} ${at}`
      return { element: { id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`, kind: 'service', key: `SVC-${at}`, externalKey: null, title, version: 0, revision: 1, draft: { body } } }
    })
    await world.database.write(org.organisationId, async (tx) => writeTogether(tx, { rows: [], writes: searchWrites(changes as never) }))
    for (const [text, most] of [['svc5000', 1], ['school register', 12], ['plat', 12], ['customers', 12], ['a', 12], ['pyaroll', 12], ['patinet prtal', 12], ['nothing such', 0]] as const) {
      expect([text, (await find(text)).length]).toEqual([text, most])
    }
  })
})

describe('what search knows', () => {
  it('is the same whether it was written with each change or filled at once', async () => {
    const policy = await org.enact('policy', { title: 'Straße nach Malmö', body: { theme: 'Ways', statement: 'Long words here.', principles: [{ text: 'Rule one' }] } })
    await org.act('policy.draft', { element: policy.key, revision: policy.revision, title: 'Other', body: { statement: 'Not yet.' } })
    const unborn = await org.act('policy.draft', { title: 'Unborn', body: { statement: 'Never.' } })
    await org.act('policy.discard', { element: unborn.key, revision: unborn.revision })
    await org.act('service.draft', { title: 'A first draft', body: {} })
    const all = async () => [
      await world.database.sql`select organisation_id, id, kind, key, title, plain_key, plain_title, words::text from search_documents d where exists (select from elements e where e.organisation_id = d.organisation_id and e.id = d.id) order by 1, 2`,
      await world.database.sql`select distinct organisation_id, word, near from search_words where organisation_id = ${org.organisationId} order by word`,
    ].map((rows) => JSON.stringify(rows))
    const written = await all()
    await world.database.sql.begin(async (tx) => {
      await tx`delete from search_documents`
      await tx`delete from search_words`
      await fillSearch(tx)
    })
    expect(await all()).toEqual(written)
    expect(written[0]).toContain('strasse nach malmo')
  })

  it('of a body is what people read: neither ids nor days, nor without end', () => {
    const { facts, prose } = textOf({ theme: 'Risk', statement: 'x'.repeat(101), at: '2026-03-02', id: '01a20829-ce96-7002-ac87-000000000000', every: 'P1Y', count: '12', steps: [{ name: 'Assess', role: 'ROL-4' }], may: ['policy.*'] })
    expect([facts, prose]).toEqual([['Risk'], ['x'.repeat(101), 'Assess', 'ROL-4'].toSorted((a, b) => Number(b.length > 100) - Number(a.length > 100))].map((texts) => expect.arrayContaining(texts)))
    const huge = searchDocument({ id: '', kind: 'plan', key: 'PLN-1', externalKey: null, title: 'Plan' }, { many: Array.from({ length: 50_000 }, (_, at) => `word${at}`), long: 'y'.repeat(1_000_000) })
    expect(huge.words.length).toBeLessThan(60_000)
  })
})
