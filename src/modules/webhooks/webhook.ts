import { authorityPattern } from '../../shared/authority.ts'

/** Somebody outside who is told what happens here. `verbs` are actions, subjects whole (`record.*`), or `*` for everything. */
export type Webhook = {
  id: string
  name: string
  url: string
  verbs: readonly string[]
  madeBy: string
  createdAt: Date
  pausedAt: Date | null
  endedAt: Date | null
  /** When what was given up was last put in the queue again. */
  resentAt: Date | null
  revision: number
}

/** True when a webhook is told of this verb. */
export function tells({ verbs }: Pick<Webhook, 'verbs'>, verb: string): boolean {
  return verbs.some((each) => each === '*' || each === verb || (each.endsWith('.*') && verb.startsWith(each.slice(0, -1))))
}

/** What a webhook may be told of: a verb, a subject whole, or everything. */
export function isTellable(verb: string): boolean {
  return verb === '*' || authorityPattern.test(verb)
}

/** Seconds to wait after so many attempts that failed, as the Standard Webhooks specification proposes; null: it is given up. */
export function waitAfter(attempts: number): number | null {
  return [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600][attempts - 1] ?? null
}

/** What became of an attempt: 2xx took it, 410 wants nothing any more, everything else is tried again. */
export function judged(status: number): 'taken' | 'gone' | 'again' {
  if (status >= 200 && status < 300) return 'taken'
  return status === 410 ? 'gone' : 'again'
}
