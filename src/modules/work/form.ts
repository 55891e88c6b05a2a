import type { RoutineBody } from '../routines/routine-body.ts'
import { fieldViews, windowView } from './record-view.ts'
import type { Naming } from './record-view.ts'
import type { RoutineVersion } from './surroundings.ts'

const nobody: Naming = { element: () => null, person: () => null }

/** What is asked when a record is raised: the form, what the catalogue fills in, and the grids that look values up. */
export function formOf(routine: RoutineVersion, timeZone: string) {
  const { body } = routine
  const [first] = body.steps
  const required = first?.required ?? []
  return {
    routine: { id: routine.id, key: routine.key, kind: 'routine', title: routine.title }, version: routine.version, noun: body.recordNoun, purpose: body.purpose,
    fields: fieldViews(body, { fields: {}, state: first?.id ?? '' }, required, timeZone, nobody), priorities: body.priorities, required,
    catalogue: body.catalogue.map(({ id, name, hint, values, required: asked }) => ({ id, name, hint, values, required: asked })),
    grids: body.grids.map(({ name, row, column, gives, cells }) => ({ name, row, column, gives, cells })), window: windowView(body),
  }
}

/** Whether raising a record declares something: its first step sets the instant `declared`. */
export function beginsDeclared(body: RoutineBody): boolean {
  return body.steps[0]?.sets.includes('declared') ?? false
}
