import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { reference } from '../../shared/ids.ts'
import { sourceFile } from '../transfer/transfer.contract.ts'

const rejected = z.object({ row: z.number(), column: z.string().nullable(), reason: z.string(), file: z.string(), line: z.number().nullable(), key: z.string().nullable() })

const sent = {
  files: z.array(sourceFile).min(1, 'Give at least one file.').max(20_000),
  /** A mapping as YAML text or as a value. */
  mapping: z.union([z.string().max(200_000), z.record(z.string(), z.unknown())]).optional(),
  /** What names in the file mean, beside what the mapping says. */
  services: z.record(z.string().max(200), reference).default({}),
  /** Unknown services that shall be drafted: their names, or all. */
  draft: z.union([z.literal('all'), z.array(z.string().min(1).max(200)).max(10_000)]).default([]),
}

const unknown = z.object({ name: z.string(), rows: z.number(), near: z.object({ key: z.string(), title: z.string() }).nullable(), drafted: z.boolean() })
const counts = { read: z.number(), created: z.number(), changed: z.number(), unchanged: z.number() }

export const importOutages = actionContract({
  name: 'outage.import', title: 'Import outages from files', carriesFiles: true,
  input: z.strictObject({ ...sent, reason: z.string().max(2000).optional() }),
  output: z.object({
    ...counts, rejected: z.array(rejected), notices: z.array(z.string()), unknown: z.array(unknown),
    /** Outages written: a row that names several services is one of each. */
    outages: z.number(), drafted: z.array(z.object({ key: z.string(), title: z.string() })),
    /** The rejected rows of a table as CSV with their reasons; null for what is no table. */
    mend: z.string().nullable(),
  }),
})
export type OutageImport = z.infer<typeof importOutages.output>

/** Changes nothing; its input carries files, so it is sent as POST. */
export const previewOutages = queryContract({
  name: 'outage.preview', title: 'Preview an import of outages', carriesFiles: true,
  input: z.strictObject({ ...sent, whole: z.boolean().default(false) }),
  output: z.object({
    ...counts, rejected: z.array(rejected), rejectedInAll: z.number(), notices: z.array(z.string()), unknown: z.array(unknown), outages: z.number(),
    rows: z.array(z.object({ row: z.number(), file: z.string(), key: z.string().nullable(), title: z.string(), result: z.enum(['created', 'changed', 'unchanged', 'rejected']) })),
    columns: z.array(z.object({ path: z.string(), samples: z.array(z.string()), filled: z.number(), unique: z.boolean() })), targets: z.array(z.string()),
    /** The mapping that was used, in YAML; suggested where none was given. */
    mapping: z.string(), suggested: z.boolean(), faults: z.array(z.object({ path: z.string(), message: z.string() })),
  }),
})
export type OutagePreview = z.infer<typeof previewOutages.output>
