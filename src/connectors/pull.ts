import { forbiddenIn } from '../kernel/addresses.ts'
import { PullFault } from './connector.ts'
import type { Connector, PulledPage, PullRequest } from './connector.ts'

export type Pulling = {
  connector: Connector
  /** As the connector's settings were parsed. */
  settings: unknown
  secret: string
  /** Where the last pull ended; empty: at the beginning. */
  cursor: string
  now: () => Date
  signal?: AbortSignal
}

const patience = 30_000
const largestAnswer = 50_000_000

/**
 * Pages from where the last pull ended, until nothing newer is there. Each is asked for only when the one before was taken in, so whoever stops
 * between two has lost nothing. Throws `PullFault`.
 */
export async function* pagesOf(pulling: Pulling): AsyncGenerator<PulledPage> {
  const { connector, settings, secret, now } = pulling
  let cursor = pulling.cursor
  let session = ''
  const context = () => ({ settings, secret, cursor, session, now: now() })
  if (connector.open && connector.opened) session = connector.opened(await answerTo(connector.open(context()), connector.name, pulling.signal))
  try {
    for (let more = true, before = ''; more; ) {
      const page = connector.read(await answerTo(connector.ask(context()), connector.name, pulling.signal), context())
      const rows = page.more ? JSON.stringify(page.rows) : ''
      if (page.more && (page.cursor === cursor || rows === before)) throw new PullFault(`${connector.name} answers the same page again and again.`, true)
      before = rows
      yield page
      ;({ cursor, more } = page)
    }
  } finally {
    if (session !== '' && connector.close) await answerTo(connector.close(context()), connector.name, undefined).catch(() => undefined)
  }
}

async function answerTo(request: PullRequest, name: string, signal: AbortSignal | undefined): Promise<unknown> {
  const ending = AbortSignal.any([AbortSignal.timeout(patience), ...(signal ? [signal] : [])])
  const forbidden = await forbiddenIn(request.url)
  if (forbidden !== undefined) throw new PullFault(`${name} is not asked: ${forbidden}.`, true)
  let response: Response
  try {
    response = await fetch(request.url, { method: request.method, headers: { 'user-agent': 'wellrun', ...request.headers }, body: request.body ?? null, redirect: 'manual', signal: ending })
  } catch (error) {
    throw new PullFault(`${name} could not be reached: ${reasonOf(error)}.`, false)
  }
  // Whoever is redirected would take the secret along to wherever that leads.
  if (response.status >= 300 && response.status < 400) throw await refused(response, `${name} has moved; set its new address.`, true)
  if (response.status === 401 || response.status === 403) throw await refused(response, `${name} refuses the user or token (${response.status}); mend the secret or what the user may read.`, true)
  if (response.status === 404) throw await refused(response, `${name} knows no such address (404); check it, and the table or class.`, true)
  if (response.status === 429 || response.status === 503) throw await refused(response, `${name} asks to be left alone for a while (${response.status}).`, false, waitOf(response))
  if (response.status >= 500) throw await refused(response, `${name} failed (${response.status}); it is asked again later.`, false)
  return jsonOf(response, name)
}

async function jsonOf(response: Response, name: string): Promise<unknown> {
  const parts: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const part of response.body ?? []) {
      bytes += part.byteLength
      if (bytes > largestAnswer) throw new PullFault(`${name} answered more than 50 MB at once; ask for fewer fields.`, true)
      parts.push(part)
    }
  } catch (error) {
    if (error instanceof PullFault) throw error
    throw new PullFault(`The answer of ${name} broke off: ${reasonOf(error)}.`, false)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown
  } catch {
    throw new PullFault(response.ok ? `The answer of ${name} is not JSON; check the address: it may lead to a sign-in page.` : `${name} answered ${response.status}.`, response.status >= 400 && response.status < 500)
  }
}

async function refused(response: Response, message: string, lasting: boolean, wait?: number): Promise<PullFault> {
  await response.body?.cancel().catch(() => {})
  return new PullFault(message, lasting, wait)
}

/** Seconds that Retry-After asks for, given as a number or as an instant (RFC 9110, 10.2.3); at most a day. */
function waitOf(response: Response): number | undefined {
  const asked = response.headers.get('retry-after')
  if (asked === null) return undefined
  const seconds = /^\d+$/.test(asked) ? Number(asked) : (Date.parse(asked) - Date.parse(response.headers.get('date') ?? new Date().toISOString())) / 1000
  return Number.isFinite(seconds) ? Math.min(86_400, Math.max(0, Math.ceil(seconds))) : undefined
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in 30 seconds'
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}

const shortest = 60
const longest = 3600

/**
 * Seconds until a source that failed is asked again: what it asked for itself, else doubled from a minute to an hour, and moved by up to a quarter so that
 * sources that failed together do not come back together. `spread` is from 0 to 1.
 */
export function waitAfter(failures: number, fault: Pick<PullFault, 'waitSeconds'>, spread: number): number {
  const doubled = Math.min(longest, shortest * 2 ** Math.max(0, failures - 1))
  return Math.max(fault.waitSeconds ?? 0, Math.round(doubled * (0.75 + spread / 2)))
}
