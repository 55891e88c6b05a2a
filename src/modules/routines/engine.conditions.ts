import type { Environment } from '@marcbachmann/cel-js'
import { Duration } from '@marcbachmann/cel-js/evaluator'
import { Temporal } from 'temporal-polyfill'
import { isFilled } from './engine.fields.ts'
import { indexOf } from './transitions.ts'
import type { Plan } from './engine.plan.ts'
import { expressionEnvironment } from './expression.ts'
import { recordInstants, type FieldValue, type RoutineRecord } from './record.ts'
import { windowIn } from './window.ts'
import type { RoutineApproval, RoutineBody, RoutineField } from './routine-body.ts'

/** What an expression is asked against: the names of `expressionEnvironment`, each worked out when it is asked for. */
export type Context = Readonly<Record<string, unknown>>

/** Whether a condition holds; `failed` says why it could not be asked at all (then it does not hold). */
export type Verdict = { holds: boolean; failed: string }

type Compiled = { environment: Environment; parsed: Map<string, (context: Context) => unknown> }
const kept = new WeakMap<RoutineBody, Compiled>()

/** Asks a condition of a routine; an empty one holds. Compiled once per body. */
export function ask(body: RoutineBody, condition: string, context: Context): Verdict {
  if (condition === '') return { holds: true, failed: '' }
  const { value, failed } = evaluate(body, condition, context)
  if (failed !== '') return { holds: false, failed }
  if (typeof value === 'boolean') return { holds: value, failed: '' }
  return { holds: false, failed: `"${condition}" is neither true nor false.` }
}

/** The value of an expression of a routine, in the types of CEL; `failed` says why there is none. */
export function evaluate(body: RoutineBody, expression: string, context: Context): { value: unknown; failed: string } {
  const compiled = kept.get(body) ?? compiledOf(body)
  try {
    const known = compiled.parsed.get(expression)
    if (known) return { value: known(context), failed: '' }
    const parsed = compiled.environment.parse(expression)
    compiled.parsed.set(expression, parsed)
    return { value: parsed(context), failed: '' }
  } catch (error) {
    const summary: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'summary') : undefined
    return { value: undefined, failed: `"${expression}" could not be asked: ${typeof summary === 'string' && summary !== '' ? summary : String(error)}.` }
  }
}

function compiledOf(body: RoutineBody): Compiled {
  const compiled: Compiled = { environment: expressionEnvironment(body.fields, body.thresholds), parsed: new Map() }
  kept.set(body, compiled)
  return compiled
}

/** What the record says to an expression at an instant. What is not filled in is '', 0, false, [] or the instant 0. */
export function contextOf(plan: Plan, record: RoutineRecord, now: Date): Context {
  let fields: Record<string, unknown> | undefined
  let about: Record<string, unknown> | undefined
  const context: Context = {
    now,
    thresholds: plan.thresholds,
    get record() {
      return (about ??= aboutOf(plan, record))
    },
    get fields() {
      return (fields ??= Object.fromEntries(plan.body.fields.map((field) => [field.id, toCel(record.fields[field.id] ?? null, field.type)])))
    },
    get filled() {
      return plan.body.fields.filter((field) => isFilled(record.fields[field.id])).map((field) => field.id)
    },
    get approved() {
      return standingOf(plan, record, now).approved
    },
    get refused() {
      return record.approvals.some((each) => each.decision === 'refused')
    },
    get approvers() {
      return approversOf(record)
    },
  }
  return context
}

function approversOf(record: RoutineRecord): string[] {
  return [...new Set(record.approvals.filter((each) => each.decision === 'approved').map((each) => each.personId))]
}

/** The approvals that the present step asks for, the names of those that are not given yet, and whether all of them are given or one is refused. */
export type Standing = { asked: readonly RoutineApproval[]; open: readonly string[]; approved: boolean; refused: boolean }

/** Where the approvals of the present step stand; their own conditions are asked as if nobody had decided yet. */
export function standingOf(plan: Plan, record: RoutineRecord, now: Date): Standing {
  const all = indexOf(plan.body).steps.get(record.state)?.approvals ?? []
  if (all.length === 0) return { asked: [], open: [], approved: false, refused: false }
  const context = all.some((each) => each.when !== '') ? contextOf(plan, record.approvals.length === 0 ? record : { ...record, approvals: [] }, now) : {}
  const undecided = Object.create(context, { approved: { value: false } }) as Context
  const asked = all.filter((each) => ask(plan.body, each.when, undecided).holds)
  const given = (id: string) => record.approvals.filter((each) => each.approval === id && each.decision === 'approved').length
  const refused = record.approvals.some((each) => each.decision === 'refused')
  const open = asked.filter((each) => given(each.id) < each.need).map((each) => each.name)
  return { asked, open, refused, approved: !refused && open.length === 0 }
}

const epoch = new Date(0)

function aboutOf(plan: Plan, record: RoutineRecord): Record<string, unknown> {
  const about: Record<string, unknown> = {
    title: record.title, state: record.state, outcome: record.outcome, priority: record.priority, catalogueItem: record.catalogueItem, source: record.source,
    service: record.serviceId ?? '', configurationItem: record.configurationItemId ?? '', unit: record.unitId ?? '', location: record.locationId ?? '', supplier: record.supplierId ?? '',
    requester: record.requesterId ?? '', assignee: record.assigneePersonId ?? '', ...metBy(plan, record),
  }
  for (const name of recordInstants) {
    const at = record.instants[name]
    about[`${name}At`] = at === undefined ? epoch : new Date(at)
  }
  return about
}

/** Whole numbers are big ones in CEL. */
function metBy(plan: Plan, record: RoutineRecord): { collisions: bigint; frozen: bigint } {
  const window = plan.meets && record.serviceId !== null ? windowIn(plan.body, record.fields) : null
  const met = window ? plan.meets!(record.serviceId!, window) : { collisions: 0, frozen: 0 }
  return { collisions: BigInt(met.collisions), frozen: BigInt(met.frozen) }
}

function toCel(value: FieldValue, type: RoutineField['type']): unknown {
  switch (type) {
    case 'number':
      return typeof value === 'number' ? value : 0
    case 'yes or no':
      return value === true
    case 'several choices':
      return Array.isArray(value) ? value : []
    case 'instant':
      return typeof value === 'string' ? new Date(value) : epoch
    case 'duration':
      return Duration.fromMilliseconds(typeof value === 'string' ? millisecondsOf(value) : 0)
    default:
      return typeof value === 'string' ? value : ''
  }
}

/** Length of an ISO 8601 duration; a month is 30 days and a year 365, since no day is given to count from. */
function millisecondsOf(duration: string): number {
  const { years, months, weeks, days, hours, minutes, seconds, milliseconds } = Temporal.Duration.from(duration)
  return ((((years * 365 + months * 30 + weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
}
