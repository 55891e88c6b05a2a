import { stringify } from 'yaml'
import { z } from 'zod'
import type { Fault } from '../../shared/kind.ts'
import { recordInstants } from '../routines/record.ts'
import { detailedSource, mappingProblem, sourcePath, sourceSettings } from './mapping.ts'
import { parseYaml } from './yaml.ts'

const zone = z.string().min(1).max(100).describe('Time zone of dates that name none, e.g. Europe/Oslo; or the column that says it.')
const dates = z.string().min(1).max(60).describe('How dates are written: day first, month first, excel, unix seconds, unix milliseconds, or a pattern such as d/M/yyyy HH:mm. ISO dates need nothing.')

const detailed = detailedSource.extend({ zone: zone.optional(), dates: dates.optional() })
const source = z.union([sourcePath, detailed]).describe('A column or path, a template with columns in braces, or an object with from, template, values, default, split, zone, dates.')
export type RecordSource = z.infer<typeof source>

/** What a record has beside the form of its routine. */
export const recordTargets = ['title', 'state', 'outcome', 'priority', 'service', 'configurationItem', 'unit', 'location', 'supplier', 'requester', 'assignee', ...recordInstants] as const
export type RecordTarget = (typeof recordTargets)[number]

/** What becomes of a value that the organisation does not know. */
const unknownValue = z.string().min(1).max(100)

const log = z.strictObject({
  at: source.describe('When the entry was written.'),
  order: z.array(source).min(1).max(5).optional().describe('What the entries of a case are ordered by; left out, by when.'),
  by: source.optional().describe('Who wrote it.'),
  text: source.optional().describe('What was said.'),
  changed: z.strictObject({ name: source.describe('What changed, by the name under which fields and key read it.'), to: source.describe('What it became.') }).optional()
    .describe('One entry for each change, e.g. name: fieldname, to: newvalue; fields then name what changed as if each were a column.'),
})

const moment = z.strictObject({
  at: source.describe('When it happened; a row without it did not get so far.'),
  set: z.record(z.string(), z.string().max(200)).default({}).describe('What it became then, e.g. state: restore.'),
  text: z.string().max(500).optional(),
})

export const recordMappingSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().max(200).optional().describe('What the mapping is for.'),
  kind: z.literal('record'),
  routine: z.string().min(1).max(200).optional().describe('Key or title of the routine that the records are of, e.g. Incident; may be given with the import instead.'),
  system: z.string().trim().min(1).max(100).describe('Where they come from, e.g. servicenow: a record is known by this and its key there.'),
  source: sourceSettings.optional().describe('What the file is, where it does not say so itself.'),
  rows: z.string().min(1).max(500).optional().describe('Where the rows are in YAML or JSON: records, $, issues[*]'),
  timeZone: zone.optional(),
  dates: dates.optional(),
  missing: z.array(z.string().max(40)).max(50).default([]).describe('What else stands for nothing, beside an empty cell, ?, -, n/a, none and null.'),
  key: source.describe('What the case is called in the system; of a log, what its entries have in common.'),
  fields: z.record(z.string(), source).default({}).describe('Target: where its value comes from. Targets are title, state, outcome, priority, service …, instants such as opened, and the fields of the form.'),
  required: z.array(z.string().max(60)).max(60).default([]).describe('Targets without which a case is not taken, beside title, state and opened.'),
  unknown: z.record(z.string(), unknownValue).default({}).describe('Target: what to do with a value that is not known here: refuse, leave (take the case without it), or the value to take instead.'),
  closes: z.array(z.string().min(1).max(100)).max(50).default([]).describe('States, as the source calls them, with which a case is closed where no column says when: then it was when it was resolved, else with its last entry.'),
  log: log.optional().describe('Several entries a case: an audit log.'),
  moments: z.array(moment).max(20).optional().describe('One row a case: what its instants tell of how it went, e.g. at: resolved_at, set: {state: confirm}.'),
})
export type RecordMapping = z.infer<typeof recordMappingSchema>

/** True for what says of itself that it maps rows to records. */
export function isRecordMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'record'
}

/** A mapping to records from YAML or JSON text, or from a value. Throws a Problem with a sentence for each fault. */
export function parseRecordMapping(given: unknown, file = 'mapping'): RecordMapping {
  const value = typeof given === 'string' ? parseYaml(given, file)[0]?.value : given
  const result = recordMappingSchema.safeParse(value ?? {})
  if (result.success) return result.data
  throw mappingProblem(result.error.issues.flatMap(faultsOf), file)
}

/** A mapping to records as YAML, short where it is short. */
export function recordMappingText(mapping: RecordMapping): string {
  const { required, unknown, missing, closes, ...rest } = mapping
  const slim = { ...rest, ...(missing.length > 0 ? { missing } : {}), ...(required.length > 0 ? { required } : {}), ...(Object.keys(unknown).length > 0 ? { unknown } : {}), ...(closes.length > 0 ? { closes } : {}) }
  return stringify(slim, { lineWidth: 140, flowCollectionPadding: false })
}

/** The JSON Schema of a mapping to records, as published in content/schemas/record-mapping.schema.json. */
export function recordMappingJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(recordMappingSchema, { io: 'input', target: 'draft-2020-12' })
  return { $schema, $id: 'record-mapping.schema.json', title: 'Wellrun mapping to records', description: 'How the rows of a file become records of a routine.', ...schema }
}

type Issue = z.core.$ZodIssue

const asked: Record<string, string> = {
  system: 'Say which system the rows come from, e.g. system: servicenow.',
  key: 'Say what identifies a case, e.g. key: number.',
  kind: 'Say kind: record.',
  at: 'Say where the moment is, e.g. at: sys_updated_at.',
}

function faultsOf(issue: Issue): Fault[] {
  const where = issue.path.map(String).join('.')
  const last = String(issue.path.at(-1) ?? '')
  if (issue.code === 'unrecognized_keys') {
    const allowed = where === '' ? Object.keys(recordMappingSchema.shape) : last === 'log' ? Object.keys(log.shape) : last === 'changed' ? ['name', 'to'] : last === 'source' ? Object.keys(sourceSettings.shape) : Object.keys(detailed.shape)
    return issue.keys.map((key) => ({ path: where, message: `There is no setting "${key}" here; use ${allowed.join(', ')}.` }))
  }
  if (issue.code === 'invalid_union') {
    const inside = issue.errors.find((branch) => branch.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'))
    if (inside) return inside.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }))
    return [{ path: where, message: asked[last] ?? 'Give a column, or an object with from, template, values, default, split, zone or dates.' }]
  }
  if (issue.code === 'invalid_type' && issue.path.length === 0) return [{ path: '', message: 'A mapping is a list of settings such as kind: record, system: servicenow, key: number, fields: {title: short_description}.' }]
  if (issue.input === undefined || issue.code === 'invalid_value') return [{ path: where, message: asked[last] ?? (issue.message.endsWith('.') ? issue.message : `${issue.message}.`) }]
  return [{ path: where, message: issue.message.endsWith('.') ? issue.message : `${issue.message}.` }]
}
