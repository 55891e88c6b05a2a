import type { RoutineBody } from './routine-body.ts'

/** What of a routine its graph is drawn from. */
export type RoutineShape = {
  steps: readonly Pick<RoutineBody['steps'][number], 'id' | 'name' | 'process' | 'role' | 'end'>[]
  transitions: readonly Pick<RoutineBody['transitions'][number], 'from' | 'to' | 'name' | 'guard'>[]
}

export type RoutineNode = RoutineShape['steps'][number] & {
  first: boolean
  /** Transitions away from the first step, by the shortest way; null: no way leads here. */
  rank: number | null
  /** False: no way leads from here to an end. */
  ends: boolean
}

export type RoutineEdge = {
  id: string
  from: string
  to: string
  name: string
  guarded: boolean
  /** True when it leads to a step that is listed before the one it leaves. */
  back: boolean
}

export type RoutineGraph = { nodes: RoutineNode[]; edges: RoutineEdge[] }

/** The steps and transitions as a graph. A record begins in the first step listed; transitions between unknown steps are left out. */
export function routineGraph(body: RoutineShape): RoutineGraph {
  const known = new Set(body.steps.map((step) => step.id))
  const transitions = body.transitions.filter((each) => known.has(each.from) && known.has(each.to))
  const first = body.steps[0]?.id
  const place = new Map(body.steps.map((step, at) => [step.id, at]))
  const rank = distances(first === undefined ? [] : [first], transitions.map((each) => [each.from, each.to]))
  const ending = distances(body.steps.filter((step) => step.end).map((step) => step.id), transitions.map((each) => [each.to, each.from]))
  return {
    nodes: body.steps.map((step) => ({
      id: step.id,
      name: step.name,
      process: step.process,
      role: step.role,
      end: step.end,
      first: step.id === first,
      rank: rank.get(step.id) ?? null,
      ends: ending.has(step.id),
    })),
    edges: transitions.map((each, at) => ({
      id: `${each.from}-${each.to}-${at}`,
      from: each.from,
      to: each.to,
      name: each.name,
      guarded: each.guard !== '',
      back: (place.get(each.to) ?? 0) < (place.get(each.from) ?? 0),
    })),
  }
}

/** Breadth first: how many edges each node is away from the nearest start; what cannot be reached is not in it. */
function distances(starts: readonly string[], edges: readonly (readonly [string, string])[]): Map<string, number> {
  const next = new Map<string, string[]>()
  for (const [from, to] of edges) next.set(from, [...(next.get(from) ?? []), to])
  const found = new Map(starts.map((start) => [start, 0]))
  const queue = [...found.keys()]
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const to of next.get(at) ?? []) {
      if (found.has(to)) continue
      found.set(to, (found.get(at) ?? 0) + 1)
      queue.push(to)
    }
  }
  return found
}
