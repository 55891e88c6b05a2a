import { unless } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { recurrencePlaces, type RoutineBody, type RoutineRecurrence } from './routine-body.ts'
import type { Expressions } from './routine-check.conditions.ts'

/** Faults of the window that records are planned for: both ends, each an instant of the form. */
export function windowFaults({ window, fields }: RoutineBody): Fault[] {
  if (window.from === '' && window.to === '') return []
  const isInstant = (id: string) => fields.some((field) => field.id === id && field.type === 'instant')
  const absent = (id: string) => `There is no field ${id || '(empty)'} that holds an instant; choose one of the form.`
  return [
    ...unless(isInstant(window.from), 'body.window.from', absent(window.from)),
    ...unless(isInstant(window.to), 'body.window.to', absent(window.to)),
    ...unless(window.from !== window.to, 'body.window.to', 'It begins and ends with the same field; name another for its end.'),
  ]
}

/** Faults of the field that takes what a verification found. */
export function findingFaults({ findingsIn, fields }: RoutineBody): Fault[] {
  const takes = fields.some((field) => field.id === findingsIn && (field.type === 'text' || field.type === 'long text'))
  return unless(findingsIn === '' || takes, 'body.findingsIn', `There is no field ${findingsIn} that takes a text; choose one of the form.`)
}

/** Faults of a rule by which recurring records are found. */
export function recurrenceFaults(rule: RoutineRecurrence, body: RoutineBody, expressions: Expressions, path: string): Fault[] {
  const form = new Map(body.fields.map((field) => [field.id, field]))
  const comparable = (id: string) => (recurrencePlaces as readonly string[]).includes(id) || ['choice', 'text', 'yes or no', 'element'].includes(form.get(id)?.type ?? '')
  return [
    ...unless(rule.same.length > 0, `${path}.same`, 'Say what the records have in common, such as the apparent cause.'),
    ...rule.same.flatMap((id, at) => unless(comparable(id), `${path}.same.${at}`, `${id || '(empty)'} cannot be compared; name a field that chooses or names something, or ${recurrencePlaces.join(', ')}.`)),
    ...expressions.condition(rule.when, `${path}.when`),
    ...unless(rule.routine !== '', `${path}.routine`, 'Say of which routine a record is raised.'),
  ]
}

/** Faults of the level that treatment leads to: a choice of the form, of a routine that ranks its records. */
export function aimFaults({ aim, fields, priorities }: RoutineBody): Fault[] {
  return [
    ...unless(aim === '' || fields.some((field) => field.id === aim && field.type === 'choice'), 'body.aim', `There is no choice field ${aim}; choose one of the form.`),
    ...unless(aim === '' || priorities.length > 0, 'body.aim', 'The highest records are found by their priority, and there are no priorities; add them, or take this out.'),
  ]
}
