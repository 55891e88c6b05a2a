import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { connect } from './connect.ts'
import { openWires } from './wires.ts'
import type { Wires } from './wires.ts'

const options = { onnotice: () => {} }
let url: string
let wires: Wires

beforeAll(async () => {
  url = await freshDatabase()
  wires = openWires(url, options, 2)
})
afterAll(() => wires.close())

async function taken<T>(work: (wire: Awaited<ReturnType<Wires['take']>>) => Promise<T>): Promise<T> {
  const wire = await wires.take()
  try {
    return await work(wire)
  } finally {
    wires.give(wire)
  }
}

const read = (text: string, values: readonly unknown[] = []) => taken(async (wire) => (await wire.ask(text, values)).rows[0])

describe('a wire', () => {
  it('brings values there and back as they are', async () => {
    const at = new Date('2026-02-03T04:05:06.789Z')
    const bytes = Buffer.from([0, 1, 255])
    const awkward = ['plain', '', 'a "quoted" one', 'back\\slash', 'comma, {brace}', 'null', 'Smørbrød ☃ 🙂']
    const values = ['text', 7, true, false, null, at, bytes, awkward, { deep: [1, null] }, 2n ** 60n, [at.toISOString()], []]
    const text = `select $1::text as text, $2::integer as number, $3::boolean as yes, $4::boolean as no, $5::text as nothing, $6::timestamptz as at, $7::bytea as bytes, $8::text[] as awkward,
      $9::jsonb as json, $10::bigint as large, $11::timestamptz[] as instants, $12::uuid[] as none`
    expect(await read(text, values)).toEqual({ text: 'text', number: 7, yes: true, no: false, nothing: null, at, bytes, awkward, json: { deep: [1, null] }, large: String(2n ** 60n), instants: [at], none: [] })
  })

  it('reads rows larger than one piece of what arrives, and any number of them', async () => {
    const { rows } = await taken((wire) => wire.ask(`select n, repeat('å', 100000) as long from generate_series(1, 30) n`, []))
    expect(rows.map(({ n, long }) => [n, (long as string).length])).toEqual(Array.from({ length: 30 }, (_, i) => [i + 1, 100_000]))
  })

  it('sends texts longer than its room', async () => {
    const long = 'é'.repeat(300_000)
    expect(await read('select $1::text as long', [long])).toEqual({ long })
  })

  it('counts the rows that a statement changed', async () => {
    await taken(async (wire) => {
      const [, made, changed, removed] = await Promise.all([
        wire.ask('create temporary table counted (n integer)', []), wire.ask('insert into counted select generate_series(1, 5)', []),
        wire.ask('update counted set n = 0 where n > 2', []), wire.ask('delete from counted where n = 1', []),
      ])
      expect([made, changed, removed].map(({ command, count }) => [command, count])).toEqual([['INSERT', 5], ['UPDATE', 3], ['DELETE', 1]])
    })
  })

  it('fails what follows a failure in its batch, and goes on with the next', async () => {
    await taken(async (wire) => {
      const asked = ['begin', 'select 1 / 0', 'select 1 as never', 'commit'].map((text) => wire.ask(text, []))
      const states = (await Promise.allSettled(asked)).map((each) => (each.status === 'fulfilled' ? each.value.command : (each.reason as { code: string }).code))
      expect(states).toEqual(['BEGIN', '22012', '22012', '22012'])
      expect(await wire.ask('rollback', [])).toMatchObject({ command: 'ROLLBACK' })
      expect(await wire.ask('select 1 as never', [])).toMatchObject({ rows: [{ never: 1 }] })
    })
  })

  it('prepares a statement anew that could not be prepared, or whose answer has another shape since', async () => {
    await taken(async (wire) => {
      await expect(wire.ask('select * from shaped', [])).rejects.toMatchObject({ code: '42P01', severity: 'ERROR' })
      await wire.ask('create temporary table shaped as select 1 as first', [])
      expect(await wire.ask('select * from shaped', [])).toMatchObject({ rows: [{ first: 1 }] })
      await wire.ask('alter table shaped add column second integer default 2', [])
      await expect(wire.ask('select * from shaped', [])).rejects.toMatchObject({ code: '0A000' })
      expect(await wire.ask('select * from shaped', [])).toMatchObject({ rows: [{ first: 1, second: 2 }] })
    })
  })

  it('says which constraint was broken', async () => {
    await taken(async (wire) => {
      await wire.ask('create temporary table sole (n integer constraint only_once unique)', [])
      await wire.ask('insert into sole values (1)', [])
      await expect(wire.ask('insert into sole values ($1)', [1])).rejects.toMatchObject({ code: '23505', table_name: 'sole', constraint_name: 'only_once' })
    })
  })

  it('refuses a value that is undefined and sends nothing of that statement', async () => {
    await taken(async (wire) => {
      await expect(wire.ask('select $1::text', [undefined])).rejects.toThrow('undefined')
      expect(await wire.ask('select 2 as n', [])).toMatchObject({ rows: [{ n: 2 }] })
    })
  })
})

describe('a pool of wires', () => {
  it('lets those wait who find none free, in their order', async () => {
    const held = [await wires.take(), await wires.take()]
    const order: string[] = []
    const later = ['first', 'second'].map((name) => wires.take().then((wire) => (order.push(name), wire)))
    held.forEach((wire) => wires.give(wire))
    for (const wire of await Promise.all(later)) wires.give(wire)
    expect(order).toEqual(['first', 'second'])
  })

  it('replaces a connection that was cut, and fails what waited on it', async () => {
    const owner = connect(url, { ...options, max: 1 })
    const wire = await wires.take()
    const pid = (await wire.ask('select pg_backend_pid() as pid', [])).rows[0]!['pid'] as number
    const sleeping = wire.ask('select pg_sleep(30)', [])
    wire.send()
    const [cut] = await Promise.allSettled([sleeping, owner`select pg_terminate_backend(${pid})`])
    expect(cut).toMatchObject({ status: 'rejected', reason: { code: '57P01' } })
    await expect.poll(() => wire.broken).not.toBeNull()
    wires.give(wire)
    expect(await read('select 1 as n')).toEqual({ n: 1 })
    await owner.end()
  })

  it('says why it cannot connect, and tries again when asked', async () => {
    const nowhere = openWires('postgres://nobody@localhost:1/none', options, 1)
    for (let round = 0; round < 2; round++) await expect(nowhere.take()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await nowhere.close()
  })
})
