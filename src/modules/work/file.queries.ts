import { z } from 'zod'
import { queryContract } from '../../shared/contract.ts'
import { id, reference } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byMembership } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import type { Runtime } from '../../kernel/runtime.ts'
import { maybeFindAttachment, maybeReadPart } from './file.store.ts'
import { findRecord } from './record.store.ts'

/** What a file that is attached is called and how large it is; the server then reads it part by part. */
export const recordFileQuery = defineQuery({
  contract: queryContract({
    name: 'record.file', title: 'Read an attached file', input: z.object({ record: reference, attachment: id }),
    output: z.object({ organisationId: z.string(), name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string() }),
  }),
  access: byMembership,
  run: async ({ tx, input, tenant }) => {
    const { stored } = await findRecord(tx, input.record)
    const found = await maybeFindAttachment(tx, stored.id, input.attachment)
    if (!found) throw new Problem('notFound', 'This record has no such file.')
    return { organisationId: tenant.id, name: found.name, mediaType: found.mediaType, bytes: found.bytes, sha256: found.sha256 }
  },
})

/** The parts of a file, each read when the one before was taken. */
export async function* partsOf(runtime: Runtime, organisationId: string, sha256: string): AsyncGenerator<Buffer> {
  for (let part = 0; ; part++) {
    const bytes = await runtime.database.read(organisationId, (tx) => maybeReadPart(tx, sha256, part))
    if (!bytes) return
    yield bytes
  }
}
