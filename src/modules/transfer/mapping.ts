import { stringify } from 'yaml'
import { z } from 'zod'
import { parseYaml } from './yaml.ts'
import { refusal } from '../../shared/faults.ts'
import { Problem } from '../../shared/problem.ts'
import type { Fault } from '../../shared/kind.ts'
import { sourceFormats } from './rows.ts'

export const sourcePath = z
  .string()
  .min(1, 'Name a column or a path.')
  .max(500)
  .describe('A column, or a path into the row: name, tags.business-unit, deps[*].service, $file (the file\'s name), $key (the row\'s name in a map), $root.name (the whole document).')
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

export const detailedSource = z.strictObject({
  from: z.union([sourcePath, z.array(sourcePath).min(1)]).optional().describe('Where the value is; of several, the first that is filled.'),
  template: z.string().min(1).max(2000).optional().describe('A text with columns in braces: "{site}-{name}".'),
  values: z.record(z.string(), scalar).optional().describe('What a value of the file becomes, e.g. true: 1. A value that is not listed becomes the default, if there is one.'),
  default: z.union([scalar, z.array(scalar)]).optional().describe('Used when the value is empty. Alone it is a constant.'),
  split: z.string().min(1).max(10).optional().describe('Splits a cell into a list at this text.'),
})

/** Where a value comes from: a column's name, a text with columns in braces, or both in detail. */
export const fieldSource = z
  .union([sourcePath, detailedSource])
  .describe('A column or path, a template with columns in braces, or an object with from, template, values, default, split.')
export type FieldSource = z.infer<typeof fieldSource>
export type DetailedSource = z.infer<typeof detailedSource>

const linkSpec = z.strictObject({
  type: z.string().min(1).describe('A link of the model, e.g. dependsOn, provides, partOf.'),
  each: fieldSource.describe('Where the names of the other ends are; every value it reaches becomes a link.'),
  to: z.string().min(1).describe('The kind of element at the other end.'),
  by: z.enum(['key', 'title', 'any']).optional().describe('What the names are: keys of the file (or Wellrun keys such as SVC-3), titles, or any of these, keys first (the default).'),
  direction: z.enum(['out', 'in']).optional().describe('out: the row\'s element is the source; in: the other end is. Left out, the one that the link allows.'),
})
export type LinkSpec = z.infer<typeof linkSpec>

const partShape = {
  kind: z.string().min(1).describe('What a row becomes: a kind of element, person or holder.').meta({ examples: ['service', 'unit', 'supplier', 'location', 'party', 'role', 'person', 'holder'] }),
  key: fieldSource.optional().describe('What identifies it in the source, and must not change: the next import finds it by this. A holder needs none.'),
  fields: z.record(z.string(), fieldSource).default({}).describe('Target field: where its value comes from. An empty value leaves what is there.'),
  links: z.array(linkSpec).max(50).default([]).describe('Links of these types are exactly what the row says; other links stay as they are.'),
}
const part = z.strictObject(partShape)

/** How to read a file, where it does not say so itself. */
export const sourceSettings = z.strictObject({
  format: z.enum(sourceFormats).optional().describe('What the file is; left out, its name and content tell.'),
  sheet: z.union([z.string().min(1), z.number().int().min(1)]).optional().describe('The sheet of a workbook, by name or number.'),
  delimiter: z.string().length(1).optional().describe('What stands between the cells of a CSV file.'),
  encoding: z.string().max(40).optional().describe('The encoding of a text file, e.g. windows-1252.'),
})

export const mappingSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().max(200).optional().describe('What the mapping is for.'),
  ...partShape,
  source: sourceSettings.optional().describe('What the file is, where it does not say so itself.'),
  rows: z.string().min(1).max(500).optional().describe('Where the rows are in YAML or JSON: services, $, environments[*], services.*'),
  also: z.array(part).max(20).default([]).describe('What else each row gives, e.g. the unit it names and the person who owns it.'),
})
export type Mapping = z.infer<typeof mappingSchema>
export type MappingPart = z.infer<typeof part>

