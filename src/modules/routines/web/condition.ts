import type { RoutineBody } from '../routine-body.ts'

/** A condition that needs no expression: a field (or property of the record) compared with one value, or filled in or not. */
export type SimpleCondition = { of: string; how: 'is' | 'is not' | 'at least' | 'less than' | 'filled' | 'empty'; value: string }

type Of = Pick<RoutineBody, 'fields' | 'priorities' | 'outcomes'>
/** What may be compared, with the values that it can take; null: any text or number. */
export type Comparable = { of: string; label: string; type: 'choice' | 'flag' | 'number' | 'text'; values: { value: string; label: string }[] | null }

const compared = /^(fields\.\w+|record\.priority|record\.outcome) (==|!=|>=|<) (?:'([^'\\]*)'|"([^"\\]*)"|(true|false)|(-?\d+(?:\.\d+)?))$/
const filled = /^(!?)\('(\w+)' in filled\)$|^'(\w+)' in filled$/

/** A condition in its simple form; null where it says more, undefined where it is empty. */
export function simpleOf(expression: string): SimpleCondition | null | undefined {
  const text = expression.trim()
  if (text === '') return undefined
  const asked = filled.exec(text)
  if (asked) return { of: `fields.${asked[2] ?? asked[3] ?? ''}`, how: asked[1] === '!' ? 'empty' : 'filled', value: '' }
  const found = compared.exec(text)
  if (!found) return null
  const how = { '==': 'is', '!=': 'is not', '>=': 'at least', '<': 'less than' } as const
  return { of: found[1] ?? '', how: how[found[2] as keyof typeof how], value: found[3] ?? found[4] ?? found[5] ?? found[6] ?? '' }
}

/** The expression that says a simple condition; '' while it is not complete. */
export function expressionOf({ of, how, value }: SimpleCondition, type: Comparable['type']): string {
  const id = of.replace(/^fields\./, '')
  if (of === '') return ''
  if (how === 'filled') return `'${id}' in filled`
  if (how === 'empty') return `!('${id}' in filled)`
  const sign = { is: '==', 'is not': '!=', 'at least': '>=', 'less than': '<' }[how]
  if (type === 'number') return value.trim() !== '' && Number.isFinite(Number(value)) ? `${of} ${sign} ${decimal(value)}` : ''
  if (type === 'flag') return `${of} ${sign} ${value === 'false' ? 'false' : 'true'}`
  return `${of} ${sign} ${value.includes("'") ? JSON.stringify(value) : `'${value.replaceAll('\\', '\\\\')}'`}`
}

// A whole number would be compared as one, which a field of the form is not.
function decimal(value: string): string {
  const text = String(Number(value))
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}

/** Fields of the form, the priority and the outcome, as far as the routine has them. */
export function comparables(body: Of): Comparable[] {
  const same = (values: readonly string[]) => values.map((value) => ({ value, label: value }))
  return [
    ...(body.priorities.length > 0 ? [{ of: 'record.priority', label: 'Priority', type: 'choice' as const, values: same(body.priorities) }] : []),
    ...body.fields.flatMap((field): Comparable[] => {
      const known = { of: `fields.${field.id}`, label: field.label || field.id }
      if (!field.id) return []
      if (field.type === 'choice') return [{ ...known, type: 'choice', values: same(field.choices) }]
      if (field.type === 'yes or no') return [{ ...known, type: 'flag', values: null }]
      if (field.type === 'number') return [{ ...known, type: 'number', values: null }]
      return [{ ...known, type: 'text', values: null }]
    }),
    ...(body.outcomes.length > 0 ? [{ of: 'record.outcome', label: 'Outcome', type: 'choice' as const, values: body.outcomes.map((outcome) => ({ value: outcome.id, label: outcome.name })) }] : []),
  ]
}
