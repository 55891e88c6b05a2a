import type { AnyAction } from '../kernel/action.ts'
import type { Runtime } from '../kernel/runtime.ts'
import { sha256 } from '../kernel/hash.ts'
import { isId } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'
import { takeIn, type TakenIn } from './pulling.jobs.ts'
import { receivedKinds, rowsReceived, verified } from './received.ts'
import type { Sent } from './received.ts'
import { maybeFindReceiver, saveStanding } from './source.store.ts'
import { secretUse } from './source.ts'

/**
 * Takes in what a tool sent to its address: signed, once. The same message again answers as before and changes nothing. Throws `notFound`, `unauthenticated`, or what the import says.
 */
export async function receive(runtime: Runtime, sourceId: string, sent: Sent, importing: AnyAction): Promise<Omit<TakenIn, 'said'>> {
  const receiver = isId(sourceId) ? await maybeFindReceiver(runtime.database, sourceId) : undefined
  const kind = receivedKinds.find((each) => each.kind === receiver?.source.kind)?.kind
  if (!receiver || !kind) throw new Problem('notFound', 'Nothing is received at this address.')
  const { organisationId, source, secret } = receiver
  const opened = runtime.vault.open(secretUse, secret)
  if (opened === null) throw new Problem('unavailable', 'The secret of this source cannot be read here; end it and add it anew.')
  const now = runtime.now()
  const { messageId } = verified(sent, opened, now)
  const rows = rowsReceived(kind, sent)
  // Without an id the content is the id: the same alert told again is the same message.
  const key = `${source.id}:${sha256(messageId === undefined ? sent.body : `id ${messageId}`).toString('hex')}`
  const { counts, said, rejected } = await takeIn(runtime, organisationId, source, rows, importing, key)
  await runtime.database.write(organisationId, (tx) => saveStanding(tx, source.id, { lastAt: now, lastCounts: counts, said }))
  return { counts, rejected }
}
