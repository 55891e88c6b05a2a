import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { beginServer, call, foundOver, freePort, killAll, startServer, wellrun } from './wellrun.ts'
import type { Reply, Running } from './wellrun.ts'

type Receipt = { id: string; key: string; kind: string; title: string; status: string; version: number; revision: number }
type Change = { name: string; input: Record<string, unknown>; key: string; subject: Story }
/** One element as its writer knows it: every change that was acknowledged, in order. */
type Story = { kind: 'policy' | 'service'; title: string; acknowledged: { change: Change; text: string; receipt: Receipt }[] }
type Writer = { stories: Story[]; pending: Change | undefined }

export type Tally = {
  rounds: number
  acknowledged: number
  /** Changes in flight at the kill that turned out to be done, and not done. */
  pending: { whole: number; absent: number }
  replayed: number
  /** Sentences; empty when the law holds. */
  broken: string[]
  startMs: number[]
}

export type Killing = { tally: Tally; stories: Story[]; organisationId: string; settings: Record<string, string> }

/**
 * Writes over HTTP with several clients and kills server and database in the middle of it, again and again. After each start every
 * acknowledged change must be there, and what was in flight whole or absent. `onRound` hears of each round.
 */
export async function killRounds(dataDirectory: string, rounds: number, onRound: (round: number, tally: Tally) => void = () => {}): Promise<Killing> {
  const settings = { WELLRUN_DATA: dataDirectory, PORT: await freePort(), HOST: '127.0.0.1' }
  const tally: Tally = { rounds: 0, acknowledged: 0, pending: { whole: 0, absent: 0 }, replayed: 0, broken: [], startMs: [] }
  let server = await timed(tally, () => startServer(settings))
  const { authorization, organisationId } = await foundOver(server.url)
  const writers: Writer[] = Array.from({ length: 4 }, () => ({ stories: [], pending: undefined }))
  try {
    for (let round = 1; round <= rounds; round++) {
      await writeUntilKilled(server, dataDirectory, authorization, writers, tally)
      if (round % 4 === 0) await killWhileStarting(settings, dataDirectory)
      server = await timed(tally, () => startServer(settings))
      const { url } = server
      await Promise.all(writers.map((writer) => examine(url, authorization, writer, tally)))
      tally.rounds = round
      onRound(round, tally)
    }
  } finally {
    await server.stop()
  }
  return { tally, stories: writers.flatMap((writer) => writer.stories), organisationId, settings }
}

async function timed(tally: Tally, start: () => Promise<Running>): Promise<Running> {
  const since = performance.now()
  const server = await start()
  tally.startMs.push(Math.round(performance.now() - since))
  return server
}

async function writeUntilKilled(server: Running, dataDirectory: string, authorization: string, writers: Writer[], tally: Tally): Promise<void> {
  const state = { killed: false }
  const writing = writers.map((writer) => write(server.url, authorization, writer, tally, state))
  await wait(randomInt(100, 700))
  state.killed = true
  await killAll(dataDirectory, server)
  await Promise.all(writing)
}

/** A kill may also come while what the last one left is being recovered. */
async function killWhileStarting(settings: Record<string, string>, dataDirectory: string): Promise<void> {
  const program = beginServer(settings)
  await wait(randomInt(100, 1200))
  await killAll(dataDirectory, program)
}

async function write(url: string, authorization: string, writer: Writer, tally: Tally, state: { killed: boolean }): Promise<void> {
  while (!state.killed) {
    const change = nextChange(writer)
    writer.pending = change
    let reply: Reply
    try {
      reply = await call(url, change.name, change.input, { authorization, 'idempotency-key': change.key })
    } catch {
      return
    }
    if (reply.status === 429 || reply.status === 503) await wait(200)
    else if (reply.status === 200) acknowledge(writer, change, reply.text, tally)
    else tally.broken.push(`${change.name} was answered with ${reply.status}: ${reply.text}`)
    if (reply.status !== 200 && !state.killed) writer.pending = undefined
  }
}

function acknowledge(writer: Writer, change: Change, text: string, tally: Tally): void {
  change.subject.acknowledged.push({ change, text, receipt: JSON.parse(text) as Receipt })
  if (!writer.stories.includes(change.subject)) writer.stories.push(change.subject)
  writer.pending = undefined
  tally.acknowledged++
}

/** Something new, or the next change of something that is there: a draft, its approval, another draft. */
function nextChange(writer: Writer): Change {
  const kind = Math.random() < 0.5 ? 'policy' : 'service'
  const story = Math.random() < 0.4 ? undefined : writer.stories[randomInt(Math.max(writer.stories.length, 1))]
  if (!story) {
    const subject: Story = { kind, title: `${kind} ${randomUUID()}`, acknowledged: [] }
    return { name: `${kind}.draft`, input: { title: subject.title, body: bodyOf(kind) }, key: randomUUID(), subject }
  }
  const { change, receipt } = story.acknowledged.at(-1)!
  const where = { element: receipt.id, revision: receipt.revision }
  const drafted = change.name.endsWith('.draft')
  if (drafted) return { name: `${story.kind}.approve`, input: { ...where, reason: 'Agreed' }, key: randomUUID(), subject: story }
  return { name: `${story.kind}.draft`, input: { ...where, title: `${story.title} ${receipt.version + 1}`, body: bodyOf(story.kind) }, key: randomUUID(), subject: story }
}

