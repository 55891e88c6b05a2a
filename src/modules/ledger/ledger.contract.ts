import { z } from 'zod'
import { queryContract } from '../../shared/contract.ts'
import { id, reference } from '../../shared/ids.ts'

const hex = z.string().regex(/^[0-9a-f]+$/)

/** A signed statement of all that the ledger held. What is signed is the canonical JSON of {at, keyId, organisation, root, size}. */
const head = z.object({ size: z.number(), root: hex, at: z.string(), keyId: z.string(), signature: hex })
export type HeadView = z.infer<typeof head>

const entry = z.object({
  id: z.string(), at: z.string(), verb: z.string(),
  actor: z.object({ type: z.string(), id: z.string(), name: z.string().nullable() }),
  role: z.string(), reason: z.string().nullable(),
  subject: z.object({ kind: z.string(), id: z.string(), key: z.string().nullable() }).nullable(),
  /** How many rows it wrote. */
  rows: z.number(),
  /** Its number in the tree; null until it is sealed. */
  leaf: z.number().nullable(),
})
export type EntryView = z.infer<typeof entry>

export const ledgerEntries = queryContract({
  name: 'ledger.entries', title: 'What was done, newest first',
  input: z.object({
    verb: z.string().min(1).max(100).optional(),
    /** A person's id, or the id of another actor such as `operator`. */
    actor: z.string().min(1).max(200).optional(),
    /** Key or id of what it was done to. */
    subject: reference.optional(),
    after: id.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ entries: z.array(entry), next: z.string().nullable() }),
})

export const ledgerHead = queryContract({
  name: 'ledger.head', title: 'The last signed head of the ledger',
  input: z.object({}),
  output: z.object({ head: head.nullable(), unsealed: z.number() }),
})

/** Both kinds of proof verify by RFC 9162, sections 2.1.3.2 and 2.1.4.2; a leaf is SHA-256 of 0x00 and the entry's content. */
export const ledgerProof = queryContract({
  name: 'ledger.proof', title: 'Prove that an entry, or an earlier head, is in the ledger',
  input: z.object({
    /** An entry, for a proof that it is in the tree. */
    entry: id.optional(),
    /** The size of an earlier head, for a proof that the later tree begins with it. */
    earlier: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
    /** The size of the head to prove against; the last one unless given. */
    size: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  }),
  output: z.discriminatedUnion('proves', [
    z.object({ proves: z.literal('inclusion'), entry: z.object({ id: z.string(), content: z.string() }), leaf: z.object({ number: z.number(), hash: hex }), head, path: z.array(hex) }),
    z.object({ proves: z.literal('consistency'), earlier: head, head, path: z.array(hex) }),
  ]),
})
