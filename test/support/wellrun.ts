import { spawn } from 'node:child_process'
import type { ChildProcess, StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { processesIn } from '../../src/kernel/postgres-claims.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

export type Finished = { code: number | null; stdout: string; stderr: string }
export type Account = { uid?: number; gid?: number }

function launch(args: string[], settings: Record<string, string>, stdio: StdioOptions, account: Account): ChildProcess {
  const { DATABASE_URL: _url, WELLRUN_TEST_POSTGRES: _test, VITEST: _vitest, NODE_ENV: _mode, ...own } = process.env
  const env = { ...own, NODE_COMPILE_CACHE: join(root, '.cache/node'), ...settings }
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'src/main.ts'), ...args], { env, stdio, cwd: '/', ...account })
}

/** Runs a verb of the terminal, as a person would, and waits for its end. */
export async function wellrun(args: string[], settings: Record<string, string>, options: { input?: string } & Account = {}): Promise<Finished> {
  const { input = '', ...account } = options
  const child = launch(args, settings, ['pipe', 'pipe', 'pipe'], account)
  child.stdin!.on('error', () => {}).end(input)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'close') as Promise<[number | null]>])
  return { code, stdout, stderr }
}

export type Running = { url: string; pid: number; stderr: () => string; ended: Promise<number | null>; stop: () => Promise<number | null>; kill: () => void }

/** Begins `wellrun start` and does not wait for it. */
export function beginServer(settings: Record<string, string>): Omit<Running, 'url'> & { ready: Promise<string> } {
  const child = launch(['start', '--json'], settings, ['ignore', 'pipe', 'pipe'], {})
  let said = ''
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', (line) => resolve((JSON.parse(line) as { url: string }).url))
    void ended.then((code) => reject(new Error(`wellrun start ended with ${code}: ${said}`)))
  })
  ready.catch(() => {})
  return {
    pid: child.pid!, ready, stderr: () => said, ended,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

/** Starts the server and answers once it serves. */
export async function startServer(settings: Record<string, string>): Promise<Running> {
  const { ready, ...program } = beginServer(settings)
  return { ...program, url: await ready }
}

/** A port that nothing listened on a moment ago. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return String(typeof address === 'object' ? address!.port : 0)
}

/** The processes of the embedded PostgreSQL of a data folder. */
export function postgresOf(dataDirectory: string): number[] {
  return processesIn(join(realpathSync(dataDirectory), 'postgres/cluster'))
}

/** Ends processes at once, and waits until they are gone. */
export async function killAll(dataDirectory: string, program?: { pid: number; ended: Promise<unknown> }): Promise<void> {
  const first = [...postgresOf(dataDirectory), ...(program ? [program.pid] : [])].sort(() => Math.random() - 0.5)
  for (let pids = first; pids.length > 0; pids = postgresOf(dataDirectory)) {
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        continue
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await program?.ended
}

export type Reply = { status: number; text: string; replayed: boolean }

/** Calls the API of a server over HTTP. */
export async function call(url: string, name: string, input: object | undefined, headers: Record<string, string>): Promise<Reply> {
  const query = input === undefined
  const response = await fetch(`${url}/api/${name}`, {
    signal: AbortSignal.timeout(20_000), headers: { ...headers, ...(query ? {} : { 'content-type': 'application/json' }) }, ...(query ? {} : { method: 'POST', body: JSON.stringify(input) }),
  })
  return { status: response.status, text: await response.text(), replayed: response.headers.get('idempotent-replayed') === 'true' }
}

/** Founds an organisation over HTTP and makes an API token; answers the header that carries it. */
export async function foundOver(url: string): Promise<{ authorization: string; organisationId: string }> {
  const own = { origin: url, 'content-type': 'application/json' }
  const input = { name: 'Fjordvik IT', founderName: 'Ada Berg', founderEmail: 'ada@example.org', password: 'seven lively otters juggle' }
  const founded = await fetch(`${url}/api/organisation.found`, { method: 'POST', headers: own, body: JSON.stringify(input) })
  if (!founded.ok) throw new Error(`Founding was answered with ${founded.status}: ${await founded.text()}`)
  const cookie = founded.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ')
  const { organisation } = (await founded.json()) as { organisation: { id: string } }
  const made = await call(url, 'token.create', { name: 'Writers', scopes: ['read', 'write'] }, { ...own, cookie })
  if (made.status !== 200) throw new Error(`Making a token was answered with ${made.status}: ${made.text}`)
  return { authorization: `Bearer ${(JSON.parse(made.text) as { token: string }).token}`, organisationId: organisation.id }
}
