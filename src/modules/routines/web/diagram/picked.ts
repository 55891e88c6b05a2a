import type { RoutineBody } from '../../routine-body.ts'

/** A step or a way of the body, by its place in its list. */
export type PickedPart = { part: 'step' | 'way'; at: number }

export function isSame(one: PickedPart | null | undefined, other: PickedPart): boolean {
  return one?.part === other.part && one.at === other.at
}

/** Where an arrow leads on the drawing: along a way and on to its end, or to the way or step beside. */
export function walked(body: Pick<RoutineBody, 'steps' | 'transitions'>, from: PickedPart, key: string): PickedPart | null {
  return from.part === 'step' ? fromStep(body, from.at, key) : fromWay(body, from.at, key)
}

function fromStep(body: Pick<RoutineBody, 'steps' | 'transitions'>, at: number, key: string): PickedPart | null {
  const id = body.steps[at]?.id
  const found = { ArrowRight: body.transitions.findIndex((way) => way.from === id), ArrowLeft: body.transitions.findIndex((way) => way.to === id) }[key]
  if (found !== undefined) return found < 0 ? null : { part: 'way', at: found }
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: body.steps.length - 1 }[key]
  return next === undefined || next < 0 || next >= body.steps.length ? null : { part: 'step', at: next }
}

function fromWay(body: Pick<RoutineBody, 'steps' | 'transitions'>, at: number, key: string): PickedPart | null {
  const way = body.transitions[at]
  if (!way) return null
  const end = { ArrowRight: way.to, ArrowLeft: way.from }[key]
  if (end !== undefined) {
    const step = body.steps.findIndex((one) => one.id === end)
    return step < 0 ? null : { part: 'step', at: step }
  }
  const turn = { ArrowDown: 1, ArrowUp: -1 }[key]
  if (turn === undefined) return null
  const beside = body.transitions.flatMap((one, place) => (one.from === way.from ? [place] : []))
  const next = beside[beside.indexOf(at) + turn]
  return next === undefined ? null : { part: 'way', at: next }
}
