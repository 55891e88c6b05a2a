import { connect as dial } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve } from '../../test/support/served.ts'
import type { Served } from '../../test/support/served.ts'
import { goodPassword } from '../../test/support/sign-in.ts'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'

let world: World
let server: Served
beforeAll(async () => {
  world = await makeWorld({ connections: 4 })
  server = await serve(world)
})
afterAll(async () => {
  await server.close()
  await world.close()
})

const founding = { name: 'Fjordvik IT', founderName: 'Ada Berg', founderEmail: 'ada@example.org', password: goodPassword }
const count = async (table: string) => Number((await world.database.sql.unsafe(`select count(*) as n from ${table}`))[0]!.n)
const secretOf = (link: string) => link.split(/[/#]/).pop()!

describe('founding', () => {
  it('from another machine asks for the code that was printed, and stops asking after twenty wrong ones', async () => {
    const from = (code?: string) => server.send({ method: 'POST', url: '/api/organisation.found', payload: { ...founding, ...(code === undefined ? {} : { code }) }, headers: { host: 'localhost:4600', origin: 'http://localhost:4600' }, remoteAddress: '192.0.2.7' })
    expect(await from()).toMatchObject({ status: 403, body: { title: 'Founding from another machine needs the code that Wellrun printed when it started.' } })
    for (let i = 0; i < 20; i++) expect((await from(String(i))).status).toBe(403)
    expect(await from('123456')).toMatchObject({ status: 429 })
    expect(await count('organisations')).toBe(0)
  })

  it('through a proxy that the server was not told of counts as another machine', async () => {
    const { body } = await server.get('session', '', { 'x-forwarded-for': '198.51.100.1' })
    expect(body).toMatchObject({ state: 'unfounded', codeNeeded: true })
  })

  it('from another site is refused', async () => {
    expect(await server.post('organisation.found', founding, '', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 })
    expect(await count('organisations')).toBe(0)
  })

  it('by twelve at the same instant, some with one address, founds one organisation with one account', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => server.post('organisation.found', { ...founding, founderEmail: at % 2 ? 'ada@example.org' : `ada${at}@example.org` })))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array.from({ length: 11 }, () => 409)])
    expect(answers.find((answer) => answer.status === 409)!.body).toMatchObject({ title: 'This server has an organisation already. Sign in, or ask its administrator for an invitation.' })
    expect([await count('organisations'), await count('identity.account'), await count('identity.membership'), await count('people'), server.faults]).toEqual([1, 1, 1, 1, []])
  }, 60_000)
})

describe('an invitation', () => {
  it('is used once, also by several at the same instant', async () => {
    const org = await world.found()
    const { id } = await org.hire('Bo Li')
    const token = secretOf((await org.act<{ link: string }>('person.invite', { person: id })).link)
    const other = secretOf((await org.act<{ link: string }>('person.invite', { person: id })).link)
    const before = await count('identity.account')
    const answers = await Promise.all([token, token, token, other].map((each) => server.post('invitation.accept', { token: each, password: goodPassword })))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409])
    expect([await count('identity.account'), server.faults]).toEqual([before + 1, []])
    for (const used of [token, other]) expect((await server.post('invitation.accept', { token: used, password: goodPassword })).status).toBeGreaterThanOrEqual(404)
    const cookie = String(answers.find((answer) => answer.status === 200)!.headers['set-cookie']).split(';')[0]!
    expect(await server.get('session', cookie)).toMatchObject({ body: { state: 'signed in', person: { id } } })
  })

  it('is out of date after a week, and says so in one sentence whatever is wrong with it', async () => {
    const org = await world.found()
    const { id } = await org.hire('Bo Li')
    const token = secretOf((await org.act<{ link: string }>('person.invite', { person: id })).link)
    world.pass(8)
    for (const each of [token, `wri_${'x'.repeat(43)}`, 'wr_nothing', '']) {
      expect(await server.get(`invitation?token=${each}`)).toMatchObject({ status: 404, body: { title: 'This invitation is unknown, used or out of date. Ask for a new one.' } })
    }
    world.pass(-8)
  })
})

describe('the address', () => {
  it('of no file outside the built page gives one, however it is written', async () => {
    const { version } = JSON.parse((await import('node:fs')).readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
    for (const path of ['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '/assets/../../package.json', '/assets/..%5c..%5cpackage.json', '//etc/passwd', '/%00', '/.git/config', '/assets/%2e%2e%2f%2e%2e%2fpackage.json', '/..;/package.json', '/data/secret']) {
      const answer = await server.send({ method: 'GET', url: path, headers: { host: 'localhost:4600' } })
      expect([path, answer.status < 500]).toEqual([path, true])
      expect([path, answer.text.includes(`"version": "${version}"`) || answer.text.includes('root:')]).toEqual([path, false])
    }
    expect(server.faults).toEqual([])
  })

  it('is answered with a sentence when the Host is missing, empty or strange', async () => {
    const ask = (host: string | undefined) => server.send({ method: 'GET', url: '/api/session', headers: host === undefined ? {} : { host } })
    for (const host of [' ', 'x'.repeat(3000), '[', ']:80', '0x7f.1', 'localhost.evil.example', '::1', 'évil']) expect([host, (await ask(host)).status]).toEqual([host, 403])
    expect(server.faults).toEqual([])
  })

  it('without any Host, as HTTP/1.0 has it, is answered as well', async () => {
    await server.server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = server.server.server.address() as AddressInfo
    const answer = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = dial(port, '127.0.0.1', () => socket.write('GET /api/session HTTP/1.0\r\n\r\n'))
      socket.on('data', (data) => (text += data)).on('close', () => resolve(text)).on('error', reject)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(server.faults).toEqual([])
  })
})
