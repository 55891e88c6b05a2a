import { z } from 'zod'
import { unreadableIn } from '../../shared/fields.ts'
import type { Kind } from '../../shared/kind.ts'

/** What an imported value can be put into. */
export type Target = {
  name: string
  /** `list` takes several texts; `choice` one of `choices`. */
  type: 'text' | 'number' | 'yes or no' | 'list' | 'choice' | 'other'
  choices: readonly string[]
  label: string
}

type JsonSchema = { type?: string | string[]; anyOf?: JsonSchema[]; enum?: unknown[]; const?: unknown; properties?: Record<string, JsonSchema>; description?: string; items?: JsonSchema }

const plainTarget = (name: string, label: string, type: Target['type'] = 'text'): Target => ({ name, type, choices: [], label })

const envelope = [plainTarget('title', 'Title'), plainTarget('accountable', 'Accountable role'), plainTarget('reviewEvery', 'Reviewed every, e.g. P1Y')]

export const personTargets: readonly Target[] = [plainTarget('name', 'Name'), plainTarget('email', 'E-mail'), plainTarget('from', 'From'), plainTarget('to', 'To')]

export const holderTargets: readonly Target[] = [
  plainTarget('role', 'Role'), plainTarget('person', 'Person'), plainTarget('element', 'Held for'),
  plainTarget('from', 'From'), plainTarget('to', 'To'), plainTarget('deputy', 'Deputy', 'yes or no'),
]

/** Every field that an import can fill in an element of a kind: its envelope, then its body. */
export function targetsOf(kind: Kind): readonly Target[] {
  return [...envelope, ...bodyTargets(kind)]
}

const known = new WeakMap<Kind, readonly Target[]>()

/** The fields of a kind's body; those inside a group are written group.field. */
export function bodyTargets(kind: Kind): readonly Target[] {
  const before = known.get(kind)
  if (before) return before
  const schema = z.toJSONSchema(kind.body, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  const targets = fieldsOf(schema, '')
  known.set(kind, targets)
  return targets
}

function fieldsOf(schema: JsonSchema, prefix: string): Target[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const inner = withoutNull(field)
    if (inner.properties) return fieldsOf(inner, `${prefix}${name}.`)
    return [{ name: prefix + name, ...typeOf(inner), label: field.description ?? inner.description ?? name }]
  })
}

function withoutNull(schema: JsonSchema): JsonSchema {
  return schema.anyOf?.find((branch) => branch.type !== 'null') ?? schema
}

function typeOf(schema: JsonSchema): Pick<Target, 'type' | 'choices'> {
  if (schema.enum) return { type: 'choice', choices: schema.enum.map(String) }
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (type === 'string') return { type: 'text', choices: [] }
  if (type === 'number' || type === 'integer') return { type: 'number', choices: [] }
  if (type === 'boolean') return { type: 'yes or no', choices: [] }
  if (type === 'array') return { type: schema.items?.type === 'string' ? 'list' : 'other', choices: [] }
  return { type: 'other', choices: [] }
}

const truths = new Map(Object.entries({ true: true, yes: true, y: true, '1': true, x: true, false: false, no: false, n: false, '0': false }))

/** A value of a file in the form that a target has; what does not fit is handed on as it is, for the kind's own rules to refuse. */
export function fitted(value: unknown, target: Target): unknown {
  if (Array.isArray(value) && target.type !== 'list' && target.type !== 'other') return fitted(value.map(textOf).filter(Boolean).join(', '), target)
  if (target.type === 'text') return typeof value === 'object' ? value : textOf(value)
  if (target.type === 'number') return typeof value === 'string' && /^[-+]?\d+([.,]\d+)?$/.test(value.trim()) ? Number(value.trim().replace(',', '.')) : value
  if (target.type === 'yes or no') return truths.get(textOf(value).toLowerCase()) ?? value
  if (target.type === 'choice') {
    const text = textOf(value)
    return target.choices.find((choice) => choice === text) ?? target.choices.find((choice) => choice.toLowerCase() === text.toLowerCase()) ?? (typeof value === 'object' ? value : text)
  }
  if (target.type === 'list') return (Array.isArray(value) ? value : [value]).map(textOf).filter((text) => text !== '')
  return value
}

/** What would be right for a target, as the end of a sentence. */
export function rightFor(target: Target): string {
  if (target.type === 'choice') return `one of ${target.choices.join(', ')}`
  if (target.type === 'list') return 'a list of texts'
  if (target.type === 'yes or no') return 'yes or no'
  return target.type === 'number' ? 'a number' : 'a text'
}

/** True for text that no name may hold: control characters, turns of the direction of writing, or half of a character. */
export function isUnreadable(text: string): boolean {
  return unreadableIn(text) !== null || /[\n\r\t]/.test(text)
}

/** A title on one line. */
export function lineOf(value: unknown): string {
  return textOf(value).replaceAll(/\s+/g, ' ')
}

/** A single value as trimmed text; nothing and groups of values give ''. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'object') return ''
  return String(value as string | number | boolean).trim()
}
