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

/** Faults of who may fill a field in: its steps exist, somebody or something fills it in, and no step demands what nobody may give there. */
export function fillingFaults(body: RoutineBody): Fault[] {
  const effects = [...body.steps, ...body.transitions].flatMap((each) => each.effects)
  const given = new Set([...body.grids.map((grid) => grid.gives), ...effects.filter((effect) => effect.do === 'set').map((effect) => effect.field)])
  const names = new Map(body.steps.map((step) => [step.id, step.name]))
  return body.fields.flatMap((field, at) => [
    ...unless(!field.byRoutine || given.has(field.id), `body.fields.${at}.byRoutine`, `No effect sets "${field.label}" and no grid gives it, so nothing ever fills it in; add one, or let people fill it in.`),
    ...unless(!field.byRoutine || field.steps.length === 0, `body.fields.${at}.steps`, `Only the routine fills "${field.label}" in; take its steps out.`),
    ...field.steps.flatMap((id, n) => unless(names.has(id), `body.fields.${at}.steps.${n}`, `There is no step ${id}; "${field.label}" is filled in at ${listed([...names.keys()], 'or')}.`)),
    ...body.transitions.flatMap((way, n) => unless(field.steps.length === 0 || field.steps.includes(way.from) || !way.required.includes(field.id), `body.transitions.${n}.required`, `"${way.name}" requires "${field.label}", which is not filled in at the step that it leaves; add that step to the field, or take it out here.`)),
    ...body.steps.flatMap((step, n) => unless(field.steps.length === 0 || field.steps.includes(step.id) || !step.required.includes(field.id), `body.steps.${n}.required`, `"${step.name}" requires "${field.label}", which is not filled in there; add the step to the field, or take it out here.`)),
  ])
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
