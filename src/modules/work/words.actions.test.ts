import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import { openDesk } from '../../../test/support/desk.ts'
import type { Receipt } from '../../../test/support/desk.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import type { RecordRow } from './record.contract.ts'
import { fillDueWords } from './words.jobs.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>
let desk: Awaited<ReturnType<typeof openDesk>>
type Page = { rows: RecordRow[]; next: string | null; lookedTo: string | null }

beforeAll(async () => {
  world = await makeWorld()
  org = await world.found()
  desk = await openDesk(org)
})
afterAll(() => world.close())

const raise = (title: string) => org.act<Receipt>('record.create', { routine: desk.routine.key, title, fields: { impact: 'Low', urgency: 'Low' } })
const listed = async (query: object) => (await org.read<Page>('record.list', { standing: 'any', ...query })).rows.map((row) => row.key)
const found = async (text: string) => (await org.read<{ results: { key: string }[]; words: string[] }>('search', { text })).results.map((hit) => hit.key)

describe('the words of records', () => {
  it('are those of comments too, and stay when title and form change', async () => {
    const { key } = await raise('Turbine vibrates')
    await org.act('record.comment', { record: key, text: 'The Østfold bearing is worn.' })
    expect([await found('bearing'), await listed({ text: 'ostfold worn' })]).toEqual([[key], [key]])
    await org.act('record.fill', { record: key, revision: 2, title: 'Turbine stands still' })
    expect([await found('bearing'), await found('stands worn'), await listed({ text: 'vibrates' })]).toEqual([[key], [key], []])
  })

  it('forgive a typing mistake in a title, in search and in lists, where nothing has the word that was typed', async () => {
    const { key } = await raise('Replicator stutters')
    expect([await found('replictor'), await found('stuters repli'), await listed({ text: 'replicatro' })]).toEqual([[key], [key], [key]])
    expect((await org.read<{ words: string[] }>('search', { text: 'replictor' })).words).toContain('replicator')
    expect([await found('rplctr'), await listed({ text: 'zzzzzz' })]).toEqual([[], []])
  })

  it('are made again in the background for records that were there before, comments included', async () => {
    const { key, id } = await raise('Compressor leaks')
    await org.act('record.comment', { record: key, text: 'Gasket from Drammen.' })
    const { sql } = world.database
    await sql`delete from record_words where id = ${id}`
    await sql`delete from record_title_words where word = 'compressor'`
    await sql`insert into record_words_due (organisation_id, entry_id) select organisation_id, entry_id from record_events where record_id = ${id} and position = 1`
    expect(await found('gasket')).toEqual([])
    await fillDueWords(world.runtime, org.organisationId)
    expect([await found('gasket'), await found('leaks drammen')]).toEqual([[key], [key]])
    expect((await verifyLedger(sql, org.organisationId, world.key.publicKey)).faults).toEqual([])
  })

  it('narrow a list to all that have them, past the newest, in every order; of what very many have a page says how far it looked', async () => {
    const routineId = (await org.read<RecordRow>('record.get', { record: 'INC-1' })).routine.id
    const made = 12_500
    await world.database.sql.begin(async (sql) => {
      await sql`select set_config('app.organisation_id', ${org.organisationId}, true)`
      await sql`create temp table made on commit drop as select n, ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id from generate_series(1, ${made}::int) n`
      await sql`insert into records (id, prefix, number, routine_id, routine_version, title, state, entered_at, open, opened_at, changed_at, revision)
        select id, 'INC', 1000 + n, ${routineId}, 1, 'x', 'new', at, true, at, at, 1 from (select *, '2025-01-01T00:00:00Z'::timestamptz + n * interval '1 minute' as at from made) m`
      await sql`insert into record_words (id, words) select id, (case when n % 40 = 0 then 'seldom ' else '' end || case when n <= 12000 then 'often' else 'lately' end)::tsvector from made`
    })
    const count = async (query: object) => {
      const keys: string[] = []
      let looks = 0
      for (let after: string | undefined; ; ) {
        const page = await org.read<Page>('record.list', { ...query, limit: 200, ...(after ? { after } : {}) })
        keys.push(...page.rows.map((row) => row.key))
        if (page.lookedTo !== null) looks++
        if (page.next === null) return { count: new Set(keys).size, looks }
        after = page.next
      }
    }
    expect(await count({ text: 'seldom' })).toEqual({ count: 312, looks: 0 })
    expect(await count({ text: 'seldom often', sort: 'changed', direction: 'asc' })).toEqual({ count: 300, looks: 0 })
    for (const query of [{}, { sort: 'changed' }, { routine: desk.routine.key }, { sort: 'due' }, { standing: 'any' }]) expect(await count({ text: 'often', ...query })).toEqual({ count: 12_000, looks: 0 })
    expect(await count({ text: 'often', direction: 'asc', assignee: 'none', priority: '5' })).toMatchObject({ count: 0 })
    for (const direction of ['asc', 'desc']) expect(await count({ text: 'lately', direction, routine: desk.routine.key })).toEqual({ count: 500, looks: 1 })
  }, 60_000)
})
