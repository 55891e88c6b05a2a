import type { z } from 'zod'
import { canonicalJson } from '../shared/canonical.ts'
import type { ActionContract } from '../shared/contract.ts'
import { newId } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'
import type { Accounts } from './accounts.ts'
import type { AccessQuestion, Actor, Tenant, Verdict } from './access.ts'
import { currentActor, openFor } from './caller.ts'
import type { Caller } from './caller.ts'
import { select, writeTogether } from './database.ts'
import type { Tx } from './database.ts'
import { sha256 } from './hash.ts'
import { ledgerEntry } from './ledger.ts'
import type { LedgerEntry, RowsClaim } from './ledger.ts'
import type { Post } from './mail.ts'
import { NumbersWanted, takeBlock } from './number-blocks.ts'
import { parseInput } from './parse.ts'
import { enqueueReactions } from './reactions.ts'
import type { RowHash } from './rows.ts'
import type { LiveChange, Runtime } from './runtime.ts'
import type { Vault } from './vault.ts'
import type { Write } from './writes.ts'

/** What `run` is given: everything it may decide on. `at` is the server's clock, never input. */
export type ActionContext<I, L> = { input: I; loaded: L; actor: Actor; tenant: Tenant; as: string; at: Date; entryId: string; tx: Tx; vault: Vault; post?: Post | undefined; accounts?: Accounts | undefined
  /** Does something in a transaction of its own, whatever becomes of this one: what others must not wait for, or must see before the end. */
  apart: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

/** The ledger entry that a successful action owes. */
export type Owed = {
  subject: { kind: string; id: string; key?: string } | null
  rows: readonly RowHash[] | RowsClaim
  reason?: string | undefined
  /** For an import: the file it came from and what became of its rows. */
  bulk?: { file: string; counts: Record<string, number> }
}

export type Action<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, L = unknown> = {
  readonly contract: ActionContract<I, O>
  /** Statements sent without waiting travel with the caller's identification in one round trip. */
  load(tx: Tx, input: z.infer<I>, at: Date): Promise<L>
  access(question: AccessQuestion<L> & { input: z.infer<I> }): Verdict
  run(context: ActionContext<z.infer<I>, L>): Promise<{ output: z.infer<O>; entry: Owed; /** What is told to open windows once it is committed. */ live?: readonly LiveChange[]; /** What follows the commit and the answer waits for: what sign-in keeps, outside the organisation's tables. */ after?: () => Promise<void> }>
  /** What it changes is merged with what others changed meanwhile: it is done again on the newer state instead of being refused. */
  readonly retryOnConflict?: true
}

/** A write as a value: the registry, HTTP, the terminal, the laws and OpenAPI all read this one thing. */
export function defineAction<I extends z.ZodType, O extends z.ZodType, L>(action: Action<I, O, L>): Action<I, O, L> {
  return action
}

/** An action whose types have been forgotten, as the registry keeps it. */
export type AnyAction = Action<z.ZodType, z.ZodType, unknown>

export type Performed = { output: unknown; replayed: boolean }

/** Performs one action: parse → load → allow → decide → record → commit. Throws `Problem` and then has changed nothing. */
export async function perform(runtime: Runtime, action: AnyAction, raw: unknown, caller: Caller, idempotencyKey?: string, attempt = 1): Promise<Performed> {
  const { contract } = action
  const input = parseInput(contract.input, raw)
  const at = runtime.now()
  if (idempotencyKey && idempotencyKey.length > 200) throw new Problem('invalid', 'The Idempotency-Key is longer than 200 characters; use a UUID.')
  const requestHash = idempotencyKey ? sha256(canonicalJson({ action: contract.name, input: raw ?? null })) : null
  let refusal: { actor: Actor; tenant: Tenant; reason: string } | undefined
  try {
    const done = await openFor(runtime.database, 'write', caller, at, async (tx, resolving) => {
      const loading = action.load(tx, input, at)
      loading.catch(() => {})
      // Asked after the loads have been: where they saw what a twin did, its answer is seen too.
      const answering = idempotencyKey ? findAnswer(tx, idempotencyKey) : undefined
      answering?.catch(() => {})
      const { actor, tenant } = await resolving
      demandOwnClock(runtime, tenant)
      const earlier = await answering
      if (earlier) return replay(earlier, contract.name, requestHash!)
      const loaded = await loading
      const verdict = action.access({ actor, tenant, verb: contract.name, loaded, input })
      if ('refused' in verdict) {
        refusal = { actor, tenant, reason: verdict.refused }
        throw new Problem('forbidden', verdict.refused)
      }
      const entryId = newId(at.getTime())
      const { output, entry, live, after } = await action.run({ input, loaded, actor, tenant, as: verdict.as, at, entryId, tx, vault: runtime.vault, post: runtime.post, accounts: runtime.accounts, apart: (work) => runtime.database.write(tenant.id, work) })
      const answer = contract.output.parse(output)
      const columns = ledgerEntry({
        id: entryId, organisationId: tenant.id, at, actor: { type: actor.type, id: actor.id }, role: verdict.as, verb: contract.name, ...entry, simulated: tenant.simulated,
      })
      writeTogether(tx, { rows: [entryId], writes: [entryWrite(columns), ...(idempotencyKey ? [answerWrite({ actorId: actor.id, key: idempotencyKey, action: contract.name, requestHash: requestHash!, response: contract.showsSecret ? '' : JSON.stringify(answer), at })] : [])] })
      await enqueueReactions(runtime, tx, { verb: contract.name, entryId, organisationId: tenant.id, subject: entry.subject })
      return { output: answer as unknown, replayed: false, organisationId: tenant.id, live, after }
    })
    if ('organisationId' in done) {
      announce(runtime, done.organisationId, done.live)
      await done.after?.()
    }
    return { output: done.output, replayed: done.replayed }
  } catch (error) {
    if (refusal) await recordDenial(runtime, refusal, contract.name, at)
    if (error instanceof NumbersWanted && attempt < 20) {
      await takeBlock(runtime.database, error)
      return perform(runtime, action, raw, caller, idempotencyKey, attempt + 1)
    }
    if ((attempt < attemptsAt(action, idempotencyKey) && (isRace(error) || mayBeTwin(error, idempotencyKey))) || (attempt < 3 && isTaken(error, 'record_events')) || (isKeyTaken(error) && attempt < 20)) return perform(runtime, action, raw, caller, idempotencyKey, attempt + 1)
    throw conflictOf(error)
  }
}

/** What follows a commit: sealing, and windows that are open. */
function announce(runtime: Runtime, organisationId: string, live: readonly LiveChange[] | undefined): void {
  runtime.recorded(organisationId)
  if (live && live.length > 0) runtime.changed?.(organisationId, live)
}

/** When something was recorded is told by the machine's clock alone, but for an organisation that is simulated for good. */
function demandOwnClock(runtime: Runtime, tenant: Tenant): void {
  if (runtime.simulates && !tenant.simulated) throw new Problem('forbidden', `${tenant.name} is no simulation: what happens in it is recorded when it happens.`)
}

/** What cannot be done may have been done just now by the same request, sent twice: then its answer is there at the next look. */
function mayBeTwin(error: unknown, idempotencyKey: string | undefined): boolean {
  return idempotencyKey !== undefined && error instanceof Problem && ['conflict', 'unprocessable', 'notFound'].includes(error.type)
}

/** Each attempt waits for the one that it lost to, so the most that lose are as many as write at once. */
function attemptsAt(action: AnyAction, idempotencyKey: string | undefined): number {
  return action.retryOnConflict ? 50 : idempotencyKey ? 2 : 1
}

function entryWrite(entry: LedgerEntry): Write {
  return {
    text: `insert into ledger_entries (organisation_id, id, at, verb, subject_id, actor_id, content)
      values ($1::text::uuid, $2::text::uuid, $3::text::timestamptz, $4::text, $5::text::uuid, $6::text, $7::text)`,
    values: [entry.organisation_id, entry.id, entry.at.toISOString(), entry.verb, entry.subject_id, entry.actor_id, entry.content],
  }
}

function answerWrite(kept: { actorId: string; key: string; action: string; requestHash: Buffer; response: string; at: Date }): Write {
  return {
    text: `insert into idempotency (actor_id, key, action, request_hash, response, created_at) values ($1::text, $2::text, $3::text, $4::text::bytea, $5::text, $6::text::timestamptz)`,
    values: [kept.actorId, kept.key, kept.action, `\\x${kept.requestHash.toString('hex')}`, kept.response, kept.at.toISOString()],
  }
}

/** The answer to the same request before, by the caller whom the opening statement finds. */
async function findAnswer(tx: Tx, key: string) {
  const [answer] = await select<{ action: string; request_hash: Buffer; response: string }>(tx, `select action, request_hash, response from idempotency where actor_id = ${currentActor} and key = $1::text`, [key])
  return answer
}

function replay(earlier: { action: string; request_hash: Buffer; response: string }, name: string, requestHash: Buffer) {
  if (earlier.action !== name || !Buffer.from(earlier.request_hash).equals(requestHash)) {
    throw new Problem('unprocessable', 'This Idempotency-Key was used for another request. Use a new key for a new request.')
  }
  if (earlier.response === '') throw new Problem('conflict', 'This was done already. Its secret was shown once and is not kept: end it, and make another with a new Idempotency-Key.')
  return { output: JSON.parse(earlier.response) as unknown, replayed: true }
}

/** Refusals are kept in their own transaction; after 20 in a minute by one actor they are only counted by the log. */
async function recordDenial(runtime: Runtime, refusal: { actor: Actor; tenant: Tenant; reason: string }, action: string, at: Date): Promise<void> {
  await runtime.database
    .write(refusal.tenant.id, async (tx) => {
      const recent = await tx.selectFrom('denials').select('id').where('actor', '=', refusal.actor.id).where('at', '>', new Date(at.getTime() - 60_000)).limit(20).execute()
      if (recent.length >= 20) return
      await tx.insertInto('denials').values({ id: newId(at.getTime()), at, actor: refusal.actor.id, action, subject: null, reason: refusal.reason }).execute()
    })
    .catch((error: unknown) => runtime.log.warn(`A denial could not be recorded: ${String(error)}`))
}

type DatabaseError = { code?: string; table_name?: string; constraint_name?: string }

function isTaken(error: unknown, table: string): boolean {
  const { code, table_name } = (error ?? {}) as DatabaseError
  return code === '23505' && table_name === table
}

/** True when another write came first: the same again may find the answer of its twin, or succeed on the newer state. */
function isRace(error: unknown): boolean {
  const { code } = (error ?? {}) as DatabaseError
  return code === '40001' || code === '40P01' || ['idempotency', 'row_versions', 'element_versions', 'record_events'].some((table) => isTaken(error, table))
}

/** True when another node gave the same number to a key at the same moment. */
function isKeyTaken(error: unknown): boolean {
  return isTaken(error, 'elements') && (error as DatabaseError).constraint_name === 'elements_key'
}

/** Two writers met: the later is told so, in words. */
function conflictOf(error: unknown): unknown {
  const { code } = (error ?? {}) as DatabaseError
  if (isRace(error)) {
    return new Problem('conflict', 'Somebody else changed this meanwhile. Load it again and repeat your change.')
  }
  if (isTaken(error, 'people')) return new Problem('conflict', 'Somebody with this e-mail address is already in the organisation.')
  if (code === '23505') return new Problem('conflict', `This already exists (${(error as DatabaseError).constraint_name ?? 'duplicate'}).`)
  return error
}
