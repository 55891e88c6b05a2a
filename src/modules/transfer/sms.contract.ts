import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { sourceFile } from './transfer.contract.ts'

const named = z.object({ key: z.string(), kind: z.string(), title: z.string() })
const fault = z.object({ file: z.string(), line: z.number().nullable(), path: z.string(), message: z.string() })

const done = {
  created: z.array(named),
  changed: z.array(named.extend({ paths: z.array(z.string()).describe('Where it differs from what stands, such as body.principles.2.text.') })),
  unchanged: z.number(),
  /** What is there and not in the folder; it stays as it is. */
  absent: z.array(named),
  notices: z.array(z.string()),
  outcome: z.enum(['in force', 'draft', 'proposal']),
  written: z.object({ elements: z.number(), people: z.number(), holders: z.number() }),
}

export const exportSms = queryContract({
  name: 'sms.export', title: 'The system as a folder of files',
  input: z.object({}),
  output: z.object({ asOf: z.string(), elements: z.number(), files: z.array(z.object({ name: z.string(), text: z.string() })) }),
})

const input = z.strictObject({
  /** An element is two files at most. */
  files: z.array(sourceFile).min(1, 'Give at least one file.').max(100_000),
  /** What the folder is called, for the ledger. */
  name: z.string().max(200).optional(),
})

/** Changes nothing; its input carries files, so it is sent as POST. */
export const previewSms = queryContract({ name: 'sms.preview', title: 'What importing a folder would do', carriesFiles: true, input, output: z.object({ ...done, faults: z.array(fault), faultsInAll: z.number() }) })
export type SmsPreview = z.infer<typeof previewSms.output>

const imported = z.object({ ...done, /** The key of the proposal that was made, after go-live. */ proposal: z.string().nullable() })
export type SmsImported = z.infer<typeof imported>

export const importSms = actionContract({
  name: 'sms.import', title: 'Import the system from a folder of files', carriesFiles: true, input: input.extend({ reason: z.string().max(2000).optional() }), output: imported,
})

export const starters = ['just-enough'] as const
export const startSms = actionContract({
  name: 'sms.start', title: 'Begin with a system that is just enough', input: z.strictObject({ starter: z.enum(starters), reason: z.string().max(2000).optional() }), output: imported,
})
