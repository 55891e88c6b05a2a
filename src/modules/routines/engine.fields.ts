import { Temporal } from 'temporal-polyfill'
import { isDay } from '../../shared/days.ts'
import { listed } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import type { FieldValues } from './engine.plan.ts'
import type { FieldValue } from './record.ts'
import type { RoutineBody, RoutineField } from './routine-body.ts'

/** False for what nobody filled in: nothing, an empty text, an empty list. A "no" is filled in. */
export function isFilled(value: FieldValue | undefined): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** Whether two values of a field are the same; what is not filled in is the same however it is written. */
export function isSame(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  if (one === other) return true
  if (!isFilled(one) || !isFilled(other)) return isFilled(one) === isFilled(other)
  return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((each, at) => each === other[at])
}

/** Whether people may fill a field in while a record is in this step (its short name). */
export function isOpenTo(field: RoutineField, step: string): boolean {
  return !field.byRoutine && (field.steps.length === 0 || field.steps.includes(step))
}

export type Read = { values: Record<string, FieldValue>; faults: Fault[] }

/** Values as they come in, by the form: what fits in the form in which it is kept (nothing as null, instants in UTC), and a fault for each that does not. */
export function readFields(given: FieldValues, form: ReadonlyMap<string, RoutineField>): Read {
  const values: Record<string, FieldValue> = {}
  const faults: Fault[] = []
  for (const [id, raw] of Object.entries(given)) {
    const field = form.get(id)
    if (!field) {
      faults.push({ path: `fields.${id}`, message: `There is no field ${id} in this form; it has ${listed([...form.keys()]) || 'none'}.` })
      continue
    }
    const value = isFilled(raw) ? readValue(raw, field) : null
    if (value === undefined) faults.push({ path: `fields.${id}`, message: mendOf(field) })
    else values[id] = value
  }
  return { values, faults }
}

/** Of values copied from another record, those that this form has, that fit in it, and that people may fill in where a record begins. */
export function copiedInto(given: FieldValues, body: RoutineBody): FieldValues {
  const form = new Map(body.fields.filter((field) => isOpenTo(field, body.steps[0]?.id ?? '')).map((field) => [field.id, field]))
  return readFields(Object.fromEntries(Object.entries(given).filter(([id]) => form.has(id))), form).values
}

function readValue(raw: FieldValue, field: RoutineField): FieldValue | undefined {
  switch (field.type) {
    case 'number':
      return typeof raw === 'number' && Number.isFinite(raw) ? raw : undefined
    case 'yes or no':
      return typeof raw === 'boolean' ? raw : undefined
    case 'several choices':
      return Array.isArray(raw) && raw.every((each) => field.choices.includes(each)) && new Set(raw).size === raw.length ? raw : undefined
    default:
      return typeof raw === 'string' ? readText(raw, field) : undefined
  }
}

function readText(raw: string, field: RoutineField): string | undefined {
  switch (field.type) {
    case 'choice':
      return field.choices.includes(raw) ? raw : undefined
    case 'day':
      return isDay(raw) ? raw : undefined
    case 'instant':
      return instantOf(raw)
    case 'duration':
      return isDuration(raw) ? raw : undefined
    case 'long text':
      return isKept(raw, 20_000) ? raw : undefined
    case 'text':
      return isKept(raw, 4000) ? raw : undefined
    default:
      return isKept(raw, 200) ? raw : undefined
  }
}

// jsonb keeps neither NUL nor half a surrogate pair.
function isKept(text: string, most: number): boolean {
  return text.length <= most && text.isWellFormed() && !text.includes('\0')
}

const zoned = /^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/** An instant in UTC with milliseconds, from ISO 8601 with a zone; undefined where it is none. */
export function instantOf(text: string): string | undefined {
  if (!zoned.test(text) || !isDay(text.slice(0, 10))) return undefined
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

function isDuration(text: string): boolean {
  try {
    return Temporal.Duration.from(text).sign >= 0
  } catch {
    return false
  }
}

function mendOf(field: RoutineField): string {
  switch (field.type) {
    case 'number':
      return `"${field.label}" is a number.`
    case 'yes or no':
      return `"${field.label}" is yes or no: true or false.`
    case 'choice':
      return `"${field.label}" is ${listed(field.choices.map((choice) => `"${choice}"`), 'or')}.`
    case 'several choices':
      return `"${field.label}" is a list of ${listed(field.choices.map((choice) => `"${choice}"`))}, each once at most.`
    case 'day':
      return `"${field.label}" is a day that exists, as YYYY-MM-DD.`
    case 'instant':
      return `"${field.label}" is an instant with its zone, such as 2026-11-23T09:30:00Z.`
    case 'duration':
      return `"${field.label}" is a duration, such as PT4H or P2D.`
    case 'long text':
      return `"${field.label}" is a text of at most 20,000 characters.`
    case 'text':
      return `"${field.label}" is a text of at most 4,000 characters.`
    default:
      return `"${field.label}" names ${field.type === 'person' ? 'a person' : `a ${field.elementKind}`} by its id.`
  }
}