/** The JSON Schema of a mapping, as published in content/schemas/mapping.schema.json. */
export function mappingJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(mappingSchema, { io: 'input', target: 'draft-2020-12' })
  return { $schema, $id: 'mapping.schema.json', title: 'Wellrun mapping', description: 'How the rows of a file become elements, people and holders.', ...schema }
}

/** The parts of a mapping with their paths in it: the row's own first, then what it also gives. */
export function partsOf(mapping: Mapping): { part: MappingPart; path: string }[] {
  const { kind, key, fields, links } = mapping
  return [{ part: { kind, key, fields, links }, path: '' }, ...mapping.also.map((also, i) => ({ part: also, path: `also.${i}.` }))]
}

/** A source in full: a text with braces is a template, any other text a column. */
export function detailed(from: FieldSource): DetailedSource {
  if (typeof from !== 'string') return from
  return /\{[^{}]+\}/.test(from) ? { template: from } : { from }
}

/** A mapping from YAML or JSON text, or from a value. Throws a Problem with a sentence for each fault. */
export function parseMapping(given: unknown, file = 'mapping'): Mapping {
  const value = typeof given === 'string' ? parseYaml(given, file)[0]?.value : given
  const result = mappingSchema.safeParse(value ?? {})
  if (result.success) return result.data
  throw mappingProblem(result.error.issues.flatMap((issue) => faultsOf(issue, [])), file)
}

/** A mapping as YAML, short where it is short. */
export function mappingText(mapping: Mapping): string {
  const { also, links, fields, ...rest } = mapping
  const slim = { ...rest, ...(Object.keys(fields).length > 0 ? { fields } : {}), ...(links.length > 0 ? { links } : {}), ...(also.length > 0 ? { also } : {}) }
  return stringify(slim, { lineWidth: 140, flowCollectionPadding: false })
}

/** The refusal of a mapping: its first fault in the title, up to a hundred listed. */
export function mappingProblem(faults: Fault[], file = 'mapping'): Problem {
  const { message, faults: listed } = refusal('invalid', faults)
  return new Problem('invalid', `${file}: ${message}`, listed)
}

type Issue = z.core.$ZodIssue

const settingsAt: Record<string, readonly string[]> = {
  '': Object.keys(mappingSchema.shape),
  source: ['format', 'sheet', 'delimiter', 'encoding'],
  links: Object.keys(linkSpec.shape),
  also: Object.keys(part.shape),
  field: Object.keys(detailedSource.shape),
}

function faultsOf(issue: Issue, before: readonly PropertyKey[]): Fault[] {
  const at = [...before, ...issue.path]
  const where = at.map(String).join('.')
  if (issue.code === 'invalid_union') {
    const inside = issue.errors.find((branch) => branch.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'))
    return inside ? inside.flatMap((inner) => faultsOf(inner, at)) : [{ path: where, message: 'Give a column, or an object with from, template, values, default or split.' }]
  }
  if (issue.code === 'unrecognized_keys') {
    const allowed = settingsFor(at)
    return issue.keys.map((key) => ({ path: where, message: `There is no setting "${key}" here; use ${allowed.join(', ')}.` }))
  }
  if (issue.code === 'invalid_type' && issue.input === undefined && at.length > 0) return [{ path: where, message: missingMessage(String(at.at(-1))) }]
  if (issue.code === 'invalid_type' && at.length === 0) return [{ path: '', message: 'A mapping is a list of settings such as kind: service, key: name, fields: {title: name}.' }]
  return [{ path: where, message: issue.message.endsWith('.') ? issue.message : `${issue.message}.` }]
}

function missingMessage(setting: string): string {
  const asked: Record<string, string> = {
    kind: 'Say what a row becomes, e.g. kind: service.',
    type: 'Say which link it is, e.g. type: dependsOn.',
    each: 'Say where the names of the other ends are, e.g. each: depends on.',
    to: 'Say which kind is at the other end, e.g. to: unit.',
  }
  return asked[setting] ?? 'This is missing.'
}

function settingsFor(at: readonly PropertyKey[]): readonly string[] {
  const names = at.filter((step) => typeof step === 'string').map(String)
  const last = names.at(-1)
  if (last === undefined) return settingsAt['']!
  if (last === 'source' || last === 'links' || last === 'also') return settingsAt[last]!
  return settingsAt['field']!
}
