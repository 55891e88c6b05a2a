import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { sha256 } from '../../kernel/hash.ts'
import { attachmentChange, mediaTypeOf } from './attachment.ts'
import { saveFile } from './file.store.ts'
import { beginDeed, concludeDeed } from './happening.actions.ts'
import { loadRecord } from './loading.store.ts'
import { mayFill } from './record.access.ts'
import { recordContracts } from './record.contract.ts'
import { beside } from './talk.actions.ts'

/** Bytes of a file at most. */
export const mostBytes = 25 * 1024 * 1024

export const attachRecordAction = defineAction({
  contract: recordContracts.attach,
  load: (tx, input, at) => loadRecord(tx, input.record, at),
  access: (question) => mayFill(question, question.loaded),
  retryOnConflict: true,
  run: async (context) => {
    const { input, loaded: { stored }, actor, at, tx } = context
    const fault = (path: string, message: string) => new Problem('unprocessable', `${path}: ${message}`, [{ path, message }])
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(input.base64) || input.base64.length % 4 !== 0) throw fault('base64', 'Give the file in base64.')
    if (input.base64.length > Math.ceil(mostBytes / 3) * 4) throw new Problem('tooLarge', `${input.name} is larger than ${mostBytes / 1024 / 1024} MB; attach a link to it instead.`)
    const bytes = Buffer.from(input.base64, 'base64')
    if (bytes.length === 0) throw fault('base64', `${input.name} is empty; attach a file that holds something.`)
    const judged = mediaTypeOf(input.mediaType, bytes)
    if ('wrong' in judged) throw fault('mediaType', judged.wrong)
    const hash = sha256(bytes).toString('hex')
    await saveFile(tx, hash, input.base64)
    const deed = beginDeed(context)
    const attachment = { id: newId(at.getTime()), recordId: stored.id, sha256: hash, name: input.name, mediaType: judged.mediaType, bytes: bytes.length, personId: personOf(actor), at, revision: 1 }
    const after = beside(deed, stored, 'attach', { attachment: { id: attachment.id, name: attachment.name, sha256: hash } })
    const { entry, live } = await concludeDeed(deed, after, [attachmentChange(attachment)])
    return { output: { id: attachment.id, name: attachment.name, sha256: hash }, entry, live }
  },
})
