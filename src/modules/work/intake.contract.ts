import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { id } from '../../shared/ids.ts'
import { faultKinds } from './intake.ts'

const sourceFile = z.strictObject({
  name: z.string().min(1, 'Give the file\'s name.').max(500),
  /** Its bytes in base64, or its text; bytes let the encoding be found. */
  base64: z.string().optional(),
  text: z.string().optional(),
})
export type SentRecords = z.infer<typeof sourceFile>

const sent = {
  file: sourceFile,
  /** A mapping as YAML text or as a value, or the name of a saved one. */
  mapping: z.union([z.string().max(200_000), z.record(z.string(), z.unknown())]).optional(),
  savedMapping: z.string().min(1).max(200).optional(),
  /** Key or title of the routine, where the mapping does not say it. */
  routine: z.string().min(1).max(200).optional(),
}

const counts = z.object({ cases: z.number(), created: z.number(), changed: z.number(), unchanged: z.number(), refused: z.number(), events: z.number() })
export type ImportCounts = z.infer<typeof counts>

const rejected = z.object({
  file: z.string(), row: z.number(), line: z.number().nullable(), column: z.string().nullable(), key: z.string().nullable(), reason: z.string(), kind: z.enum(faultKinds),
})
export type RejectedCase = z.infer<typeof rejected>

const byKind = z.array(z.object({ kind: z.enum(faultKinds), count: z.number() }))
const fault = z.object({ path: z.string(), message: z.string() })
const named = z.object({ key: z.string(), title: z.string() })

const outcome = {
  counts,
  /** The first thousand faults, and how many of each kind there are. */
  rejected: z.array(rejected), faultsByKind: byKind, notices: z.array(z.string()),
  /** The refused rows with their reasons, to be mended and sent again: of a table as CSV, else as JSON lines; null where there are none. */
  mend: z.string().nullable(),
}

export const importRecords = actionContract({
  name: 'record.import', title: 'Import records from a file', carriesFiles: true,
  input: z.strictObject({
    ...sent,
    /** An id of one's own for it, under which its progress can be asked for while it runs. */
    import: id.optional(),
    reason: z.string().max(2000).optional(),
  }),
  output: z.object({ import: z.string(), routine: named, ...outcome, firstKey: z.string().nullable(), lastKey: z.string().nullable() }),
})
export type RecordImportResult = z.infer<typeof importRecords.output>

/** Changes nothing; its input carries a file, so it is sent as POST. */
export const previewRecords = queryContract({
  name: 'record.preview', title: 'Preview an import of records', carriesFiles: true,
  input: z.strictObject(sent),
  output: z.object({
    ...outcome, routine: named.nullable(), routines: z.array(named),
    /** The first twenty cases as they would be taken. */
    cases: z.array(z.object({
      key: z.string(), row: z.number(), title: z.string(), result: z.enum(['created', 'changed', 'unchanged']), state: z.string(), open: z.boolean(), priority: z.string(), openedAt: z.string(), closedAt: z.string().nullable(), events: z.number(),
    })),
    columns: z.array(z.object({ path: z.string(), samples: z.array(z.string()), filled: z.number() })), sheets: z.array(z.string()), rowPaths: z.array(z.string()),
    targets: z.array(z.object({ name: z.string(), label: z.string(), choices: z.array(z.string()) })),
    mapping: z.string(), suggested: z.boolean(),
    /** What is wrong with the mapping; then nothing was read with it. */
    faults: z.array(fault),
  }),
})
export type RecordPreview = z.infer<typeof previewRecords.output>

export const cancelImport = actionContract({
  name: 'record.cancelImport', title: 'Cancel an import of records that is running',
  input: z.strictObject({ import: id }),
  output: z.object({ import: z.string() }),
})

export const listRecordImports = queryContract({
  name: 'record.imports', title: 'Imports of records',
  input: z.object({ import: id.optional() }),
  output: z.object({
    rows: z.array(z.object({
      id: z.string(), file: z.string(), routine: named.nullable(), by: z.string(), startedAt: z.string(), seenAt: z.string(), counts, faultsByKind: byKind, mendable: z.boolean(), said: z.string(),
      /** stopped: it says nothing any more; nothing of it was kept. */
      state: z.enum(['running', 'done', 'cancelled', 'failed', 'stopped']),
    })),
    abilities: z.array(z.string()),
  }),
})
export type ImportRow = z.infer<typeof listRecordImports.output>['rows'][number]

export const refusedRows = queryContract({
  name: 'record.refusedRows', title: 'Refused rows of an import',
  input: z.object({ import: id }),
  output: z.object({ file: z.string(), mend: z.string().nullable() }),
})
