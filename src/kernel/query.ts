import type { z } from 'zod'
import type { QueryContract } from '../shared/contract.ts'
import { dayOf, endOfDay, isDay } from '../shared/days.ts'
import { Problem } from '../shared/problem.ts'
import type { AccessQuestion, Actor, Tenant, Verdict } from './access.ts'
import { openFor } from './caller.ts'
import type { Caller } from './caller.ts'
import type { Tx } from './database.ts'
import type { Post } from './mail.ts'
import { parseInput } from './parse.ts'
import type { Runtime } from './runtime.ts'

/** The moment a read looks at: `live` is now; otherwise the end of a day in the organisation's time zone. */
export type Moment = { on: string; at: Date; live: boolean }

export type QueryContext<I> = { input: I; actor: Actor; tenant: Tenant; moment: Moment; tx: Tx; post?: Post | undefined }

export type Query<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  readonly contract: QueryContract<I, O>
  access(question: AccessQuestion & { input: z.infer<I> }): Verdict
  run(context: QueryContext<z.infer<I>>): Promise<z.infer<O>>
}

/** A read as a value: parse → scope → select → attach abilities. */
export function defineQuery<I extends z.ZodType, O extends z.ZodType>(query: Query<I, O>): Query<I, O> {
  return query
}

export type AnyQuery = Query<z.ZodType, z.ZodType>

/** Answers one query in one read-only snapshot. Throws `Problem`. */
export async function ask(runtime: Runtime, query: AnyQuery, raw: unknown, caller: Caller): Promise<unknown> {
  const { asOf, rest } = splitAsOf(raw)
  const input = parseInput(query.contract.input, rest, true)
  const now = runtime.now()
  return openFor(runtime.database, 'read', caller, now, async (tx, resolving) => {
    const { actor, tenant } = await resolving
    const verdict = query.access({ actor, tenant, verb: query.contract.name, loaded: undefined, input })
    if ('refused' in verdict) throw new Problem('forbidden', verdict.refused)
    const output = await query.run({ input, actor, tenant, moment: momentOf(asOf, tenant.timeZone, now), tx, post: runtime.post })
    return query.contract.output.parse(output)
  })
}

/** The moment of a day: today is live; a day to come is refused. */
export function momentOf(asOf: string | undefined, timeZone: string, now: Date): Moment {
  const today = dayOf(now, timeZone)
  if (asOf === undefined || asOf === today) return { on: today, at: now, live: true }
  if (asOf > today) throw new Problem('invalid', `asOf: ${asOf} is still to come; give a day up to ${today}.`, [{ path: 'asOf', message: `Give a day up to ${today}.` }])
  return { on: asOf, at: endOfDay(asOf, timeZone), live: false }
}

function splitAsOf(raw: unknown): { asOf: string | undefined; rest: unknown } {
  if (typeof raw !== 'object' || raw === null) return { asOf: undefined, rest: raw }
  const { asOf, ...rest } = raw as Record<string, unknown>
  if (asOf === undefined || asOf === '') return { asOf: undefined, rest }
  if (typeof asOf !== 'string' || !isDay(asOf)) throw new Problem('invalid', 'asOf: Give a day that exists, as YYYY-MM-DD.', [{ path: 'asOf', message: 'Give a day that exists, as YYYY-MM-DD.' }])
  return { asOf, rest }
}
