import type { Fault } from '../../shared/kind.ts'
import { conditionFault, expressionEnvironment, valueFault, type KnownValues } from './expression.ts'
import type { RoutineBody, RoutineEffect } from './routine-body.ts'
import { unless } from '../../shared/faults.ts'
import { placeholderFaults } from './routine-check.texts.ts'

/** The faults of a condition, or of an expression whose value a field is to keep, at its path. */
export type Expressions = { condition: (expression: string, path: string) => Fault[]; value: (expression: string, field: RoutineBody['fields'][number], path: string) => Fault[] }

/** Reads the expressions of a routine against its own form, steps, outcomes and priorities. */
export function expressionsOf(body: RoutineBody): Expressions {
  const environment = expressionEnvironment(body.fields, body.thresholds)
  const known = knownValues(body)
  const fault = (message: string | undefined, path: string): Fault[] => (message === undefined ? [] : [{ path, message }])
  return {
    condition: (expression, path) => fault(conditionFault(expression, environment, known), path),
    value: (expression, field, path) => fault(valueFault(expression, field, environment, known), path),
  }
}

function knownValues(body: RoutineBody): KnownValues {
  const choices = body.fields.filter((field) => field.type === 'choice').map((field): [string, string[]] => [`fields.${field.id}`, ['', ...field.choices]])
  return new Map<string, readonly string[]>([
    ...choices,
    ['record.priority', ['', ...body.priorities]],
    ['record.state', body.steps.map((step) => step.id)],
    ['record.outcome', ['', ...body.outcomes.map((outcome) => outcome.id)]],
    ['record.catalogueItem', ['', ...body.catalogue.map((item) => item.id)]],
    ['filled', body.fields.map((field) => field.id)],
  ])
}

/** What keeps an effect from being carried out. */
export function effectFaults(effects: readonly RoutineEffect[], body: RoutineBody, expressions: Expressions, path: string): Fault[] {
  const form = new Map(body.fields.map((field) => [field.id, field]))
  return effects.flatMap((effect, at) => [
    ...expressions.condition(effect.when, `${path}.${at}.when`),
    ...placeholderFaults(effect.text, form, `${path}.${at}`),
    ...effectFault(effect, body, expressions, `${path}.${at}`),
  ])
}

function effectFault(effect: RoutineEffect, body: RoutineBody, expressions: Expressions, path: string): Fault[] {
  const field = (id: string) => body.fields.find((each) => each.id === id)
  switch (effect.do) {
    case 'raise':
      return [
        ...unless(effect.routine !== '', `${path}.routine`, 'Say of which routine a record is raised.'),
        ...effect.copy.flatMap((id, at) => unless(field(id) !== undefined, `${path}.copy.${at}`, `There is no field ${id} to copy; choose one of the form.`)),
      ]
    case 'set': {
      const set = field(effect.field)
      if (!set) return [{ path: `${path}.field`, message: `There is no field ${effect.field || '(empty)'} to set; choose one of the form.` }]
      const grid = body.grids.find((each) => each.gives === set.id)
      return [...expressions.value(effect.value, set, `${path}.value`), ...unless(!grid, `${path}.field`, `"${set.label}" is looked up in the grid ${grid?.name ?? ''}; set what chooses its row or column.`)]
    }
    case 'tell':
      return unless(effect.roles.length > 0, `${path}.roles`, 'Say which roles are told.')
    case 'assign':
      return unless(effect.roles.length === 1, `${path}.roles`, 'Name the one role that takes over.')
  }
}
