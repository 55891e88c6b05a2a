import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { parseSettings } from '../../src/kernel/settings.ts'
import type { Settings } from '../../src/kernel/settings.ts'

export type Received = { from: string; to: string[]; headers: Record<string, string>; text: string; html: string; raw: string; encrypted: boolean }
export type Mailbox = Awaited<ReturnType<typeof openMailbox>>

type Options = {
  /** Only this password of `wellrun` is let in. */
  password?: string
  /** Addresses that are refused for good. */
  refused?: string[]
  /** Takes a mail, and hangs up without a word. */
  silent?: boolean
  /** Offers STARTTLS with this certificate. */
  certificate?: { key: string; cert: string }
}

/** A real mail server on this machine's loopback; what it was given is in `received`. */
export async function openMailbox(options: Options = {}) {
  const received: Received[] = []
  let server = await listening(serverOf(options, received), 0)
  const { port } = server.server.address() as AddressInfo
  return {
    port, received,
    /** The settings of a Wellrun that sends its mail here. */
    settings: (more: Record<string, string> = {}): Settings & { secret: string } => ({
      ...parseSettings({ SMTP_HOST: '127.0.0.1', SMTP_PORT: String(port), SMTP_FROM: 'Wellrun <wellrun@fjordvik.example>', ...(options.password ? { SMTP_USER: 'wellrun', SMTP_PASSWORD: options.password } : {}), ...more }),
      secret: 'a secret of this test, at least 32 characters',
    }),
    goDown: () => closed(server),
    comeBack: async () => {
      server = await listening(serverOf(options, received), port)
    },
    close: () => closed(server),
  }
}

function serverOf({ password, refused = [], certificate, silent = false }: Options, received: Received[]): SMTPServer {
  const server: SMTPServer = new SMTPServer({
    logger: false, authOptional: password === undefined, allowInsecureAuth: true, disabledCommands: certificate ? [] : ['STARTTLS'], ...certificate, closeTimeout: 500,
    onAuth: (auth, _session, done) => (auth.username === 'wellrun' && auth.password === password ? done(null, { user: 'wellrun' }) : done(Object.assign(new Error('Invalid username or password'), { responseCode: 535 }))),
    onRcptTo: (address, _session, done) => (refused.includes(address.address) ? done(Object.assign(new Error(`<${address.address}> is unknown here`), { responseCode: 550 })) : done()),
    onData: async (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope
      received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map((each) => each.address), encrypted: session.secure, ...parsed(await text(stream)) })
      if (silent) for (const { _socket } of server.connections as unknown as Set<{ _socket: Socket }>) _socket.destroy()
      else done()
    },
  })
  return server
}

async function listening(server: SMTPServer, port: number): Promise<SMTPServer> {
  server.on('error', () => {})
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return server
}

function closed(server: SMTPServer): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

/** Headers unfolded, and the two forms of the body decoded. */
function parsed(raw: string): Pick<Received, 'headers' | 'text' | 'html' | 'raw'> {
  const { headers, body } = partsOf(raw)
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1]
  const parts = boundary ? body.split(`--${boundary}`).slice(1, -1).map((part) => partsOf(part.replace(/^\r\n/, ''))) : [{ headers, body }]
  const of = (type: string) => parts.filter((part) => (part.headers['content-type'] ?? '').startsWith(type)).map(decoded).join('')
  return { headers: { ...headers, subject: words(headers['subject'] ?? '') }, text: of('text/plain'), html: of('text/html'), raw }
}

type Part = { headers: Record<string, string>; body: string }

function partsOf(raw: string): Part {
  const at = raw.indexOf('\r\n\r\n')
  const lines = raw.slice(0, at).replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return { headers: Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])), body: raw.slice(at + 4) }
}

function decoded({ headers, body }: Part): string {
  const encoding = headers['content-transfer-encoding']
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  return Buffer.from(body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8')
}

function words(header: string): string {
  return header.replace(/=\?UTF-8\?([QB])\?([^?]*)\?=\s*/gi, (_, form: string, coded: string) =>
    form.toUpperCase() === 'B' ? Buffer.from(coded, 'base64').toString('utf8') : Buffer.from(coded.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/g, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8'))
}
