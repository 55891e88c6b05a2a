import { Environment, parse, type ASTNode } from '@marcbachmann/cel-js'
import { listed } from '../../shared/faults.ts'
import { childrenOf, costFault } from './expression.cost.ts'
import { plannedProperties, recordProperties } from './record.ts'
import type { RoutineField } from './routine-body.ts'

const celTypes: Record<RoutineField['type'], string> = {
  text: 'string',
  'long text': 'string',
  number: 'double',
  'yes or no': 'bool',
  choice: 'string',
  'several choices': 'list<string>',
  day: 'string',
  instant: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
  element: 'string',
  person: 'string',
}

/** Values that a name can take, by its path: `fields.impact`, `record.outcome`. */
export type KnownValues = ReadonlyMap<string, readonly string[]>

/**
 * The names that an expression may use, each with its type: `record.…`, `fields.…`, `now`, and in a routine `thresholds.…`, what the approvals of this
 * visit to the step say (`approved`, `refused`, `approvers`) and which fields are filled in (`'risk' in filled`). Without fields, every field name is
 * taken as it comes (a measure may count over several routines).
 */
export function expressionEnvironment(fields?: readonly Pick<RoutineField, 'id' | 'type'>[], thresholds: readonly { id: string }[] = []): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false, limits: { maxAstNodes: 500, maxDepth: 50 } })
    .registerVariable({ name: 'record', schema: fields ? { ...recordProperties, ...plannedProperties } : recordProperties })
    .registerVariable('now', 'google.protobuf.Timestamp')
  if (!fields) return environment.registerVariable('fields', 'map<string, dyn>')
  return environment
    .registerVariable({ name: 'fields', schema: Object.fromEntries(fields.map((field) => [field.id, celTypes[field.type]])) })
    .registerVariable({ name: 'thresholds', schema: Object.fromEntries(thresholds.map((each) => [each.id, 'double'])) })
    .registerVariable('approved', 'bool')
    .registerVariable('refused', 'bool')
    .registerVariable('approvers', 'list<string>')
    .registerVariable('filled', 'list<string>')
}

/** One sentence on what is wrong with a condition (an expression that is true or false), or undefined. An empty condition always holds. */
export function conditionFault(expression: string, environment: Environment, known: KnownValues = new Map()): string | undefined {
  if (expression === '') return undefined
  const result = environment.check(expression)
  if (!result.valid) return explained(result.error)
  if (result.type !== 'bool' && result.type !== 'dyn') return `The condition gives a ${result.type}; write one that is true or false, such as record.priority == '1'.`
  const { ast } = parse(expression)
  return costFault(ast) ?? strayValue(ast, known)
}

/** What an expression must give to be kept in a field of each type. */
const kept: Record<RoutineField['type'], { types: readonly string[]; like: string }> = {
  text: { types: ['string'], like: 'a text' },
  'long text': { types: ['string'], like: 'a text' },
  number: { types: ['double', 'int', 'uint'], like: 'a number' },
  'yes or no': { types: ['bool'], like: 'true or false' },
  choice: { types: ['string'], like: 'one of its choices' },
  'several choices': { types: ['list<string>', 'list'], like: 'a list of its choices' },
  day: { types: ['string', 'google.protobuf.Timestamp'], like: 'a day or an instant' },
  instant: { types: ['google.protobuf.Timestamp'], like: 'an instant, such as now' },
  duration: { types: ['google.protobuf.Duration'], like: "a duration, such as duration('4h')" },
  element: { types: ['string'], like: 'the id of an element' },
  person: { types: ['string'], like: 'the id of a person, such as approvers[0]' },
}

/** One sentence on why the value of an expression cannot be kept in a field, or undefined. */
export function valueFault(expression: string, field: Pick<RoutineField, 'label' | 'type' | 'choices'>, environment: Environment, known: KnownValues = new Map()): string | undefined {
  if (expression === '') return `Say what "${field.label}" is set to, as an expression.`
  const result = environment.check(expression)
  if (!result.valid) return explained(result.error)
  const { types, like } = kept[field.type]
  if (result.type !== 'dyn' && !types.includes(result.type ?? '')) return `The expression gives a ${result.type}, but "${field.label}" keeps ${like}.`
  const { ast } = parse(expression)
  const choice = field.type === 'choice' && ast.op === 'value' && typeof ast.args === 'string' && ast.args !== '' ? ast.args : undefined
  if (choice !== undefined && !field.choices.includes(choice)) return `"${choice}" is not a choice of "${field.label}"; it is ${listed(field.choices.map((each) => `"${each}"`), 'or')}.`
  return costFault(ast) ?? strayValue(ast, known)
}

function explained(error: unknown): string {
  const code = wordOf(error, 'code')
  const summary = wordOf(error, 'summary') || 'It cannot be read.'
  if (code === 'no_such_key') return `There is no field "${summary.replace(/^.*: /, '')}" in the form or the record; add it to the form or mend its name.`
  if (code === 'unknown_variable') return `"${summary.replace(/^.*: /, '')}" is unknown here; write fields.…, record.…, thresholds.…, approved, refused, approvers, filled or now.`
  if (code === 'no_such_overload' || code === 'no_matching_overload') return `The condition compares or calls what does not fit: ${summary}. Mend the types.`
  return `The condition cannot be read: ${summary}. Write something such as fields.approved == true.`
}

function wordOf(error: unknown, name: 'code' | 'summary'): string {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
  return typeof value === 'string' ? value : ''
}

/** A sentence when a name is compared with a text that it can never be. */
function strayValue(node: ASTNode, known: KnownValues): string | undefined {
  if (node.op === '==' || node.op === '!=') {
    const [one, other] = node.args
    const fault = strayIn(pathOf(one), [other], known) ?? strayIn(pathOf(other), [one], known)
    if (fault) return fault
  }
  if (node.op === 'in' && node.args[1].op === 'list') {
    const fault = strayIn(pathOf(node.args[0]), node.args[1].args, known)
    if (fault) return fault
  }
  if (node.op === 'in' && node.args[1].op === 'id' && known.has(node.args[1].args)) {
    const fault = strayIn(node.args[1].args, [node.args[0]], known)
    if (fault) return fault
  }
  for (const child of childrenOf(node)) {
    const fault = strayValue(child, known)
    if (fault) return fault
  }
  return undefined
}

function strayIn(path: string, against: readonly ASTNode[], known: KnownValues): string | undefined {
  const values = known.get(path)
  if (!values) return undefined
  for (const node of against) {
    if (node.op === 'value' && typeof node.args === 'string' && !values.includes(node.args))
      return path === 'filled' ? `There is no field "${node.args}" in the form; add it or mend its name.` : `${path} is never "${node.args}"; it is ${values.length ? listed(values.map((value) => `"${value}"`), 'or') : 'always empty'}.`
  }
  return undefined
}

function pathOf(node: ASTNode): string {
  return node.op === '.' && node.args[0].op === 'id' ? `${node.args[0].args}.${node.args[1]}` : ''
}
