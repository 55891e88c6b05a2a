import type { Body } from '../../../web/forms/form.ts'
import { blankStep, blankWay, whole } from './blanks.ts'
import type { PickedPart } from './diagram/picked.ts'

/** A body after one stroke, and what is to be picked now. */
export type Stroke = { body: Body; picked: PickedPart | null }

/**
 * A new step behind another (null: behind the last). `between` puts it into the only way that leads on from there; otherwise it branches
 * off. A step that was an end and leads nowhere hands the end on.
 */
export function withStep(body: Body, after: number | null, between: boolean): Stroke {
  const { steps, transitions } = whole(body)
  const from = steps[after ?? steps.length - 1]
  const at = from ? steps.indexOf(from) + 1 : 0
  const taken = new Set(steps.map((step) => step.id))
  let number = at + 1
  while (taken.has(`part_${number}`)) number++
  const step = { ...blankStep(), id: `part_${number}`, process: from?.process ?? 'operate', role: from?.role ?? '' } as const
  if (!from) return { body: { ...body, steps: [{ ...step, end: true }] }, picked: { part: 'step', at: 0 } }
  const out = transitions.filter((way) => way.from === from.id)
  const on = out.filter((way) => steps.findIndex((one) => one.id === way.to) >= at)
  const handsOn = from.end && out.length === 0
  const into = { ...blankWay(), from: from.id, to: step.id, name: '' }
  const nameOf = (id: string) => steps.find((one) => one.id === id)?.name ?? ''
  const split = between && on.length === 1 ? on[0] : undefined
  const ways = split ? transitions.flatMap((way) => (way === split ? [{ ...way, to: step.id, name: way.name === nameOf(way.to) ? '' : way.name }, { ...blankWay(), from: step.id, to: way.to, name: nameOf(way.to) }] : [way])) : [...transitions, into]
  const before = steps.slice(0, at).map((one) => (handsOn && one === from ? { ...one, end: false } : one))
  return { body: { ...body, steps: [...before, { ...step, end: handsOn }, ...steps.slice(at)], transitions: ways }, picked: { part: 'step', at } }
}

/** A way from one step to another; where there is one already that asks nothing, that one is picked. */
export function withWay(body: Body, from: number, to: number): Stroke {
  const { steps, transitions } = whole(body)
  const [start, end] = [steps[from], steps[to]]
  if (!start || !end || from === to) return { body, picked: null }
  const known = transitions.findIndex((way) => way.from === start.id && way.to === end.id && way.guard === '')
  if (known >= 0) return { body, picked: { part: 'way', at: known } }
  return { body: { ...body, transitions: [...transitions, { ...blankWay(), from: start.id, to: end.id, name: end.name }] }, picked: { part: 'way', at: transitions.length } }
}

/** Without a step or a way. Where a step stood between two others, they are joined; where it was the end, the one before it is. */
export function without(body: Body, { part, at }: PickedPart): Stroke {
  const { steps, transitions } = whole(body)
  if (part === 'way') return { body: { ...body, transitions: transitions.filter((_, place) => place !== at) }, picked: null }
  const gone = steps[at]
  if (!gone) return { body, picked: null }
  const [into, out] = [transitions.filter((way) => way.to === gone.id), transitions.filter((way) => way.from === gone.id)]
  const kept = transitions.filter((way) => way.to !== gone.id && way.from !== gone.id)
  const [only, next] = [into[0], out[0]]
  const joins = into.length === 1 && out.length === 1 && only && next && only.from !== next.to && !kept.some((way) => way.from === only.from && way.to === next.to)
  const rest = steps.filter((step) => step !== gone).map((step) => (gone.end && out.length === 0 && into.some((way) => way.from === step.id) && !kept.some((way) => way.from === step.id) ? { ...step, end: true } : step))
  const name = steps.find((step) => step.id === next?.to)?.name ?? ''
  return { body: { ...body, steps: rest, transitions: joins ? [...kept, { ...only, to: next.to, name: only.name === gone.name ? name : only.name }] : kept }, picked: null }
}
