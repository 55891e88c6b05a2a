import { createHmac } from 'node:crypto'
import Fastify from 'fastify'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type postgres from 'postgres'
import { mountIdentity } from '../../src/server/auth-routes.ts'
import { createAccount, createIdentity } from '../../src/server/identity.ts'
import type { Identity, Message } from '../../src/server/identity.ts'
import { answerProblems } from '../../src/server/problems.ts'
import { secureServer, serverOptions } from '../../src/server/security.ts'
import { connect } from '../../src/kernel/connect.ts'
import { freshDatabase } from './database.ts'

export const goodPassword = 'seven lively otters juggle'
export const anna = { name: 'Anna Berg', email: 'anna@example.org', password: goodPassword }

export type SignInWorld = {
  sql: postgres.Sql
  identity: Identity
  server: FastifyInstance
  mail: Message[]
  accountId: string
  /** A browser of its own: keeps cookies and calls from an address. */
  browser: (address?: string) => Browser
  events: () => Promise<{ kind: string; accountId: string | null; ip: string | null; detail: string | null }[]>
  close: () => Promise<void>
}

/** A server with sign-in alone on an empty database, and one account, Anna's. */
export async function signInWorld(options: { url?: string; mail?: boolean } = {}): Promise<SignInWorld> {
  const sql = connect(await freshDatabase(), { max: 4, onnotice: () => {} })
  const mail: Message[] = []
  const url = options.url ?? 'http://localhost:4600'
  const identity = createIdentity({
    settings: { url, port: 4600, secret: 'a secret of this test, at least 32 characters' },
    sql,
    ...(options.mail ? { deliver: async (message: Message) => void mail.push(message) } : {}),
  })
  const server = Fastify(serverOptions({ url, trustProxy: false }))
  answerProblems(server, undefined, (_reference, error) => console.error(error))
  await secureServer(server, { settings: { url, trustProxy: false }, identity })
  mountIdentity(server, identity)
  const accountId = await createAccount(identity, anna)
  return {
    sql, identity, server, mail, accountId,
    browser: (address = '192.0.2.1') => new Browser(server, new URL(url).host, address),
    events: () => sql`select kind, account_id as "accountId", ip, detail from identity.event order by id`,
    close: async () => {
      await server.close()
      await sql.end()
    },
  }
}

export type Reply = { status: number; body: Record<string, unknown>; setCookie: string[]; headers: Record<string, unknown> }

/** As a browser calls from a page of the server itself. */
export class Browser {
  cookies = new Map<string, string>()
  readonly server: FastifyInstance
  readonly host: string
  readonly address: string
  constructor(server: FastifyInstance, host: string, address: string) {
    this.server = server
    this.host = host
    this.address = address
  }

  async call(method: 'GET' | 'POST', path: string, body?: Record<string, unknown> | string, headers: Record<string, string | undefined> = {}): Promise<Reply> {
    const sent = { host: this.host, origin: `http://${this.host}`, 'sec-fetch-site': 'same-origin', cookie: this.cookieHeader(), ...headers }
    const request: InjectOptions = { method, url: path, remoteAddress: this.address, headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as Record<string, string> }
    const response = await this.server.inject(body === undefined ? request : { ...request, payload: body })
    const setCookie = [response.headers['set-cookie'] ?? []].flat()
    for (const cookie of setCookie) this.keep(cookie)
    return { status: response.statusCode, body: response.body ? (response.json() as Record<string, unknown>) : {}, setCookie, headers: response.headers }
  }

  post(path: string, body: Record<string, unknown> = {}): Promise<Reply> {
    return this.call('POST', `/api/auth/${path}`, body)
  }

  signIn(password: string = goodPassword, email: string = anna.email): Promise<Reply> {
    return this.post('sign-in/email', { email, password })
  }

  cookieHeader(): string | undefined {
    return this.cookies.size ? [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') : undefined
  }

  keep(setCookie: string): void {
    const [pair = ''] = setCookie.split(';')
    const at = pair.indexOf('=')
    if (/Max-Age=0/i.test(setCookie)) this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

/** What an authenticator shows (RFC 6238) for a secret in base32, `steps` of 30 seconds from now. */
export function codeNow(secret: string, steps = 0): string {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = mac[19]! & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
