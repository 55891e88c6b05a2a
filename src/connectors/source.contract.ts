import { z } from 'zod'
import { actionContract, queryContract } from '../shared/contract.ts'
import { word } from '../shared/fields.ts'
import { id } from '../shared/ids.ts'

const receipt = z.object({ id: z.string(), revision: z.number() })
const one = { source: id, revision: z.number().int().min(1) }
const instant = z.string()
const settings = z.record(z.string().max(60), z.union([z.string().max(4000), z.number(), z.boolean()]))
const mapping = z.string().min(1, 'Say how rows become records.').max(200_000)
const everyMinutes = z.number().int().min(1, 'At least every minute.').max(1440, 'At least once a day.')

export const createSource = actionContract({
  name: 'source.create', title: 'Take in records of another tool', showsSecret: true,
  input: z.strictObject({
    name: word('Name', 60), kind: z.string().max(40), settings: settings.default({}), mapping, everyMinutes: everyMinutes.default(5),
    /** The tool's own secret, for one that is pulled; one that sends is given a secret of ours. */
    secret: z.string().trim().max(4000).default(''),
  }),
  /** For a tool that sends: the path to send to and the secret to sign with, shown this once. */
  output: receipt.extend({ path: z.string().nullable(), secret: z.string().nullable() }),
})

export const changeSource = actionContract({
  name: 'source.change', title: 'Change a source',
  input: z.strictObject({ ...one, name: word('Name', 60).optional(), settings: settings.optional(), mapping: mapping.optional(), everyMinutes: everyMinutes.optional(), secret: z.string().trim().min(1).max(4000).optional() }), output: receipt,
})
export const pauseSource = actionContract({ name: 'source.pause', title: 'Pause a source', input: z.strictObject(one), output: receipt })
/** Goes on where it ended, or from its beginning again: what is known already is not taken in twice. */
export const resumeSource = actionContract({ name: 'source.resume', title: 'Go on with a source', input: z.strictObject({ ...one, fromBeginning: z.boolean().default(false) }), output: receipt })
export const endSource = actionContract({ name: 'source.end', title: 'End a source', input: z.strictObject(one), output: receipt })

export const listSources = queryContract({
  name: 'source.list', title: 'Sources of records', input: z.object({}),
  output: z.object({
    rows: z.array(z.object({
      id: z.string(), name: z.string(), kind: z.string(), kindName: z.string(), sends: z.boolean(), path: z.string().nullable(), settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), mapping: z.string(), everyMinutes: z.number(),
      madeBy: z.string(), createdAt: instant, pausedAt: instant.nullable(), stopped: z.boolean(), said: z.string(), failures: z.number(), lastAt: instant.nullable(), nextAt: instant.nullable(),
      lastCounts: z.record(z.string(), z.number()).nullable(), revision: z.number(),
    })),
    abilities: z.array(z.string()),
  }),
})

export type ListedSource = z.infer<(typeof listSources)['output']>['rows'][number]

/** What can be a source, with the settings each asks for and a mapping to begin with. */
export const listSourceKinds = queryContract({
  name: 'source.kinds', title: 'Kinds of sources', input: z.object({}),
  output: z.object({
    kinds: z.array(z.object({
      kind: z.string(), name: z.string(), sends: z.boolean(), secret: z.string(), mapping: z.string(),
      settings: z.array(z.object({ name: z.string(), label: z.string(), choices: z.array(z.string()), default: z.string(), required: z.boolean() })),
    })),
  }),
})
