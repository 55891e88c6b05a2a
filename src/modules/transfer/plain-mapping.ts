import { stringify } from 'yaml'
import { z } from 'zod'
import { timeZone } from '../../shared/days.ts'
import { refusal } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { Problem } from '../../shared/problem.ts'
import { columnFaults } from './columns.ts'
import { fieldSource, sourceSettings } from './mapping.ts'
import { nearest } from './nearest.ts'
import { readSources, type SourceRows } from './read.ts'
import type { SourceFile } from './rows.ts'
import { compileSource, type Getter } from './values.ts'
import { parseYaml } from './yaml.ts'

/** How rows become things that are no elements: outages, configuration items. The same file again finds what it brought by `from` and `key`. */
export const plainMapping = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().max(200).optional().describe('What the mapping is for.'),
  kind: z.string().min(1).describe('What a row becomes, e.g. outage or item.'),
  from: z.string().trim().min(1).max(100).describe('What the source is called; keys are unique within it.'),
  key: fieldSource.describe('What identifies a row in the source, and must not change.'),
  fields: z.record(z.string(), fieldSource).default({}).describe('Target field: where its value comes from.'),
  source: sourceSettings.optional().describe('What the file is, where it does not say so itself.'),
  rows: z.string().min(1).max(500).optional().describe('Where the rows are in YAML or JSON.'),
  dates: z.strictObject({
    zone: timeZone.optional().describe('Time zone of times without an offset; left out, that of the organisation.'),
    order: z.enum(['day first', 'month first']).optional().describe('How 03/04/2026 is meant.'),
  }).optional().describe('How the file writes dates, where they do not say so themselves.'),
  services: z.record(z.string(), z.string().min(1).max(200)).default({}).describe('What a name in the file means here: the key of a service.'),
})
export type PlainMapping = z.infer<typeof plainMapping>

/** A mapping from YAML or JSON text, or from a value. Throws a Problem with a sentence for each fault. */
export function parsePlainMapping(given: unknown, kind: string, targets: readonly string[]): PlainMapping {
  const value = typeof given === 'string' ? parseYaml(given, 'mapping')[0]?.value : given
  const result = plainMapping.safeParse(value ?? {})
  const faults = result.success ? fieldFaults(result.data, kind, targets) : result.error.issues.map(faultOf)
  if (faults.length > 0 || !result.success) {
    const { message, faults: listed } = refusal('invalid', faults)
    throw new Problem('invalid', `mapping: ${message}`, listed)
  }
  return result.data
}

function faultOf(issue: z.core.$ZodIssue): Fault {
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') return { path, message: `There is no setting "${issue.keys.join('", "')}" here; use ${Object.keys(plainMapping.shape).join(', ')}.` }
  if (issue.code === 'invalid_type' && issue.input === undefined) return { path, message: 'This is missing.' }
  return { path, message: issue.code === 'invalid_union' ? 'Give a column, or an object with from, template, values, default or split.' : issue.message }
}

function fieldFaults(mapping: PlainMapping, kind: string, targets: readonly string[]): Fault[] {
  if (mapping.kind !== kind) return [{ path: 'kind', message: `This mapping is for the kind ${mapping.kind}; give one for ${kind}.` }]
  return Object.keys(mapping.fields).filter((name) => !targets.includes(name) && !(targets.includes('attribute.*') && /^attribute\.\S.{0,58}$/.test(name))).map((name) => {
    const near = nearest(name, targets)
    return { path: `fields.${name}`, message: `There is no field "${name}"; ${near ? `did you mean "${near}"? There are` : 'there are'} ${targets.join(', ')}.` }
  })
}

/** A mapping as YAML. */
export function plainMappingText(mapping: PlainMapping): string {
  const { services, ...rest } = mapping
  return stringify({ ...rest, ...(Object.keys(services).length > 0 ? { services } : {}) }, { lineWidth: 140, flowCollectionPadding: false })
}

/** A file read by a mapping: its rows, and how to get what they hold. */
export type PlainSource = { mapping: PlainMapping; source: SourceRows; key: Getter; fields: ReadonlyMap<string, Getter> }

/** Reads files by a mapping. Throws a Problem for a file that cannot be read, and for columns that no row has. */
export function readPlain(files: readonly SourceFile[], mapping: PlainMapping): PlainSource {
  const source = readSources(files, mapping.source, mapping.rows)
  const faults: Fault[] = []
  const compiled = (from: PlainMapping['key'], path: string): Getter => {
    try {
      return compileSource(from)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      faults.push({ path, message: error.message })
      return compileSource({ default: null })
    }
  }
  const key = compiled(mapping.key, 'key')
  const fields = new Map(Object.entries(mapping.fields).map(([name, from]) => [name, compiled(from, `fields.${name}`)]))
  const part = { path: '', kind: mapping.kind, definition: null, key, fields: [...fields].map(([name, getter]) => ({ target: { name, type: 'text' as const, choices: [], label: name }, getter })), links: [] }
  faults.push(...columnFaults([part], source.rows, source.header))
  if (faults.length > 0) {
    const { message, faults: listed } = refusal('invalid', faults)
    throw new Problem('invalid', `mapping: ${message}`, listed)
  }
  return { mapping, source, key, fields }
}

/** As `readPlain`; a mapping that does not fit the columns answers its faults instead. */
export function readOrFaults(files: readonly SourceFile[], mapping: PlainMapping): PlainSource | { faults: Problem['faults'] } {
  try {
    return readPlain(files, mapping)
  } catch (error) {
    if (error instanceof Problem && error.faults.length > 0) return { faults: error.faults }
    throw error
  }
}
