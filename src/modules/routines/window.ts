import type { RoutineRecord } from './record.ts'
import type { RoutineBody } from './routine-body.ts'

/** When a record is planned for; instants as ISO 8601 in UTC, the end after the beginning. */
export type Window = { from: string; to: string }

/** How long a window may be at most, in milliseconds: what lasts longer is no work that others plan around. */
const longest = 400 * 86_400_000

/** The window that two fields of a form say; null where one of them is empty, they are the wrong way round, or more than 400 days lie between them. */
export function windowIn({ window }: Pick<RoutineBody, 'window'>, fields: RoutineRecord['fields']): Window | null {
  if (window.from === '' || window.to === '') return null
  const [from, to] = [instantIn(fields[window.from]), instantIn(fields[window.to])]
  return from === null || to === null || to <= from || to - from > longest ? null : { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

/** As `windowIn`, for a record: null too where it was closed without being carried out, since then nothing was done in it. */
export function windowOf(body: Pick<RoutineBody, 'window' | 'outcomes'>, record: Pick<RoutineRecord, 'fields' | 'outcome' | 'instants'>): Window | null {
  const dropped = record.instants.closed !== undefined && body.outcomes.some((each) => each.id === record.outcome && each.result === 'not carried out')
  return dropped ? null : windowIn(body, record.fields)
}

function instantIn(value: RoutineRecord['fields'][string] | undefined): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : NaN
  return Number.isNaN(at) ? null : at
}

const asksPlan = new WeakMap<object, boolean>()

/** Whether any condition of a routine asks what its window meets: only then is that looked up before the engine runs. */
export function asksWhatItMeets(body: RoutineBody): boolean {
  const known = asksPlan.get(body)
  if (known !== undefined) return known
  const asks = body.window.from !== '' && /record\.(collisions|frozen)\b/.test(JSON.stringify(body))
  asksPlan.set(body, asks)
  return asks
}
