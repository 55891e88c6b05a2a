import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDesk } from '../../test/support/desk.ts'
import type { Receipt } from '../../test/support/desk.ts'
import { serve } from '../../test/support/served.ts'
import type { Served } from '../../test/support/served.ts'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'

let world: World
let served: Served
let address: string
let org: Awaited<ReturnType<World['found']>>
let desk: Awaited<ReturnType<typeof openDesk>>
const many = 2300

const tokenOf = async (scopes: string[], from = org) => `Bearer ${(await from.act<{ token: string }>('token.create', { name: `Export ${scopes.join(' ')}`, scopes })).token}`

beforeAll(async () => {
  world = await makeWorld()
  served = await serve(world)
  address = await served.server.listen({ port: 0, host: '127.0.0.1' })
  org = await world.found()
  desk = await openDesk(org)
  const first = await org.act<Receipt>('record.create', { routine: desk.routine.key, title: '=HYPERLINK("https://example.org";"a, b")', fields: { impact: 'High', urgency: 'High' } })
  await org.act('record.assign', { record: first.key, revision: 1, person: desk.dora.id })
  const { routine } = await org.read<{ routine: { id: string } }>('record.get', { record: first.key })
  await world.database.sql.begin(async (sql) => {
    await sql`select set_config('app.organisation_id', ${org.organisationId}, true)`
    await sql`insert into records (id, prefix, number, routine_id, routine_version, title, state, entered_at, open, opened_at, changed_at, revision)
      select ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'INC', 1000 + n, ${routine.id}, 1, 'Fault ' || n, 'new', at, true, at, at, 1
      from (select n, '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 minute' as at from generate_series(1, ${many}::int) n) made`
  })
})
afterAll(async () => {
  await served.close()
  await world.close()
})

const exported = async (query: string, authorization?: string) => {
  const response = await fetch(`${address}/api/record.export?${query}`, { headers: { authorization: authorization ?? (await tokenOf(['read'])) } })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

describe('a list of records as CSV', () => {
  it('is whole however long, in the order and columns of the list, and no cell is a formula', async () => {
    const { status, type, text } = await exported('columns=key,title,assignee,opened')
    const lines = text.trimEnd().split('\r\n')
    expect([status, type, lines.length]).toEqual([200, 'text/csv; charset=utf-8', many + 2])
    expect(lines[0]).toBe('Key,Title,Assigned to,Opened')
    expect(lines[1]).toBe(`INC-1,"'=HYPERLINK(""https://example.org"";""a, b"")",Dora Desk,2026-03-02 10:00`)
    expect(lines.at(-1)).toBe('INC-1001,Fault 1,,2026-01-01 01:01')
    expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(many + 2)
  })

  it('is narrowed and of a past day as the list is', async () => {
    expect((await exported(`columns=key&assignee=${desk.dora.id}`)).text).toBe('Key\r\nINC-1\r\n')
    expect((await exported('columns=key&text=hyperlink')).text).toBe('Key\r\nINC-1\r\n')
    expect((await exported('columns=key&asOf=2026-02-01')).text).toBe('Key\r\n')
  })

  it('is refused as the list is, before anything is sent', async () => {
    expect(await exported('columns=key,secret')).toMatchObject({ status: 400, text: expect.stringContaining('Name columns among key, title') as string })
    expect((await exported('standing=closed&sort=due')).status).toBe(400)
    expect((await exported('', 'Bearer wr_none')).status).toBe(401)
    expect(await exported('', await tokenOf(['role.draft']))).toMatchObject({ status: 403, text: expect.stringContaining('This token may not read.') as string })
    const other = await world.found('Another')
    expect((await exported('columns=key', await tokenOf(['read'], other))).text).toBe('Key\r\n')
  })
})
