import type { z } from 'zod'

/** What goes in and out of a write. `name` is the permission, the ledger verb, the route and the terminal verb at once. */
export type ActionContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  readonly type: 'action'
  readonly name: string
  /** Imperative, in sentence case, as a button or a menu would say it: "Approve a policy". */
  readonly title: string
  readonly input: I
  readonly output: O
  /** Its input carries files: a query is then sent as POST, and the body may be large. */
  readonly carriesFiles?: true
  /** Its answer shows a secret, this once: it is kept nowhere, so the same Idempotency-Key does nothing again and answers nothing. */
  readonly showsSecret?: true
}

/** What goes in and out of a read; input arrives as a query string, so its fields coerce from text. */
export type QueryContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  readonly type: 'query'
  readonly name: string
  readonly title: string
  readonly input: I
  readonly output: O
  /** Its input carries files: a query is then sent as POST, and the body may be large. */
  readonly carriesFiles?: true
}

export function actionContract<I extends z.ZodType, O extends z.ZodType>(c: Omit<ActionContract<I, O>, 'type'>): ActionContract<I, O> {
  return { type: 'action', ...c }
}

export function queryContract<I extends z.ZodType, O extends z.ZodType>(c: Omit<QueryContract<I, O>, 'type'>): QueryContract<I, O> {
  return { type: 'query', ...c }
}
