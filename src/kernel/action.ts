import type { z } from 'zod'
import { canonicalJson } from '../shared/canonical.ts'
import type { ActionContract } from '../shared/contract.ts'
import { newId } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'
import type { AccessQuestion, Actor, Tenant, Verdict } from './access.ts'
import { openFor } from './caller.ts'
import type { Caller } from './caller.ts'
import type { Tx } from './database.ts'
import { sha256 } from './hash.ts'
import { ledgerEntry } from './ledger.ts'
import { parseInput } from './parse.ts'
import { enqueueReactions } from './reactions.ts'
import type { RowHash } from './rows.ts'
import type { Runtime } from './runtime.ts'

/** What `run` is given: everything it may decide on. `at` is the server's clock, never input. */
export type ActionContext<I, L> = { input: I; loaded: L; actor: Actor; tenant: Tenant; as: string; at: Date; entryId: string; tx: Tx }

/** The ledger entry that a successful action owes. */
export type Owed = {
  subject: { kind: string; id: string; key?: string } | null
  rows: RowHash[]
  reason?: string | undefined
  /** For an import: the file it came from and what became of its rows. */
  bulk?: { file: string; counts: Record<string, number> }
}

export type Action<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, L = unknown> = {
  readonly contract: ActionContract<I, O>
  /** Statements sent without waiting travel with the caller's identification in one round trip. */
  load(tx: Tx, input: z.infer<I>, at: Date): Promise<L>
  access(question: AccessQuestion<L> & { input: z.infer<I> }): Verdict
  run(context: ActionContext<z.infer<I>, L>): Promise<{ output: z.infer<O>; entry: Owed }>
}

/** A write as a value: the registry, HTTP, the terminal, the laws and OpenAPI all read this one thing. */
export function defineAction<I extends z.ZodType, O extends z.ZodType, L>(action: Action<I, O, L>): Action<I, O, L> {
  return action
}

/** An action whose types have been forgotten, as the registry keeps it. */
export type AnyAction = Action<z.ZodType, z.ZodType, unknown>

export type Performed = { output: unknown; replayed: boolean }

/** Performs one action: parse → load → allow → decide → record → commit. Throws `Problem` and then has changed nothing. */
export async function perform(runtime: Runtime, action: AnyAction, raw: unknown, caller: Caller, idempotencyKey?: string): Promise<Performed> {
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
      const { actor, tenant } = await resolving
      const earlier = idempotencyKey ? await findAnswer(tx, actor.id, idempotencyKey) : undefined
      if (earlier) return replay(earlier, contract.name, requestHash!)
      const loaded = await loading
      const verdict = action.access({ actor, tenant, verb: contract.name, loaded, input })
      if ('refused' in verdict) {
        refusal = { actor, tenant, reason: verdict.refused }
        throw new Problem('forbidden', verdict.refused)
      }
      const entryId = newId(at.getTime())
      const { output, entry } = await action.run({ input, loaded, actor, tenant, as: verdict.as, at, entryId, tx })
      const answer = contract.output.parse(output)
      const columns = ledgerEntry({
        id: entryId, organisationId: tenant.id, at, actor: { type: actor.type, id: actor.id }, role: verdict.as, verb: contract.name, ...entry, simulated: tenant.simulated,
      })
      await Promise.all([
        tx.insertInto('ledger_entries').values(columns).execute(),
        enqueueReactions(runtime, tx, { verb: contract.name, entryId, organisationId: tenant.id, subject: entry.subject }),
        ...(idempotencyKey
          ? [tx.insertInto('idempotency').values({ actor_id: actor.id, key: idempotencyKey, action: contract.name, request_hash: requestHash!, response: JSON.stringify(answer), created_at: at }).execute()]
          : []),
      ])
      return { output: answer as unknown, replayed: false, organisationId: tenant.id }
    })
    if (!done.replayed) runtime.recorded((done as { organisationId?: string }).organisationId ?? '')
    return { output: done.output, replayed: done.replayed }
  } catch (error) {
    if (refusal) await recordDenial(runtime, refusal, contract.name, at)
    const replayed = idempotencyKey && isTaken(error, 'idempotency') ? await perform(runtime, action, raw, caller, idempotencyKey) : undefined
    if (replayed) return replayed
    throw conflictOf(error)
  }
}

async function findAnswer(tx: Tx, actorId: string, key: string) {
  return tx.selectFrom('idempotency').select(['action', 'request_hash', 'response']).where('actor_id', '=', actorId).where('key', '=', key).executeTakeFirst()
}

function replay(earlier: { action: string; request_hash: Buffer; response: string }, name: string, requestHash: Buffer) {
  if (earlier.action !== name || !Buffer.from(earlier.request_hash).equals(requestHash)) {
    throw new Problem('unprocessable', 'This Idempotency-Key was used for another request. Use a new key for a new request.')
  }
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

/** Two writers met: the later is told so, in words. */
function conflictOf(error: unknown): unknown {
  const { code } = (error ?? {}) as DatabaseError
  if (isTaken(error, 'row_versions') || isTaken(error, 'element_versions') || code === '40001' || code === '40P01') {
    return new Problem('conflict', 'Somebody else changed this meanwhile. Load it again and repeat your change.')
  }
  if (isTaken(error, 'people')) return new Problem('conflict', 'Somebody with this e-mail address is already in the organisation.')
  if (code === '23505') return new Problem('conflict', `This already exists (${(error as DatabaseError).constraint_name ?? 'duplicate'}).`)
  return error
}
