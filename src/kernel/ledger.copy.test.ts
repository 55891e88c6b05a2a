import { Readable } from 'node:stream'
import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyDatabase } from '../../test/support/database.ts'
import { connect } from './connect.ts'
import { copyRows, idLiteral, millisecondsOf } from './ledger.copy.ts'
import { leafHash } from './merkle.ts'

let sql: postgres.Sql
beforeAll(async () => {
  sql = connect(await emptyDatabase(), { max: 2, onnotice: () => {} })
})
afterAll(() => sql.end())

const query = `select n::bigint, 'text ' || n || ' é', n % 2 = 0, case when n % 3 = 0 then null else 'x' end, timestamptz '2026-03-02T09:00:00.123Z' from generate_series(1, 50) n`
const read = async (from: Pick<postgres.ISql, 'unsafe'>) => {
  const rows: unknown[] = []
  await copyRows(from as postgres.ISql, query, (row) => rows.push([row.integer(0), row.text(1), row.truth(2), row.isNull(3) ? null : row.ascii(3), millisecondsOf(row.integer(4)), row.leafHash(1)]))
  return rows
}

describe('reading rows by COPY', () => {
  test('gives every cell of every row', async () => {
    const rows = await read(sql)
    expect(rows).toHaveLength(50)
    expect(rows[2]).toEqual([3, 'text 3 é', false, null, Date.parse('2026-03-02T09:00:00.123Z'), leafHash('text 3 é')])
  })

  test('does not mind where the stream is cut', async () => {
    const whole: Buffer[] = []
    for await (const chunk of await sql.unsafe(`copy (${query}) to stdout (format binary)`).readable()) whole.push(chunk as Buffer)
    const bytes = Buffer.concat(whole)
    const expected = await read(sql)
    for (const size of [1, 2, 7, 30, 1000, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => Buffer.from(bytes.subarray(i * size, (i + 1) * size)))
      const cut = { unsafe: () => ({ readable: async () => Readable.from(chunks) }) } as unknown as Pick<postgres.ISql, 'unsafe'>
      expect(await read(cut)).toEqual(expected)
    }
  })

  test('fails when the database fails half way, or when the reader does, and leaves the connection usable', async () => {
    await expect(copyRows(sql, 'select 1 / (n - 20000) from generate_series(1, 30000) n', () => {})).rejects.toThrow('division by zero')
    await expect(copyRows(sql, 'select n from generate_series(1, 300000) n', () => { throw new Error('enough') })).rejects.toThrow('enough')
    expect(await sql`select 1 as one`).toMatchObject([{ one: 1 }])
  })

  test('takes ids as literals and nothing else', () => {
    expect(idLiteral('01990000-0000-7000-8000-000000000001')).toBe(`'01990000-0000-7000-8000-000000000001'::uuid`)
    expect(() => idLiteral(`' or true --`)).toThrow('is not an id')
  })
})
