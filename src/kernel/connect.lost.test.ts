import net from 'node:net'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { connect } from './connect.ts'
import type { Parsed } from './connection.ts'
import { openDatabase } from './database.ts'
import { Pool } from './pool.ts'

let url: string
let through: string
let refusing = false
const sockets = new Set<net.Socket>()

// Stands between us and the server, and breaks what passes through it.
const between = net.createServer((ours) => {
  if (refusing) return void ours.resetAndDestroy()
  const { hostname, port } = new URL(url)
  const path = new URL(url).searchParams.get('host')
  const theirs = path ? net.connect(`${path}/.s.PGSQL.${port || 5432}`) : net.connect(Number(port), hostname)
  sockets.add(ours)
  for (const [one, other] of [[ours, theirs], [theirs, ours]] as const) one.on('error', () => other.destroy()).on('close', () => other.destroy()).pipe(other)
  ours.on('close', () => sockets.delete(ours))
})

beforeAll(async () => {
  url = await freshDatabase()
  between.listen(0, '127.0.0.1')
  await once(between, 'listening')
  const address = new URL(url)
  address.searchParams.delete('host')
  address.host = `127.0.0.1:${(between.address() as net.AddressInfo).port}`
  through = address.href
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  between.close()
})

const organisation = '00000000-0000-7000-8000-000000000001'
const number = (value: number) => CompiledQuery.raw('select $1::int as x, $2::text as y', [value, 'y'.repeat(value % 3000)])

describe('connections that break under load', () => {
  test('leave nothing unanswered, answer nothing to another, and are all replaced', { timeout: 60_000 }, async () => {
    const database = openDatabase(through, { connections: 4 })
    let stopped = false
    let answered = 0
    const wrong: unknown[] = []
    const unsaid: unknown[] = []
    const ways = [
      async (value: number) => (await database.sql`select ${value}::int as x`)[0],
      (value: number) => database.sql.begin(async (tx) => (await tx`select ${value}::int as x, ${'y'.repeat(value % 3000)}::text as y`)[0]),
      ...[database.read, database.write].map((way) => (value: number) => way(organisation, async (tx) => {
        const both = await Promise.all([tx.executeQuery<{ x: number }>(number(value)), tx.executeQuery(number(value + 1))])
        return both[0].rows[0]
      })),
    ]
    const work = async (from: number) => {
      for (let value = from; !stopped; value += 16) {
        try {
          const row = await ways[value % ways.length]!(value) as { x: number }
          if (row.x !== value) wrong.push([value, row.x])
          answered++
        } catch (error) {
          if (!/^(ECONNRESET|ECONNREFUSED|EPIPE|CONNECTION_CLOSED|CONNECT_TIMEOUT)$/.test((error as { code?: string }).code ?? '')) unsaid.push(error)
        }
        await wait(Math.random() * 2)
      }
    }
    const working = Array.from({ length: 16 }, (_, from) => work(from))
    for (let kill = 0; kill < 150; kill++) {
      await wait(Math.random() * 20)
      const [victim] = [...sockets].sort(() => Math.random() - 0.5)
      if (kill % 2 === 0) victim?.destroy()
      else victim?.resetAndDestroy()
      if (kill % 40 === 39) {
        refusing = true
        for (const socket of sockets) socket.destroy()
        await wait(20)
        refusing = false
      }
    }
    stopped = true
    await Promise.all(working)
    expect(wrong).toEqual([])
    expect(unsaid).toEqual([])
    expect(answered).toBeGreaterThan(0)
    const all = await Promise.all([1, 2, 3, 4].map((value) => database.write(organisation, async (tx) => (await tx.executeQuery<{ x: number }>(number(value))).rows[0]!.x)))
    expect(all).toEqual([1, 2, 3, 4])
    await database.close()
  })

  test('take nothing more from whoever had them', async () => {
    const sql = connect(url, { max: 2, onnotice: () => {} })
    const mine = await sql.reserve()
    await mine`begin`
    const [row] = await mine<{ pid: number }[]>`select pg_backend_pid() as pid`
    const asked = mine`select pg_sleep(30)`.then(() => 'answered', (error: unknown) => (error as { code: string }).code)
    await sql`select pg_terminate_backend(${row!.pid})`
    expect(await asked).toMatch(/^(CONNECTION_CLOSED|57P01|ECONNRESET)$/)
    const other = await sql.reserve()
    await expect(mine`rollback`).rejects.toMatchObject({ code: expect.stringMatching(/^(CONNECTION_CLOSED|ECONNRESET)$/) })
    mine.release()
    const both = await Promise.all([other, await sql.reserve()].map(async (each) => (await each<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]!.pid))
    expect(new Set([...both, row!.pid]).size).toBe(3)
    await sql.end({ timeout: 0 })
  })

  test('fail the transaction that was under way, and the next one is served', async () => {
    const sql = connect(url, { max: 1, onnotice: () => {} })
    await expect(sql.begin(async (tx) => {
      await tx`select 1`
      await tx`select pg_terminate_backend(pg_backend_pid())`.catch(() => {})
      await tx`select 2`
    })).rejects.toMatchObject({ code: expect.stringMatching(/^(CONNECTION_CLOSED|57P01|ECONNRESET)$/) })
    expect((await sql`select 3 as x`)[0]).toEqual({ x: 3 })
    await sql.end()
  })
})

describe('a connection that nobody gives back', () => {
  test('makes others wait for a time only, and then says so', async () => {
    const pool = new Pool(connect(url, { max: 1 }).options as unknown as Parsed, 50)
    const held = await pool.take()
    await expect(pool.take()).rejects.toMatchObject({ type: 'unavailable', message: 'The database has no free connection. Try again in a moment.' })
    pool.give(held)
    expect(await pool.take()).toBe(held)
    pool.give(held)
    await pool.end(1)
    await expect(pool.take()).rejects.toMatchObject({ code: 'CONNECTION_ENDED' })
  })

  test('or gives it back in the middle of a statement, is not used again', async () => {
    const sql = connect(url, { max: 1, onnotice: () => {} })
    const mine = await sql.reserve()
    const asked = mine`select pg_sleep(30)`.execute().catch((error: unknown) => (error as { code: string }).code)
    await wait(20)
    mine.release()
    expect(await asked).toBe('CONNECTION_CLOSED')
    expect((await sql`select 3 as x`)[0]).toEqual({ x: 3 })
    await sql.end()
  })
})

test('a server that accepts and never speaks is given up after the time to connect', async () => {
  const silent = net.createServer(() => {}).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const sql = connect(`postgres://me@127.0.0.1:${(silent.address() as net.AddressInfo).port}/none`, { max: 1, connect_timeout: 0.2 })
  await expect(sql`select 1`).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
  await sql.end({ timeout: 0 })
  silent.close()
})
