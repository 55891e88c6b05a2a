import type { RoutineBody, RoutineStep, RoutineTransition } from './routine-body.ts'

/** What of a body is looked up again and again. */
export type RoutineIndex = {
  /** Steps by short name, in their order. */
  steps: ReadonlyMap<string, RoutineStep>
  /** Transitions by short name; `back` leads to a step listed before, `reopens` out of an end. */
  ways: ReadonlyMap<string, Way>
  from: ReadonlyMap<string, readonly Way[]>
  fields: ReadonlyMap<string, RoutineBody['fields'][number]>
}
export type Way = { id: string; transition: RoutineTransition; back: boolean; reopens: boolean }

const kept = new WeakMap<RoutineBody, RoutineIndex>()

/** Steps, transitions and fields by their short names; kept as long as the body is. */
export function indexOf(body: RoutineBody): RoutineIndex {
  const known = kept.get(body)
  if (known) return known
  const place = new Map(body.steps.map((step, at) => [step.id, at]))
  const ids = transitionIds(body.transitions)
  const ways = body.transitions.map((transition, at): Way => {
    const from = place.get(transition.from) ?? 0
    return { id: ids[at] ?? '', transition, back: (place.get(transition.to) ?? 0) < from, reopens: body.steps[from]?.end ?? false }
  })
  const index: RoutineIndex = {
    steps: new Map(body.steps.map((step) => [step.id, step])),
    ways: new Map(ways.map((way) => [way.id, way])),
    from: Map.groupBy(ways, (way) => way.transition.from),
    fields: new Map(body.fields.map((field) => [field.id, field])),
  }
  kept.set(body, index)
  return index
}

/** The short names of transitions, in their order: their own, or `from-to`, `from-to-2` … made of their ends. */
export function transitionIds(transitions: readonly { id: string; from: string; to: string }[]): string[] {
  const used = new Map<string, number>()
  return transitions.map(({ id, from, to }) => {
    if (id !== '') return id
    const ends = `${from}-${to}`
    const times = (used.get(ends) ?? 0) + 1
    used.set(ends, times)
    return times === 1 ? ends : `${ends}-${times}`
  })
}
