import type { AddressInfo } from 'node:net'
import { connect as dial } from 'node:net'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, InjectOptions } from 'fastify'
import postgres from 'postgres'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createIdentity } from './identity.ts'
import { mountIdentity } from './auth-routes.ts'
import { answerProblems } from './problems.ts'
import { secureServer, serverOptions } from './security.ts'
import type { SecuritySettings } from './security.ts'

let server: FastifyInstance
const logged: string[] = []
afterEach(() => server.close())

/** A server with the security of the real one, an echo, and a database that nobody answers at. */
async function secured(settings: Partial<SecuritySettings> = {}, callsPerMinute?: number): Promise<FastifyInstance> {
  const all = { url: 'http://localhost:4600', trustProxy: false, ...settings }
  const sql = postgres('postgres://nobody@127.0.0.1:1/none', { connect_timeout: 2, max: 1 })
  const identity = createIdentity({ settings: { url: all.url, port: 4600, secret: 'a secret of this test, at least 32 characters' }, sql })
  server = Fastify(serverOptions(all))
  const page = (_path: string, reply: FastifyReply) => reply.type('text/html').send('<!doctype html><title>Wellrun</title>')
  answerProblems(server, page, (reference, error) => logged.push(`${reference} ${String(error)}`))
  await secureServer(server, { settings: all, identity, ...(callsPerMinute === undefined ? {} : { callsPerMinute }) })
  mountIdentity(server, identity)
  server.get('/healthz', async () => 'well')
  server.get('/api/echo', async (request) => ({ ip: request.ip }))
  server.post('/api/echo', async (request) => ({ length: JSON.stringify(request.body).length }))
  server.get('/api/broken', async () => {
    throw new TypeError('cannot read secret_table')
  })
  server.post('/api/typed', async (request) => z.strictObject({ title: z.string() }).parse(request.body))
  return server
}

describe('headers', () => {
  test('let a page load and do only what this server serves', async () => {
    const { headers } = await (await secured()).inject({ url: '/', headers: { host: 'localhost:4600' } })
    expect(headers['content-security-policy']).toBe(
      "default-src 'self';script-src 'self';style-src 'self';img-src 'self' data: blob:;font-src 'self';connect-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
    )
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin', 'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    })
    expect(headers['strict-transport-security']).toBeUndefined()
    expect(headers['x-powered-by']).toBeUndefined()
  })

  test('ask for https for good where the public address is https', async () => {
    const { headers } = await (await secured({ url: 'https://wellrun.example.org' })).inject({ url: '/', headers: { host: 'wellrun.example.org' } })
    expect(headers['strict-transport-security']).toBe('max-age=63072000')
    expect(headers['content-security-policy']).toContain('upgrade-insecure-requests')
  })

  test('keep answers of the API out of every cache, refusals included', async () => {
    await secured()
    for (const url of ['/api/echo', '/api/nothing', '/api/broken']) {
      expect((await server.inject({ url, headers: { host: 'localhost' } })).headers['cache-control']).toBe('no-store')
    }
  })
})

