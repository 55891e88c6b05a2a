import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { signatureOf, tellWebhooks } from './telling.jobs.ts'
import { isForbiddenAddress } from '../../kernel/addresses.ts'
import { tells } from './webhook.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

type Told = { headers: IncomingHttpHeaders; body: string }
const servers: Server[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))))

/** Somebody who is told, and answers with a status of the test's choice. */
async function listener(status: () => number = () => 204): Promise<{ url: string; told: Told[] }> {
  const told: Told[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      told.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') })
      response.writeHead(status()).end()
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`, told }
}

async function told(url: string, verbs = ['*']) {
  const org = await world.found()
  const hook = await org.act<{ id: string; revision: number; secret: string }>('webhook.create', { name: 'Chat', url, verbs })
  const tell = async (seconds = 0) => {
    world.clock.now = new Date(world.clock.now.getTime() + seconds * 1000)
    await world.seal(org.organisationId)
    return tellWebhooks(world.runtime, org.organisationId)
  }
  const rows = async (state?: string) => (await org.read<{ rows: { id: string; verb: string; state: string; attempts: number; status: number | null; why: string | null }[] }>('webhook.deliveries', { webhook: hook.id, ...(state ? { state } : {}) })).rows
  const listed = async () => (await org.read<{ rows: { pausedAt: string | null; pausedWhy: string; waiting: number; failed: number; revision: number }[] }>('webhook.list')).rows[0]!
  return { org, hook, tell, rows, listed }
}

describe('whoever is told', () => {
  it('hears what happened from then on, once, in order, signed, without a name in it', async () => {
    const { url, told: heard } = await listener()
    const { org, hook, tell } = await told(url, ['person.*', 'unit.draft'])
    await org.act('person.add', { name: 'Grace Hopper', email: 'grace@example.org' })
    await org.act('unit.draft', { title: 'Operations', body: {} })
    await org.act('policy.draft', { title: 'Changes', body: {} })
    expect(await tell(1)).toBe(2)
    expect(await tell(60)).toBe(0)
    expect(heard.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['person.add', 'unit.draft'])
    expect(heard.map(({ body }) => body).join()).not.toMatch(/Grace|Operations|Ada/)
    for (const { headers, body } of heard) {
      expect(headers['webhook-signature']).toBe(signatureOf(hook.secret, String(headers['webhook-id']), Number(headers['webhook-timestamp']), body))
      expect(headers['content-type']).toBe('application/json')
    }
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(2)
  })

  it('is asked again by and by, with the same id, and given up after ten attempts; then it can be sent again', async () => {
    let status = 500
    const { url, told: heard } = await listener(() => status)
    const { org, hook, tell, rows, listed } = await told(url, ['unit.draft'])
    await org.act('unit.draft', { title: 'Operations', body: {} })
    await tell(1)
    expect((await rows())[0]).toMatchObject({ state: 'waiting', attempts: 1, status: 500, why: 'It answered 500.' })
    await tell(3)
    expect(heard).toHaveLength(1)
    for (let attempt = 2; attempt <= 10; attempt++) await tell(25 * 3600)
    expect(heard).toHaveLength(10)
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect((await rows('failed'))[0]).toMatchObject({ attempts: 10, status: 500 })
    expect(await listed()).toMatchObject({ waiting: 0, failed: 1 })
    status = 200
    await org.act('webhook.resend', { webhook: hook.id })
    expect(await tell(1)).toBe(1)
    expect(await org.act('webhook.resend', { webhook: hook.id })).toMatchObject({ queued: 0 })
  })

  it('that wants nothing any more (410) is stopped until somebody lets it go on', async () => {
    let status = 410
    const { url, told: heard } = await listener(() => status)
    const { org, hook, tell, listed } = await told(url, ['unit.draft'])
    await org.act('unit.draft', { title: 'One', body: {} })
    await tell(1)
    await org.act('unit.draft', { title: 'Two', body: {} })
    await tell(3600)
    expect(heard).toHaveLength(1)
    expect(await listed()).toMatchObject({ pausedWhy: 'It answered 410: it wants nothing any more.', waiting: 2 })
    status = 200
    await org.act('webhook.resume', { webhook: hook.id, revision: (await listed()).revision })
    expect(await tell(3600)).toBe(2)
  })

  it('hears nothing while paused, everything after, and nothing once it was ended', async () => {
    const { url, told: heard } = await listener()
    const { org, hook, tell } = await told(url, ['unit.draft'])
    const paused = await org.act<{ revision: number }>('webhook.pause', { webhook: hook.id, revision: 1 })
    await org.act('unit.draft', { title: 'One', body: {} })
    expect(await tell(1)).toBe(0)
    const resumed = await org.act<{ revision: number }>('webhook.resume', { webhook: hook.id, revision: paused.revision })
    expect(await tell(1)).toBe(1)
    await org.act('webhook.end', { webhook: hook.id, revision: resumed.revision })
    await org.act('unit.draft', { title: 'Two', body: {} })
    expect(await tell(1)).toBe(0)
    expect(heard).toHaveLength(1)
    await expect(org.act('webhook.pause', { webhook: hook.id, revision: 4 })).rejects.toMatchObject({ type: 'notFound' })
  })

  it('is told once where two nodes tell at the same time', async () => {
    const { url, told: heard } = await listener()
    const { org, tell } = await told(url, ['unit.draft'])
    for (let number = 0; number < 30; number++) await org.act('unit.draft', { title: `Unit ${number}`, body: {} })
    await world.seal(org.organisationId)
    await Promise.all([tellWebhooks(world.runtime, org.organisationId), tellWebhooks(world.runtime, org.organisationId), tellWebhooks(world.runtime, org.organisationId)])
    await tell(1)
    expect(heard).toHaveLength(30)
  })

  it('is never an address that leads to the keys of a machine in a cloud', async () => {
    const { org, tell, rows } = await told('http://169.254.169.254/latest/meta-data', ['unit.draft'])
    await org.act('unit.draft', { title: 'One', body: {} })
    expect(await tell(1)).toBe(0)
    expect((await rows())[0]!.why).toBe('169.254.169.254 is not an address that may be told.')
    for (const address of ['169.254.1.1', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '64:ff9b::a9fe:a9fe', '100.100.100.200', 'fe80::1', 'fd00:ec2::254', '0.0.0.0']) expect(isForbiddenAddress(address), address).toBe(true)
    for (const address of ['10.0.0.5', '192.168.1.1', '2001:db8::1', '127.0.0.1']) expect(isForbiddenAddress(address), address).toBe(false)
  })
})

describe('a webhook', () => {
  it('is made by an administrator, its secret is shown once and is nowhere to be read', async () => {
    const { url } = await listener()
    const { org, hook } = await told(url)
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const other = await org.hire('Grace Hopper', ['policy.draft'])
    await expect(org.read('webhook.list', {}, other.caller)).rejects.toMatchObject({ type: 'forbidden' })
    await expect(org.act('webhook.create', { name: 'Mine', url, verbs: ['*'] }, other.caller)).rejects.toMatchObject({ type: 'forbidden' })
    expect(JSON.stringify(await org.read('webhook.list'))).not.toContain(hook.secret.slice(6))
    const kept = await world.database.sql`select secret from webhook_standings where webhook_id = ${hook.id}`
    expect(Buffer.from(kept[0]!.secret as Buffer).toString('latin1')).not.toContain(hook.secret.slice(6))
  })

  it('is refused for an address or a verb that makes no sense', async () => {
    const org = await world.found()
    await expect(org.act('webhook.create', { name: 'Chat', url: 'ftp://example.org', verbs: ['*'] })).rejects.toMatchObject({ type: 'invalid' })
    await expect(org.act('webhook.create', { name: 'Chat', url: 'https://example.org', verbs: ['everything'] })).rejects.toMatchObject({ type: 'invalid' })
    await expect(org.act('webhook.create', { name: 'Chat', url: 'https://example.org', verbs: [] })).rejects.toMatchObject({ type: 'invalid' })
  })

  it('tells of a verb, a subject whole, or everything', () => {
    expect([['record.advance'], ['record.*'], ['*'], ['record.create'], ['records.*']].map((verbs) => tells({ verbs }, 'record.advance'))).toEqual([true, true, true, false, false])
  })
})