function bodyOf(kind: Story['kind']): object {
  return kind === 'policy'
    ? { theme: 'change', statement: 'Every change is small, and can be undone.', principles: [{ text: `Rule ${randomUUID()}` }] }
    : { description: `Serves ${randomUUID()}`, criticality: randomInt(1, 5) }
}

/** What a writer was told must be there; what it was not told is whole or absent, and asking again settles it. */
async function examine(url: string, authorization: string, writer: Writer, tally: Tally): Promise<void> {
  const broken = (text: string) => void tally.broken.push(text)
  const change = writer.pending
  const touched = [...new Set([...writer.stories.slice(-12), ...(change ? [change.subject] : [])])]
  const done = change !== undefined && (await isDone(url, authorization, change, broken))
  for (const story of touched) await compare(url, authorization, story, story === change?.subject && done, broken)
  if (change) {
    if (done) tally.pending.whole++
    else tally.pending.absent++
    const reply = await patiently(url, change, authorization)
    if (reply.status !== 200) broken(`${change.name}, asked again, was answered with ${reply.status}: ${reply.text}`)
    else {
      if (reply.replayed !== done) broken(`${change.name} was ${done ? 'done' : 'not done'} before the kill and, asked again, ${reply.replayed ? '' : 'not '}answered from memory.`)
      acknowledge(writer, change, reply.text, tally)
      await compare(url, authorization, change.subject, false, broken)
    }
  }
  for (const told of touched.flatMap((story) => story.acknowledged.slice(-1))) {
    const reply = await patiently(url, told.change, authorization)
    if (reply.status !== 200 || !reply.replayed || reply.text !== told.text) broken(`${told.change.name} was answered with ${told.text}, and later with ${reply.status} ${reply.text}.`)
    tally.replayed++
  }
}

async function patiently(url: string, change: Change, authorization: string): Promise<Reply> {
  for (;;) {
    const reply = await call(url, change.name, change.input, { authorization, 'idempotency-key': change.key })
    if (reply.status !== 429) return reply
    await wait(1000)
  }
}

type Seen = { id: string; title: string; status: string; version: number; revision: number; draft: { title: string } | null }

async function read<T>(url: string, authorization: string, path: string): Promise<T | undefined> {
  for (;;) {
    const reply = await call(url, path, undefined, { authorization })
    if (reply.status === 200) return JSON.parse(reply.text) as T
    if (reply.status === 404) return undefined
    if (reply.status !== 429) throw new Error(`${path} was answered with ${reply.status}: ${reply.text}`)
    await wait(1000)
  }
}

/** Whether a change in flight at the kill was made, judged by what can be read. */
async function isDone(url: string, authorization: string, { subject, input }: Change, broken: (text: string) => void): Promise<boolean> {
  const last = subject.acknowledged.at(-1)
  if (last) return ((await read<Seen>(url, authorization, `${subject.kind}.get?element=${last.receipt.id}`))?.revision ?? 0) > last.receipt.revision
  const list = await read<{ rows: Seen[] }>(url, authorization, `${subject.kind}.list?sort=changed&direction=desc&limit=200`)
  const found = list!.rows.filter((row) => row.title === input['title'])
  if (found.length > 1) broken(`${subject.title} was made ${found.length} times.`)
  return found.length > 0
}

/** Holds an element against what its writer was told of it; `further`: a change more was made. */
async function compare(url: string, authorization: string, story: Story, further: boolean, broken: (text: string) => void): Promise<void> {
  const last = story.acknowledged.at(-1)
  if (!last) return
  const { receipt } = last
  const seen = await read<Seen>(url, authorization, `${story.kind}.get?element=${receipt.id}`)
  const kept = await read<{ versions: { version: number }[] }>(url, authorization, `${story.kind}.versions?element=${receipt.id}`)
  if (!seen || !kept) return broken(`${receipt.key} was acknowledged, and is gone.`)
  const { versions } = kept
  const drafting = last.change.name.endsWith('.draft')
  const version = receipt.version + (further && drafting ? 1 : 0)
  if (seen.revision !== receipt.revision + (further ? 1 : 0)) broken(`${receipt.key} is at revision ${seen.revision}; ${receipt.revision} was acknowledged${further ? ', and one more was done' : ''}.`)
  if (seen.version !== version || versions.length !== version) broken(`${receipt.key} has version ${seen.version} and ${versions.length} versions kept; ${version} is right.`)
  if ((seen.draft !== null) !== (drafting !== further)) broken(`${receipt.key} has ${seen.draft ? 'a' : 'no'} draft after ${last.change.name}${further ? ' and one more' : ''}.`)
}

export type VerifyAnswer = { ok: boolean; entries: number; head: { size: number } | null; faults: { type: string; what: string; where: string }[] }

/** `wellrun ledger verify --json`, as anybody would run it. */
export async function verifyInTerminal(settings: Record<string, string>): Promise<{ code: number | null; answer: VerifyAnswer }> {
  const { code, stdout, stderr } = await wellrun(['ledger', 'verify', '--json'], settings)
  try {
    return { code, answer: JSON.parse(stdout) as VerifyAnswer }
  } catch {
    throw new Error(`wellrun ledger verify ended with ${code} and said: ${stdout}${stderr}`)
  }
}
