import type { InjectOptions } from 'fastify'
import { openLive } from '../../src/kernel/live.ts'
import { parseSettings } from '../../src/kernel/settings.ts'
import { insertMembership } from '../../src/modules/organisation/organisation.store.ts'
import { createAccount, createIdentity, signInCookie } from '../../src/server/identity.ts'
import { buildServer } from '../../src/server/server.ts'
import { goodPassword } from './sign-in.ts'
import type { World } from './world.ts'

export type Answer = { status: number; type: string; body: Record<string, unknown>; text: string; headers: Record<string, unknown>; took: number }
export type Served = Awaited<ReturnType<typeof serve>>

const ownPage = { host: 'localhost:4600', origin: 'http://localhost:4600', 'sec-fetch-site': 'same-origin' }

/** The whole server on a world's database, as `npm start` builds it but for the limit of calls. `faults` holds what it could not explain. */
export async function serve(world: World) {
  const faults: string[] = []
  const log = { ...world.runtime.log, error: (text: string, cause?: unknown) => void faults.push(`${text} ${cause instanceof Error ? cause.stack : String(cause)}`) }
  const settings = { ...parseSettings({}), secret: 'a secret of this test, at least 32 characters' }
  const live = openLive(world.url, world.database.sql, log)
  const ground = { live, url: world.url, database: world.database, key: world.key, runtime: { ...world.runtime, log, changed: live.tell }, close: async () => {} }
  const server = await buildServer(settings, ground, '123456', 0)
  const identity = createIdentity({ settings, sql: world.database.sql })

  /** Gives a person an account and a session; answers the Cookie header of their browser. */
  const signIn = async (organisationId: string, person: { id: string; name: string }, email = `${person.id}@example.org`): Promise<string> => {
    const accountId = await createAccount(identity, { name: person.name, email, password: goodPassword })
    await world.database.write(organisationId, (tx) => insertMembership(tx, organisationId, accountId, person.id))
    const cookie = await signInCookie(identity, accountId, { ip: '127.0.0.1', headers: {} })
    return cookie.split(';')[0]!
  }

  const send = async (request: InjectOptions): Promise<Answer> => {
    const since = performance.now()
    const response = await server.inject(request)
    const type = String(response.headers['content-type'] ?? '')
    const body = type.includes('json') && response.body ? (response.json() as Record<string, unknown>) : {}
    return { status: response.statusCode, type, body, text: response.body, headers: response.headers, took: performance.now() - since }
  }
  /** A call from a page of the server itself; `payload` is JSON text, or a value to be written as such. */
  const post = (name: string, payload: unknown, cookie = '', headers: Record<string, string> = {}) =>
    send({ method: 'POST', url: `/api/${name}`, payload: typeof payload === 'string' ? payload : JSON.stringify(payload), headers: { 'content-type': 'application/json', ...ownPage, ...(cookie ? { cookie } : {}), ...headers } })
  const get = (path: string, cookie = '', headers: Record<string, string> = {}) => send({ method: 'GET', url: `/api/${path}`, headers: { ...ownPage, ...(cookie ? { cookie } : {}), ...headers } })
  return { server, identity, faults, signIn, send, post, get, close: async () => {
    await server.close()
    await live.close()
  } }
}
