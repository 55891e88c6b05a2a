import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { named } from '../../shared/fields.ts'

export const sourceFile = z.strictObject({
  name: z.string().min(1, 'Give the file\'s name.').max(500),
  /** Its bytes in base64, or its text; bytes let the encoding be found. */
  base64: z.string().optional(),
  text: z.string().optional(),
})
export type SentFile = z.infer<typeof sourceFile>

const files = z.array(sourceFile).min(1, 'Give at least one file.').max(20_000)
/** A mapping as YAML text or as a value. */
const mapping = z.union([z.string().max(200_000), z.record(z.string(), z.unknown())])
const savedMapping = z.string().min(1).max(200).describe('The name of a saved mapping.')

const rejected = z.object({
  row: z.number().describe('In tables the row of the sheet, the header being 1; else its number over all files, from 1.'),
  column: z.string().nullable().describe('The column or path that is at fault; null: the row as a whole.'),
  reason: z.string(), file: z.string(), line: z.number().nullable(), key: z.string().nullable(),
})
export type RejectedView = z.infer<typeof rejected>

const counts = { read: z.number(), created: z.number(), changed: z.number(), unchanged: z.number() }

/** What becomes of what is imported. */
const outcome = z.enum(['in force', 'draft', 'proposal'])

export const importElements = actionContract({
  name: 'elements.import', title: 'Import elements, people and holders from files', carriesFiles: true,
  input: z.strictObject({
    files, mapping: mapping.optional(), savedMapping: savedMapping.optional(),
    /** The kind that rows become, where the mapping does not say so. */
    kind: z.string().max(50).optional(),
    /** While founding: leave drafts instead of putting things in force. */
    draft: z.boolean().default(false),
    reason: z.string().max(2000).optional(),
  }),
  output: z.object({
    ...counts, rejected: z.array(rejected), notices: z.array(z.string()), outcome,
    /** The key of the proposal that was made, after go-live. */
    proposal: z.string().nullable(),
    /** The rejected rows of a table as CSV with their reasons, to be mended and sent again; null for what is no table. */
    mend: z.string().nullable(),
    /** How many elements, people and holders were written, those that rows only link to included. */
    written: z.object({ elements: z.number(), people: z.number(), holders: z.number() }),
  }),
})
export type ImportResult = z.infer<typeof importElements.output>

const column = z.object({ path: z.string(), samples: z.array(z.string()), filled: z.number(), unique: z.boolean() })
const target = z.object({ name: z.string(), label: z.string(), type: z.string(), choices: z.array(z.string()) })
const fault = z.object({ path: z.string(), message: z.string() })

/** Changes nothing; its input carries files, so it is sent as POST. */
export const previewElements = queryContract({
  name: 'elements.preview', title: 'Preview an import', carriesFiles: true,
  input: z.strictObject({
    files, mapping: mapping.optional(), savedMapping: savedMapping.optional(), kind: z.string().max(50).optional(), draft: z.boolean().default(false),
    /** Every row and every rejection, not only the first of them. */
    whole: z.boolean().default(false),
  }),
  output: z.object({
    ...counts, outcome, notices: z.array(z.string()),
    rejected: z.array(rejected), rejectedInAll: z.number(),
    rows: z.array(z.object({ row: z.number(), file: z.string(), key: z.string().nullable(), title: z.string(), result: z.enum(['created', 'changed', 'unchanged', 'rejected']) })),
    written: z.object({ elements: z.number(), people: z.number(), holders: z.number() }),
    columns: z.array(column), sheets: z.array(z.string()), rowPaths: z.array(z.string()),
    /** What the kind offers to fill, and the links it may have. */
    targets: z.array(target), links: z.array(z.object({ type: z.string(), to: z.string(), direction: z.enum(['out', 'in']), phrase: z.string() })),
    /** The mapping that was used, in YAML; suggested where none was given. */
    mapping: z.string(), suggested: z.boolean(),
    /** What is wrong with the mapping; then nothing was planned. */
    faults: z.array(fault),
  }),
})
export type PreviewResult = z.infer<typeof previewElements.output>

export const saveMapping = actionContract({
  name: 'mapping.save', title: 'Save a mapping',
  input: z.strictObject({ name: named('Name the mapping.', 100, 'Keep the name within 100 characters.'), mapping, revision: z.number().int().min(0).optional() }),
  output: z.object({ id: z.string(), name: z.string(), revision: z.number() }),
})

export const listMappings = queryContract({
  name: 'mapping.list', title: 'Saved mappings',
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), mapping: z.string(), revision: z.number() })), abilities: z.array(z.string()) }),
})
export type MappingView = z.infer<typeof listMappings.output>['rows'][number]
