import { describe, expect, test } from 'vitest'
import { connect } from '../../src/kernel/connect.ts'
import { emptyDatabase, freshDatabase, workerDatabase } from './database.ts'

describe('the test databases', () => {
  test('each is migrated and the caller’s own', async () => {
    const urls = [await workerDatabase(), await freshDatabase(), await freshDatabase()]
    expect(new Set(urls).size).toBe(3)
    for (const url of urls) {
      const sql = connect(url, { max: 1 })
      expect(await sql`select count(*)::int as migrations, (select count(*)::int from organisations) as organisations from migrations`).toMatchObject([{ organisations: 0 }])
      await sql.end()
    }
  })

  test('an empty one has no tables', async () => {
    const sql = connect(await emptyDatabase(), { max: 1 })
    expect(await sql`select tablename from pg_tables where schemaname = 'public'`).toHaveLength(0)
    await sql.end()
  })
})
