import { listed, unless } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { placeholder, recordParts } from './engine.shown.ts'

/** A fault where a text names between braces what no record says. */
export function placeholderFaults(text: string, form: ReadonlyMap<string, unknown>, path: string): Fault[] {
  const stray = [...text.matchAll(placeholder)].filter(([, of, part = '']) => (of === 'fields' ? !form.has(part) : recordParts[part] === undefined)).map(([whole]) => whole)
  return [
    ...unless(stray.length === 0, `${path}.text`, `Nothing is known of ${listed(stray)}; name a field of the form, such as {fields.${[...form.keys()][0] ?? 'short_name'}}, or {record.title}.`),
  ]
}
