import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { spanInWords } from '../cadence.ts'
import { dayInWords, numberInWords } from '../words.ts'
import { valueAt, type Body, type FormField, type Telling } from './form.ts'

export const weekdayWords: readonly { value: string; label: MessageDescriptor; short: MessageDescriptor }[] = [
  { value: 'monday', label: msg`Monday`, short: msg`Mon` },
  { value: 'tuesday', label: msg`Tuesday`, short: msg`Tue` },
  { value: 'wednesday', label: msg`Wednesday`, short: msg`Wed` },
  { value: 'thursday', label: msg`Thursday`, short: msg`Thu` },
  { value: 'friday', label: msg`Friday`, short: msg`Fri` },
  { value: 'saturday', label: msg`Saturday`, short: msg`Sat` },
  { value: 'sunday', label: msg`Sunday`, short: msg`Sun` },
]

/** A field's value in words: a text, or a list of texts; '' or [] when there is nothing. */
export function fieldInWords(field: FormField, value: unknown, telling: Telling): string | string[] {
  if (value === null || value === undefined || value === '') return field.type === 'lines' || field.type === 'items' || field.type === 'elements' ? [] : ''
  switch (field.type) {
    case 'choice':
      return choiceWords(field.choices, String(value), telling.say)
    case 'number':
      return [numberInWords(Number(value)), field.unit].filter(Boolean).join(' ')
    case 'day':
      return dayInWords(String(value))
    case 'span':
      return spanInWords(String(value))
    case 'flag':
      return telling.say(value ? msg`Yes` : msg`No`)
    case 'weekdays':
      return weekdayWords.filter((day) => asList(value).includes(day.value)).map((day) => telling.say(day.short)).join(', ')
    case 'element':
      return telling.titleOf(String(value)) ?? String(value)
    case 'of':
    case 'manyOf':
      return asList(Array.isArray(value) ? value : [value]).map((one) => nameInList(field, String(one), telling)).join(', ')
    case 'custom':
      return field.say(value)
    default:
      return nestedWords(field, value, telling)
  }
}

function nestedWords(field: FormField, value: unknown, telling: Telling): string | string[] {
  if (field.type === 'several') return asList(value).map((one) => choiceWords(field.choices, String(one), telling.say))
  if (field.type === 'lines') return asList(value).map(String)
  if (field.type === 'elements') return asList(value).map((one) => telling.titleOf(String(one)) ?? String(one))
  if (field.type !== 'items' && field.type !== 'maybe') return String(value)
  const inWords = (item: unknown) => (field.say ? field.say(item as Body, telling) : itemInWords(field.fields, item as Body, telling))
  return field.type === 'items' ? asList(value).map(inWords) : inWords(value)
}

function nameInList(field: Extract<FormField, { type: 'of' | 'manyOf' }>, name: string, telling: Telling): string {
  if (field.type === 'of' && field.extra?.some((choice) => choice.value === name)) return choiceWords(field.extra, name, telling.say)
  const item = asList(valueAt(telling.body, field.list)).find((one) => (one as Body)[field.by] === name) as Body | undefined
  return String(item?.[field.title] || name)
}

function choiceWords(choices: readonly { value: string; label: MessageDescriptor }[], value: string, say: Telling['say']): string {
  const choice = choices.find((one) => one.value === value)
  return choice ? say(choice.label) : value
}

/** An item in one line: the first field and closed choices plain, the others after their labels; flags only where they are set. */
export function itemInWords(fields: readonly FormField[], item: Body, telling: Telling): string {
  const parts = fields.flatMap((field, at) => {
    if (field.when && !field.when(item, telling.body)) return []
    const value = valueAt(item, field.name)
    const words = fieldInWords(field, value, telling)
    const text = Array.isArray(words) ? words.join(', ') : words
    if (!text) return []
    if (field.type === 'flag') return value ? [lowered(telling.say(field.label))] : []
    return [at === 0 || field.plain ? text : `${lowered(telling.say(field.label))}: ${text}`]
  })
  return parts.join(' · ')
}

function lowered(label: string): string {
  return label.charAt(0).toLocaleLowerCase() + label.slice(1)
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
