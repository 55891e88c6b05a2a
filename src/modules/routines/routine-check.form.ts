import { listed, repeated, unless } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { readFields } from './engine.fields.ts'
import type { Expressions } from './routine-check.conditions.ts'
import type { CatalogueItem, PreparedText, RoutineAssessment, RoutineBody, RoutineField } from './routine-body.ts'
import type { RecordInstant } from './record.ts'
import { placeholderFaults } from './routine-check.texts.ts'

/** Faults of the fields of a form. */
export function fieldFaults(field: RoutineField, path: string): Fault[] {
  const choosing = field.type === 'choice' || field.type === 'several choices'
  const sentence = choosing ? `Give "${field.label}" at least two choices.` : `"${field.label}" is a ${field.type}; take the choices out or make it a choice.`
  return [
    ...unless(choosing ? field.choices.length >= 2 : field.choices.length === 0, `${path}.choices`, sentence),
    ...unless(field.type !== 'element' || field.elementKind !== '', `${path}.elementKind`, `Say which kind of element "${field.label}" names.`),
    ...repeated(field.choices, (choice) => choice.toLowerCase(), `${path}.choices`, (choice) => `"${choice}" is listed twice; take one out.`),
    ...instantFaults(field.sets === '' ? [] : [field.sets], () => `${path}.sets`),
  ]
}

/** The engine itself says when a record was opened and closed. */
export function instantFaults(sets: readonly RecordInstant[], path: (at: number) => string): Fault[] {
  return sets.flatMap((name, at) => unless(name !== 'opened' && name !== 'closed', path(at), `"${name}" is set when a record is ${name === 'opened' ? 'created' : 'closed'}; take it out.`))
}

/** Faults of what fills a form in, judges it and is written from it. */
export function formFaults(body: RoutineBody, expressions: Expressions): Fault[] {
  const form = new Map(body.fields.map((field) => [field.id, field]))
  return [
    ...body.catalogue.flatMap((item, at) => catalogueFaults(item, form, `body.catalogue.${at}`)),
    ...body.assessments.flatMap((each, at) => assessmentFaults(each, form, expressions, `body.assessments.${at}`)),
    ...body.texts.flatMap((each, at) => textFaults(each, form, expressions, `body.texts.${at}`)),
  ]
}

function catalogueFaults(item: CatalogueItem, form: ReadonlyMap<string, RoutineField>, path: string): Fault[] {
  return [
    ...readFields(item.values, form).faults.map((fault) => ({ path: `${path}.${fault.path.replace('fields.', 'values.')}`, message: fault.message })),
    ...item.required.flatMap((id, at) => unless(form.has(id), `${path}.required.${at}`, `"${item.name}" asks for the field ${id}, which is not in the form; add it or take it out.`)),
  ]
}

function assessmentFaults({ field, criteria }: RoutineAssessment, form: ReadonlyMap<string, RoutineField>, expressions: Expressions, path: string): Fault[] {
  const assessed = form.get(field)
  if (assessed?.type !== 'choice') return [{ path: `${path}.field`, message: `There is no choice field ${field}; add it to the form or name another.` }]
  return criteria.flatMap((each, at) => [
    ...expressions.condition(each.when, `${path}.criteria.${at}.when`),
    ...unless(assessed.choices.includes(each.gives), `${path}.criteria.${at}.gives`, `"${each.gives}" is not a choice of "${assessed.label}"; it is ${listed(assessed.choices.map((choice) => `"${choice}"`), 'or')}.`),
  ])
}

function textFaults({ text, when }: PreparedText, form: ReadonlyMap<string, RoutineField>, expressions: Expressions, path: string): Fault[] {
  return [...expressions.condition(when, `${path}.when`), ...placeholderFaults(text, form, path)]
}
