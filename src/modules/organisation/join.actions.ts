import { dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { ledgerEntry } from '../../kernel/ledger.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { Runtime } from '../../kernel/runtime.ts'
import { maybeFindInvitation } from './join.store.ts'
import type { Invitation } from './join.store.ts'
import { insertLedgerEntry, insertMembership } from './organisation.store.ts'
import { hasLeft } from './person.ts'
import { secretHash } from '../../kernel/secret.ts'

/** The invitation behind a secret; throws `notFound` when it is unknown, used or past its day, or was made for somebody who left. */
export async function findInvitation(runtime: Runtime, secret: string): Promise<Invitation> {
  const hash = secretHash('wri', secret)
  const now = runtime.now()
  const invitation = hash && (await maybeFindInvitation(runtime.database, hash, now))
  if (!invitation || hasLeft(invitation.toOn, dayOf(now, invitation.timeZone))) throw new Problem('notFound', 'This invitation is unknown, used or out of date. Ask for a new one.')
  return invitation
}

/** Joins an account to the person that the invitation was made for, with its ledger entry, once. */
export async function join(runtime: Runtime, invitation: Invitation, accountId: string): Promise<void> {
  const at = runtime.now()
  const { organisationId, personId, simulated } = invitation
  if (runtime.simulates && !simulated) throw new Problem('forbidden', `${invitation.organisation} is no simulation: what happens in it is recorded when it happens.`)
  await runtime.database.write(organisationId, async (tx) => {
    const entryId = newId(at.getTime())
    await insertMembership(tx, organisationId, accountId, personId)
    const rows = await saveRows(tx, entryId, at, [
      {
        subject: 'invitation', id: invitation.id, revision: invitation.revision + 1,
        columns: { person_id: personId, hash: `\\x${Buffer.from(invitation.hash).toString('hex')}`, expires_at: invitation.expiresAt.toISOString(), used_at: at.toISOString() },
      },
    ])
    const actor = { type: 'person', id: `person:${personId}` }
    await insertLedgerEntry(tx, ledgerEntry({ id: entryId, organisationId, at, actor, role: 'self', verb: 'invitation.accept', subject: { kind: 'person', id: personId }, rows, simulated }))
  })
  runtime.recorded(organisationId)
}
