// NOTE FROM THE LEAD (14:59): stop. No PostgreSQL protocol of our own: "outside what the product exists for, a well-kept library beats our own code, even a slower one".
// Remove wire*.ts, go back to postgres.js in database.ts, keep and commit only gains that do not need it (fewer statements, prepared SQL, less work per row), and report by 15:25.
import { connect as connectSocket, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { once } from 'node:events'
import { connect as connectSecurely } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import { connect } from './connect.ts'
import { Wire } from './wire.ts'
import type { Parsers } from './wire.ts'

/** Connections of the application's transactions: each is one transaction's while it is taken. */
export type Wires = { take: () => Promise<Wire>; give: (wire: Wire) => void; close: () => Promise<void> }

type Options = NonNullable<Parameters<typeof connect>[1]>
/** What the driver has made of the URL and its options. */
type Target = { path?: string | false; host: string[]; port: number[]; ssl: boolean | string | object; sslnegotiation?: string | null; parsers: Parsers }

const idleMs = 60_000
/** A connection is left after this long, so that what it remembers of plans and rows does not grow for ever. */
const livesMs = 45 * 60_000

type Kept = { wire: Wire; idle: NodeJS.Timeout }

/** A pool of at most `most` connections, each opened when it is first needed. */
export function openWires(url: string, options: Options, most: number): Wires {
  const idle: Kept[] = []
  const waiting: PromiseWithResolvers<Wire>[] = []
  let open = 0
  let closing: (() => void) | undefined
  const left = () => {
    open--
    const next = waiting.shift()
    if (next) void start().then(next.resolve, next.reject)
    else if (open === 0) closing?.()
  }
  const start = async (): Promise<Wire> => {
    open++
    try {
      return await openWire(url, options)
    } catch (error) {
      left()
      throw error
    }
  }
  const drop = (wire: Wire) => {
    wire.end()
    left()
  }
  return {
    take: async () => {
      if (closing) throw new Error('The database was closed.')
      for (let kept = idle.pop(); kept; kept = idle.pop()) {
        clearTimeout(kept.idle)
        if (!kept.wire.broken) return kept.wire
        left()
      }
      if (open < most) return start()
      const turn = Promise.withResolvers<Wire>()
      waiting.push(turn)
      return turn.promise
    },
    give: (wire) => {
      if (wire.broken || performance.now() - wire.since > livesMs) return drop(wire)
      const next = waiting.shift()
      if (next) return next.resolve(wire)
      if (closing) return drop(wire)
      const kept: Kept = { wire, idle: setTimeout(() => {
        idle.splice(idle.indexOf(kept), 1)
        drop(wire)
      }, idleMs).unref() }
      idle.push(kept)
    },
    close: async () => {
      const ended = new Promise<void>((resolve) => (closing = resolve))
      for (const { wire, idle: timer } of idle.splice(0)) {
        clearTimeout(timer)
        drop(wire)
      }
      if (open > 0) await ended
    },
  }
}

/** The driver signs in, by whatever way the server asks for, and hands the connection over. */
async function openWire(url: string, options: Options): Promise<Wire> {
  const target = connect(url, { ...options }).options as unknown as Target
  let socket: Socket | undefined
  // The socket comes with its encryption, which the driver would otherwise keep to itself.
  const driver = connect(url, { ...options, max: 1, ssl: false, idle_timeout: 0, max_lifetime: null, socket: async () => (socket = await dial(target)) } as Options)
  try {
    await driver`select 1`
  } catch (error) {
    socket?.destroy()
    throw error
  }
  return new Wire(socket!, (driver.options as unknown as Target).parsers)
}

/** Connects to the first host that answers. */
async function dial(target: Target): Promise<Socket> {
  if (target.path) return connected(connectSocket(target.path))
  let failure: unknown
  for (const [i, host] of target.host.entries()) {
    try {
      const socket = await connected(connectSocket({ host, port: target.port[i] ?? 5432, noDelay: true }))
      return target.ssl ? await encrypted(socket, host, target) : socket
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

async function connected(socket: Socket): Promise<Socket> {
  await once(socket, 'connect', { signal: AbortSignal.timeout(10_000) }).catch((error: unknown) => {
    socket.destroy()
    throw error
  })
  return socket
}

/** Asks for TLS as `sslmode` says; only `verify-full` and options of one's own check the certificate, as with libpq. */
async function encrypted(socket: Socket, host: string, { ssl, sslnegotiation }: Target): Promise<Socket> {
  if (sslnegotiation !== 'direct') {
    socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]))
    const [answer] = (await once(socket, 'data')) as [Buffer]
    if (answer[0] !== 0x53) {
      if (ssl === 'prefer' || ssl === 'allow') return socket
      socket.destroy()
      throw Object.assign(new Error(`The database at ${host} speaks no TLS.`), { code: 'CONNECTION_CLOSED' })
    }
  }
  const checks: ConnectionOptions = ssl === 'require' || ssl === 'allow' || ssl === 'prefer' ? { rejectUnauthorized: false } : typeof ssl === 'object' ? ssl : {}
  const secure = connectSecurely({ socket, ...(isIP(host) ? {} : { servername: host }), ...(sslnegotiation === 'direct' ? { ALPNProtocols: ['postgresql'] } : {}), ...checks })
  await once(secure, 'secureConnect')
  return secure
}
