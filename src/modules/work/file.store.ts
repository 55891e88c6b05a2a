import { select, writesDone, writeTogether } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { Attachment } from './attachment.ts'
import { attachmentOf } from './history.store.ts'

/** Characters of base64 in one part: three quarters as many bytes. */
const partLength = 512 * 1024

/** Keeps the content of a file by its hash, once however often it is attached, part by part. */
export async function saveFile(tx: Tx, sha256: string, base64: string): Promise<void> {
  for (let part = 0; part * partLength < base64.length; part++) {
    writeTogether(tx, {
      rows: [`file ${sha256} ${part}`],
      writes: [{ text: `insert into files (sha256, part, bytes) values ($1::text, $2::text::integer, decode($3::text, 'base64')) on conflict do nothing`, values: [sha256, String(part), base64.slice(part * partLength, (part + 1) * partLength)] }],
    })
    await writesDone(tx)
  }
}

/** One part of a file; undefined after the last. */
export async function maybeReadPart(tx: Tx, sha256: string, part: number): Promise<Buffer | undefined> {
  const [row] = await select<{ bytes: Buffer }>(tx, 'select bytes from files where sha256 = $1::text and part = $2::text::integer', [sha256, String(part)])
  return row?.bytes
}

/** An attachment of a record, or undefined. */
export async function maybeFindAttachment(tx: Tx, recordId: string, id: string): Promise<Attachment | undefined> {
  const [row] = await select<Parameters<typeof attachmentOf>[0]>(tx, 'select * from record_attachments where record_id = $1::text::uuid and id = $2::text::uuid', [recordId, id])
  return row && attachmentOf(row)
}
