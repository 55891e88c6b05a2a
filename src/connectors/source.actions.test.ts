import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { importRecordsAction } from '../modules/work/intake.actions.ts'
import type { AnyAction } from '../kernel/action.ts'
import { pullSources } from './pulling.jobs.ts'
import { receive } from './receiving.actions.ts'

const importing = importRecordsAction as AnyAction
let world: World
beforeAll(async () => {
  world = await makeWorld({ at: '2026-11-20T09:00:00.000Z' })
})
afterAll(() => world.close())

const servers: Server[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))))

type Ticket = { number: string; title: string; state: string; updated_at: string; closed_at?: string }

/** A desk of Zammad's kind, which can be told to refuse. */
async function desk(tickets: Ticket[]) {
  const says = { status: 200, headers: {} as Record<string, string>, asked: 0 }
  const server = createServer((request, response) => {
    says.asked++
    if (says.status !== 200) return void response.writeHead(says.status, says.headers).end()
    const url = new URL(request.url ?? '/', 'http://desk')
    const since = /updated_at:\["([^"]+)"/.exec(url.searchParams.get('query') ?? '')?.[1] ?? ''
    const found = tickets.filter((each) => each.updated_at >= since).sort((a, b) => (a.updated_at < b.updated_at ? -1 : 1)).slice((Number(url.searchParams.get('page')) - 1) * 200, Number(url.searchParams.get('page')) * 200)
    response.end(JSON.stringify(found.map((each) => ({ created_at: '2026-11-01T08:00:00.000Z', priority: '2 normal', close_at: each.closed_at ?? null, ...each }))))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { says, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

type Listed = { id: string; revision: number; said: string; stopped: boolean; failures: number; lastCounts: Record<string, number> | null; nextAt: string | null; mapping: string; path: string | null }

async function founded() {
  const org = await world.found()
  await org.act('sms.start', { starter: 'just-enough' })
  const { kinds } = await org.read<{ kinds: { kind: string; mapping: string; name: string }[] }>('source.kinds')
  const mappingOf = (kind: string) => kinds.find((each) => each.kind === kind)!.mapping
  const listed = async () => (await org.read<{ rows: Listed[] }>('source.list')).rows[0]!
  const records = async () => (await org.read<{ rows: { key: string; title: string; open: boolean }[] }>('record.list', { standing: 'any' })).rows
  const pull = async (minutes = 0) => {
    world.clock.now = new Date(world.clock.now.getTime() + minutes * 60_000)
    return pullSources(world.runtime, org.organisationId, importing)
  }
  return { org, kinds, mappingOf, listed, records, pull }
}

describe('a source that is pulled', () => {
  it('brings tickets as records, once, and then only what changed', async () => {
    const { org, mappingOf, listed, records, pull } = await founded()
    const tickets: Ticket[] = Array.from({ length: 5 }, (_, at) => ({ number: `1000${at}`, title: `Ticket ${at}`, state: 'open', updated_at: `2026-11-1${at}T10:00:00.000Z` }))
    const { url, says } = await desk(tickets)
    await org.act('source.create', { name: 'Desk', kind: 'zammad', settings: { url, query: '', begin: '2026-01-01' }, secret: 'token', mapping: mappingOf('zammad') })
    expect(await pull()).toBe(1)
    expect(await records()).toHaveLength(5)
    expect(await listed()).toMatchObject({ lastCounts: { created: 5, changed: 0 }, failures: 0, said: '' })
    expect(await pull()).toBe(0)
    expect(await pull(6)).toBe(1)
    expect(await listed()).toMatchObject({ lastCounts: { created: 5 } })
    Object.assign(tickets[1]!, { state: 'closed', updated_at: '2026-11-19T10:00:00.000Z', closed_at: '2026-11-19T10:00:00.000Z' })
    await pull(6)
    expect(await listed()).toMatchObject({ lastCounts: { created: 0, changed: 1 } })
    expect((await records()).filter((each) => !each.open).map((each) => each.title)).toEqual(['Ticket 1'])
    expect(says.asked).toBeGreaterThan(2)
  })

  it('that is busy or fails is asked again later and says so, and goes on where it was', async () => {
    const { org, mappingOf, listed, records, pull } = await founded()
    const { url, says } = await desk([{ number: '1', title: 'One', state: 'new', updated_at: '2026-11-10T10:00:00.000Z' }])
    await org.act('source.create', { name: 'Desk', kind: 'zammad', settings: { url }, secret: 'token', mapping: mappingOf('zammad') })
    Object.assign(says, { status: 429, headers: { 'retry-after': '600' } })
    await pull()
    expect(await listed()).toMatchObject({ failures: 1, stopped: false, said: expect.stringContaining('left alone') })
    expect(await pull(9)).toBe(0)
    Object.assign(says, { status: 500, headers: {} })
    expect(await pull(2)).toBe(1)
    expect(await listed()).toMatchObject({ failures: 2, said: expect.stringContaining('failed (500)') })
    says.status = 200
    expect(await pull(4)).toBe(1)
    expect(await listed()).toMatchObject({ failures: 0, said: '', lastCounts: { created: 1 } })
    expect(await records()).toHaveLength(1)
  })

  it('goes on past a ticket whose title turns the direction of writing, and is never one that leads to the keys of a machine in a cloud', async () => {
    const { org, mappingOf, listed, records, pull } = await founded()
    const { url } = await desk([{ number: '1', title: '\u202aC:\\keys\u2069 \0\ud800', state: 'new', updated_at: '2026-11-10T10:00:00.000Z' }, { number: '2', title: 'Two', state: 'new', updated_at: '2026-11-10T10:00:01.000Z' }])
    const made = await org.act<{ id: string }>('source.create', { name: 'Desk', kind: 'zammad', settings: { url }, secret: 'token', mapping: mappingOf('zammad') })
    await pull()
    expect(await listed()).toMatchObject({ said: '', stopped: false, lastCounts: { created: 2 } })
    expect((await records()).map(({ title }) => title).sort()).toEqual(['C:\\keys \ufffd', 'Two'])
    await org.act('source.change', { source: made.id, revision: 1, settings: { url: 'http://[::ffff:169.254.169.254]/' } })
    await pull(10)
    expect(await listed()).toMatchObject({ stopped: true, said: expect.stringContaining('an address that is never asked') as string })
  })

  it('says what it refused and why until something else comes, and keeps it to be mended', async () => {
    const { org, mappingOf, listed, pull } = await founded()
    const tickets: Ticket[] = [{ number: '1', title: 'One', state: 'parked', updated_at: '2026-11-10T10:00:00.000Z' }, { number: '2', title: 'Two', state: 'new', updated_at: '2026-11-10T10:00:01.000Z' }]
    const { url } = await desk(tickets)
    await org.act('source.create', { name: 'Desk', kind: 'zammad', settings: { url }, secret: 'token', mapping: mappingOf('zammad') })
    for (const minutes of [0, 6]) {
      await pull(minutes)
      expect(await listed()).toMatchObject({ failures: 0, stopped: false, lastCounts: { created: 1, refused: 1 }, said: expect.stringContaining('Of 2 1 was refused; 1: state: "parked" is no step of Incident') as string })
    }
    const { rows } = await org.read<{ rows: { id: string; mendable: boolean }[] }>('record.imports')
    const { mend } = await org.read<{ mend: string }>('record.refusedRows', { import: rows.find(({ mendable }) => mendable)!.id })
    expect(JSON.parse(mend)).toMatchObject({ number: '1', 'refused because': expect.stringContaining('parked') as string })
    const mended = mend.replace('"state":"parked"', '"state":"open"')
    expect(await org.act('record.import', { file: { name: 'refused.jsonl', text: mended }, mapping: (await listed()).mapping })).toMatchObject({ counts: { created: 1, refused: 0 } })
    tickets.push({ number: '3', title: 'Three', state: 'new', updated_at: '2026-11-12T10:00:00.000Z' })
    Object.assign(tickets[0]!, { state: 'open' })
    await pull(6)
    expect(await listed()).toMatchObject({ said: '', lastCounts: { created: 1 } })
  })

  it('that refuses the secret is stopped until it is mended', async () => {
    const { org, mappingOf, listed, records, pull } = await founded()
    const { url, says } = await desk([{ number: '1', title: 'One', state: 'new', updated_at: '2026-11-10T10:00:00.000Z' }])
    const { id } = await org.act<{ id: string }>('source.create', { name: 'Desk', kind: 'zammad', settings: { url }, secret: 'token', mapping: mappingOf('zammad') })
    says.status = 401
    await pull()
    expect(await listed()).toMatchObject({ stopped: true, said: expect.stringContaining('refuses the user or token'), nextAt: null })
    expect(await pull(3000)).toBe(0)
    says.status = 200
    await org.act('source.change', { source: id, revision: 1, secret: 'another' })
    expect(await pull(1)).toBe(1)
    expect(await records()).toHaveLength(1)
  })

  it('with settings or a mapping that make no sense is refused, with the place', async () => {
    const { org, mappingOf } = await founded()
    const made = (more: object) => org.act('source.create', { name: 'Desk', kind: 'zammad', settings: { url: 'https://desk.example.org' }, secret: 'x', mapping: mappingOf('zammad'), ...more })
    await expect(made({ kind: 'lotus' })).rejects.toMatchObject({ type: 'notFound' })
    await expect(made({ settings: { url: 'desk' } })).rejects.toMatchObject({ faults: [{ path: 'settings.url' }] })
    await expect(made({ settings: { url: 'https://ada:pass@desk.example.org' } })).rejects.toMatchObject({ faults: [{ path: 'settings.url' }] })
    await expect(made({ secret: '' })).rejects.toMatchObject({ faults: [{ path: 'secret' }] })
    const other = await org.hire('Grace Hopper', ['policy.draft'])
    await expect(org.act('source.create', { name: 'Desk', kind: 'zammad', settings: { url: 'https://desk.example.org' }, secret: 'x', mapping: 'x' }, other.caller)).rejects.toMatchObject({ type: 'forbidden' })
    await expect(org.read('source.list', {}, other.caller)).rejects.toMatchObject({ type: 'forbidden' })
  })
})

const signed = (secret: string, id: string, at: Date, body: string) => {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

describe('a tool that sends', () => {
  async function receiving(kind: string, mapping?: string) {
    const ground = await founded()
    const made = await ground.org.act<{ id: string; secret: string; path: string }>('source.create', { name: 'Tool', kind, mapping: mapping ?? ground.mappingOf(kind) })
    return { ...ground, ...made, send: (headers: Record<string, string | undefined>, body: string) => receive(world.runtime, made.id, { headers, body }, importing).then(({ counts }) => counts) }
  }

  const alert = (status: string, startsAt: string) => JSON.stringify({
    version: '4', receiver: 'wellrun', status, groupKey: '{}', alerts: [{
      status, labels: { alertname: 'Disk', severity: 'critical' }, annotations: { summary: 'Disk of mail-1 is full', description: '97 %' }, startsAt, endsAt: status === 'resolved' ? '2026-11-20T08:30:00Z' : '0001-01-01T00:00:00Z', fingerprint: 'c0ffee',
    }],
  })

  it('as Alertmanager raises a record when an alert fires and closes it when it is over; told again it is the same', async () => {
    const { send, secret, records } = await receiving('alertmanager')
    const bearer = { authorization: `Bearer ${secret}` }
    expect(await send(bearer, alert('firing', '2026-11-20T08:00:00Z'))).toMatchObject({ created: 1 })
    expect(await send(bearer, alert('firing', '2026-11-20T08:00:00Z'))).toMatchObject({ created: 1 })
    expect(await records()).toMatchObject([{ title: 'Disk of mail-1 is full', open: true }])
    expect(await send(bearer, alert('resolved', '2026-11-20T08:00:00Z'))).toMatchObject({ created: 0, changed: 1 })
    expect(await records()).toMatchObject([{ open: false }])
    expect(await send(bearer, alert('firing', '2026-11-20T08:50:00Z'))).toMatchObject({ created: 1 })
    expect(await records()).toHaveLength(2)
  })

  it('as CloudEvents and any JSON do, signed; a message replayed changes nothing, an old, altered or unsigned one is refused', async () => {
    const { send, secret, records } = await receiving('webhook')
    const body = JSON.stringify({ id: 'T-1', title: 'Printer is on fire', state: 'open', openedAt: '2026-11-20T07:00:00Z', description: 'Third floor' })
    const headers = signed(secret, 'msg_1', world.clock.now, body)
    expect(await send(headers, body)).toMatchObject({ created: 1 })
    expect(await send(headers, body)).toMatchObject({ created: 1 })
    expect(await records()).toHaveLength(1)
    const refused = { type: 'unauthenticated' }
    await expect(send(headers, body.replace('Third', 'Fourth'))).rejects.toMatchObject(refused)
    await expect(send({}, body)).rejects.toMatchObject(refused)
    await expect(send(signed(secret, 'msg_2', new Date(world.clock.now.getTime() - 600_000), body), body)).rejects.toMatchObject(refused)
    await expect(send(signed(`whsec_${Buffer.alloc(32).toString('base64')}`, 'msg_3', world.clock.now, body), body)).rejects.toMatchObject(refused)
    await expect(send(signed(secret, 'msg_4', world.clock.now, 'no json'), 'no json')).rejects.toMatchObject({ type: 'invalid' })
    expect(await records()).toHaveLength(1)
  })

  it('as CloudEvents does, structured or binary, and says what an event lacks', async () => {
    const { send, secret, records } = await receiving('cloudevents')
    const event = { specversion: '1.0', id: 'e1', source: '/desk', type: 'ticket.opened', subject: 'T-9', data: { title: 'No network', state: 'open', openedAt: '2026-11-20T06:00:00Z' } }
    const body = JSON.stringify(event)
    expect(await send(signed(secret, 'm1', world.clock.now, body), body)).toMatchObject({ created: 1 })
    const data = JSON.stringify({ ...event.data, state: 'closed', closedAt: '2026-11-20T07:00:00Z' })
    expect(await send({ ...signed(secret, 'm2', world.clock.now, data), 'ce-specversion': '1.0', 'ce-id': 'e2', 'ce-source': '/desk', 'ce-type': 'ticket.closed', 'ce-subject': 'T-9' }, data)).toMatchObject({ changed: 1 })
    expect(await records()).toMatchObject([{ title: 'No network', open: false }])
    const bearer = (id: string, from: string) => ({ authorization: `Bearer ${secret}`, 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': from, 'ce-type': 'ticket.opened', 'ce-subject': `${from} ${id.length}` })
    for (const [id, from] of [['1', '/a'], ['1', '/b'], [`${'x'.repeat(300)}1`, '/a'], [`${'x'.repeat(300)}22`, '/a']] as const) expect(await send(bearer(id, from), JSON.stringify(event.data))).toMatchObject({ created: 1 })
    expect(await send(bearer('1', '/b'), JSON.stringify(event.data))).toMatchObject({ created: 1 })
    expect(await records()).toHaveLength(5)
    const lacking = JSON.stringify({ specversion: '1.0', id: 'e3', type: 'x' })
    await expect(send(signed(secret, 'm3', world.clock.now, lacking), lacking)).rejects.toMatchObject({ type: 'invalid', message: expect.stringContaining('source') })
  })

  it('to an address that is unknown, paused or ended is answered that nothing is received there', async () => {
    const { org, send, secret, id } = await receiving('webhook')
    const body = '{"id":"1"}'
    await expect(receive(world.runtime, 'nonsense', { headers: {}, body }, importing)).rejects.toMatchObject({ type: 'notFound' })
    await org.act('source.pause', { source: id, revision: 1 })
    await expect(send(signed(secret, 'm1', world.clock.now, body), body)).rejects.toMatchObject({ type: 'notFound' })
  })
})
