import { z } from 'zod'
import type { Kind } from '../../shared/kind.ts'
import { sameValue } from './same.ts'

/** As much of JSON Schema as tells the order of fields and their defaults. */
type Schema = { default?: unknown; const?: unknown; properties?: Record<string, Schema>; items?: Schema; anyOf?: Schema[]; oneOf?: Schema[] }

const schemas = new Map<string, Schema>()

function schemaOf(kind: Kind): Schema {
  const known = schemas.get(kind.kind) ?? (z.toJSONSchema(kind.body, { io: 'input', unrepresentable: 'any' }) as Schema)
  schemas.set(kind.kind, known)
  return known
}

/** A body in the order of its kind's schema and without what equals a default, so that parsing it gives the same body. */
export function withoutDefaults(body: Record<string, unknown>, kind: Kind): Record<string, unknown> {
  return bare(body, schemaOf(kind)) as Record<string, unknown>
}

function bare(value: unknown, schema: Schema | undefined): unknown {
  if (typeof value !== 'object' || value === null || !schema) return value
  const fitting = formFor(value, schema)
  if (Array.isArray(value)) return value.map((item) => bare(item, fitting?.items))
  const left: Record<string, unknown> = {}
  const given = value as Record<string, unknown>
  const known = fitting?.properties ?? {}
  for (const [name, field] of Object.entries(known)) {
    if (!Object.hasOwn(given, name) || given[name] === undefined) continue
    if (Object.hasOwn(field, 'default') && sameValue(given[name], field.default)) continue
    left[name] = bare(given[name], field)
  }
  for (const [name, child] of Object.entries(given)) if (!Object.hasOwn(known, name) && child !== undefined) left[name] = child
  return left
}

/** Of several forms, the one that the value has: told by the field that only takes one word, else the first of its shape. */
function formFor(value: object, schema: Schema): Schema | undefined {
  const forms = schema.anyOf ?? schema.oneOf
  if (!forms) return schema
  const shaped = forms.map((form) => formFor(value, form)).filter((form) => form !== undefined)
  if (Array.isArray(value)) return shaped.find((form) => form.items)
  const objects = shaped.filter((form) => form.properties)
  return objects.find((form) => Object.entries(form.properties!).every(([name, field]) => !Object.hasOwn(field, 'const') || (value as Record<string, unknown>)[name] === field.const)) ?? objects[0]
}
