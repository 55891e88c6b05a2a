import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { sourceFile } from '../transfer/transfer.contract.ts'

const sent = {
  files: z.array(sourceFile).min(1, 'Give at least one file.').max(20_000),
  /** A mapping as YAML text or as a value; suggested from the names of columns where none is given. */
  mapping: z.union([z.string().max(200_000), z.record(z.string(), z.unknown())]).optional(),
}
const rejected = z.object({ row: z.number(), column: z.string().nullable(), reason: z.string(), file: z.string(), line: z.number().nullable(), key: z.string().nullable() })
const done = { read: z.number(), created: z.number(), changed: z.number(), unchanged: z.number(), rejected: z.array(rejected), notices: z.array(z.string()), items: z.number(), relations: z.number() }

export const importItems = actionContract({
  name: 'item.import', title: 'Import configuration items from files', carriesFiles: true,
  input: z.strictObject({ ...sent, reason: z.string().max(2000).optional() }),
  output: z.object({ ...done, /** The rejected rows of a table as CSV with their reasons; null for what is no table. */ mend: z.string().nullable() }),
})
export type ItemImport = z.infer<typeof importItems.output>

/** Changes nothing; its input carries files, so it is sent as POST. */
export const previewItems = queryContract({
  name: 'item.preview', title: 'Preview an import of configuration items', carriesFiles: true,
  input: z.strictObject(sent),
  output: z.object({
    ...done, /** The first of them. */ rows: z.array(z.object({ row: z.number(), key: z.string(), name: z.string(), type: z.string(), status: z.string(), result: z.enum(['created', 'changed', 'unchanged']) })),
    columns: z.array(z.object({ path: z.string(), samples: z.array(z.string()), filled: z.number(), unique: z.boolean() })), targets: z.array(z.string()),
    /** The mapping that was used, in YAML. */
    mapping: z.string(), suggested: z.boolean(), faults: z.array(z.object({ path: z.string(), message: z.string() })),
  }),
})
export type ItemPreview = z.infer<typeof previewItems.output>