describe('refusals', () => {
  const title = async (request: InjectOptions) => {
    const response = await server.inject(request)
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/)
    const body = response.json() as { status: number; title: string }
    expect(body.status).toBe(response.statusCode)
    return `${body.status} ${body.title}`
  }
  const json = { 'content-type': 'application/json', host: 'localhost' }

  test('each say in one sentence what is wrong', async () => {
    await secured()
    const post = (payload: string | Buffer, headers: Record<string, string> = json, url = '/api/echo') => title({ method: 'POST', url, payload, headers })
    expect(await post(`{"a":"${'x'.repeat(10_000_000)}"}`)).toBe('413 This is too large: at most 10 MB can be sent at once. Send a file through the importer instead.')
    expect(await post('{"a":')).toBe('400 The body is not JSON. Send a JSON object.')
    expect(await post('')).toBe('400 The body is empty. Send a JSON object, {} at least.')
    expect(await post('a=1', { ...json, 'content-type': 'application/x-www-form-urlencoded' })).toBe('415 This form of content is not understood. Send JSON, with the header Content-Type: application/json.')
    expect(await post('{"__proto__":{"admin":true}}')).toBe('400 The body is not JSON. Send a JSON object.')
    expect(await post('{"name":1}', json, '/api/typed')).toBe('400 title: Give a text; it is missing. There is 1 more fault.')
    expect(await post('{}', json, '/api/nothing')).toBe('404 There is nothing at POST /api/nothing. The API is described at /api.')
    expect(await title({ url: '/api/%E0%A4%A', headers: json })).toBe('400 This address is not written rightly. Check its % signs.')
    expect(await title({ url: '/api/broken', headers: json })).toMatch(/^500 Something went wrong here\. Tell whoever runs this server the reference [0-9a-f]{10}\.$/)
    expect(logged.at(-1)).toMatch(/^[0-9a-f]{10} TypeError: cannot read secret_table$/)
  })

  test('a database that is down is one sentence, for sign-in too', async () => {
    await secured()
    const payload = JSON.stringify({ email: 'anna@example.org', password: 'whatever it may be' })
    expect(await title({ method: 'POST', url: '/api/auth/sign-in/email', payload, headers: json })).toBe('503 The database does not answer. Try again in a moment.')
  })

  test('a call from another site is refused before anything is done', async () => {
    await secured()
    for (const path of ['sign-in/email', 'sign-out', 'change-password', 'two-factor/disable', 'reset-password', 'end-sessions']) {
      expect(await title({ method: 'POST', url: `/api/auth/${path}`, payload: '{}', headers: { ...json, origin: 'https://evil.example' } })).toBe('403 This call came from another site. Open Wellrun itself and try again.')
    }
  })

  test('a name that is not this server\'s is refused, and its health is not', async () => {
    await secured()
    expect(await title({ url: '/api/echo', headers: { host: 'evil.example:4600' } })).toBe('403 This server does not go by the name evil.example. Open http://localhost:4600, or set WELLRUN_URL to the address that people use.')
    expect((await server.inject({ url: '/healthz', headers: { host: 'probe.internal' } })).statusCode).toBe(200)
  })

  test('too many calls are refused with the time to wait, per network, and pages are not counted', async () => {
    await secured({}, 3)
    const call = (url: string, cookie = '') => server.inject({ url, headers: { host: 'localhost', cookie }, remoteAddress: '192.0.2.1' })
    for (let i = 0; i < 3; i++) expect((await call('/api/echo', `wellrun.session_token=made-up-${i}.x`)).statusCode).toBe(200)
    const refused = await call('/api/echo')
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.json()).toMatchObject({ status: 429, title: 'Too many requests. Wait 1 minute, then go on.' })
    expect((await call('/')).statusCode).toBe(200)
    expect((await server.inject({ url: '/api/echo', headers: { host: 'localhost' }, remoteAddress: '192.0.2.2' })).statusCode).toBe(200)
  })

  test('a caller with a token may call twenty times as often', async () => {
    await secured({}, 1)
    const call = () => server.inject({ url: '/api/echo', headers: { host: 'localhost', authorization: 'Bearer wr_x' }, remoteAddress: '192.0.2.3' })
    for (let i = 0; i < 20; i++) expect((await call()).statusCode).toBe(200)
    expect((await call()).statusCode).toBe(429)
  })
})

describe('behind a proxy', () => {
  const from = async (trustProxy: boolean | number | string[]) => {
    await secured({ trustProxy })
    const headers = { host: 'localhost', 'x-forwarded-for': '198.51.100.9, 203.0.113.4' }
    return ((await server.inject({ url: '/api/echo', headers, remoteAddress: '127.0.0.1' })).json() as { ip: string }).ip
  }
  test('an address in a header counts only where the setting trusts the proxy', async () => {
    expect(await from(false)).toBe('127.0.0.1')
    await server.close()
    expect(await from(1)).toBe('203.0.113.4')
    await server.close()
    expect(await from(['203.0.113.4', 'loopback'])).toBe('198.51.100.9')
  })
})

describe('over a real connection', () => {
  const listening = async () => {
    await secured()
    await server.listen({ port: 0, host: '127.0.0.1' })
    return (server.server.address() as AddressInfo).port
  }

  test('what is not HTTP, or has endless headers, is told so', async () => {
    const port = await listening()
    const send = (text: string) => new Promise<string>((resolve, reject) => {
      let answer = ''
      const socket = dial(port, '127.0.0.1', () => socket.write(text))
      socket.on('data', (data) => (answer += data)).on('close', () => resolve(answer)).on('error', reject)
    })
    expect(await send('HELLO\r\n\r\n')).toContain('{"type":"/problems/invalid","title":"This is not an HTTP request.","status":400}')
    expect(await send(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`)).toContain('431 Request Header Fields Too Large')
  })
})
