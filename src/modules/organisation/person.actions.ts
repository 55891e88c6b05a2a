import { randomBytes } from 'node:crypto'
import { dayOf, endOfDay } from '../../shared/days.ts'
import { endsBeforeStart, refusal } from '../../shared/faults.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byAdministration } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { RowChange } from '../../kernel/rows.ts'
import { holderChange } from '../roles/holder-row.ts'
import { addPerson, changePerson, erasePerson, grantRight, leavePerson } from './person.contract.ts'
import { erased, personChange } from './person.ts'
import type { Person } from './person.ts'
import { findPerson, isHeldByAnother, listHeldBeyond, listLiveTokens, listRights, removeMembership } from './person.store.ts'
import { tokenChange } from './token-row.ts'

export function newPerson(at: Date, person: { name: string; email?: string | undefined; externalKey?: string | null; fromOn?: string | undefined; toOn?: string | undefined }): Person {
  return {
    id: newId(at.getTime()), name: person.name, email: person.email?.toLowerCase() ?? null, salt: randomBytes(16).toString('hex'), externalKey: person.externalKey ?? null,
    fromOn: person.fromOn ?? null, toOn: person.toOn ?? null, revision: 1,
  }
}

export const addPersonAction = defineAction({
  contract: addPerson,
  load: async () => undefined,
  access: byAdministration,
  run: async ({ input, at, entryId, tx }) => {
    demandSpan(input.fromOn ?? null, input.toOn ?? null)
    const person = newPerson(at, input)
    const rows = await saveRows(tx, entryId, at, [personChange(person)])
    return { output: { id: person.id, revision: 1 }, entry: { subject: { kind: 'person', id: person.id }, rows } }
  },
})

type Right = Awaited<ReturnType<typeof listRights>>[number]

function endedRight({ id, revision, person_id, kind, expires_at }: Right): RowChange {
  return { subject: 'grant', id, revision: revision + 1, columns: { person_id, kind, expires_at: expires_at?.toISOString() ?? null, ended: true } }
}

/** Rights and tokens of a person, ended. */
function standingEnded({ rights, tokens }: { rights: readonly Right[]; tokens: Awaited<ReturnType<typeof listLiveTokens>> }, at: Date): RowChange[] {
  return [...rights.map(endedRight), ...tokens.map((token) => tokenChange({ ...token, revoked_at: at, revision: token.revision + 1 }))]
}

function demandSpan(fromOn: string | null, toOn: string | null): void {
  const faults = endsBeforeStart(fromOn, toOn, 'toOn')
  if (faults.length > 0) throw refusal('unprocessable', faults)
}

export const renamePersonAction = defineAction({
  contract: changePerson,
  load: (tx, input) => findPerson(tx, input.person),
  access: byAdministration,
  run: async ({ input, loaded, at, entryId, tx }) => {
    if (loaded.name === null) throw new Problem('unprocessable', 'This person was erased; add the person anew.')
    if (loaded.revision !== input.revision) throw new Problem('conflict', 'This person was changed meanwhile. Load the list again.')
    const next = { ...loaded, name: input.name, email: input.email?.toLowerCase() ?? null, salt: randomBytes(16).toString('hex'), revision: loaded.revision + 1 }
    const rows = await saveRows(tx, entryId, at, [personChange(next)])
    return { output: { id: next.id, revision: next.revision }, entry: { subject: { kind: 'person', id: next.id }, rows } }
  },
})

export const leavePersonAction = defineAction({
  contract: leavePerson,
  load: async (tx, input) => {
    const [person, rights, tokens] = await Promise.all([findPerson(tx, input.person), listRights(tx, input.person), listLiveTokens(tx, input.person)])
    return { person, rights, tokens }
  },
  access: byAdministration,
  run: async ({ input, loaded, tenant, at, entryId, tx }) => {
    const today = dayOf(at, tenant.timeZone)
    const toOn = input.toOn ?? today
    if (loaded.rights.some((r) => r.kind === 'founder') && !tenant.liveAt) throw new Problem('unprocessable', 'The founder cannot leave while founding; go live first.')
    demandSpan(loaded.person.fromOn, toOn)
    const held = await listHeldBeyond(tx, input.person, toOn)
    const changes: RowChange[] = [personChange({ ...loaded.person, toOn, revision: loaded.person.revision + 1 })]
    for (const h of held) {
      changes.push(holderChange({
        id: h.id, roleId: h.role_id, personId: h.person_id, elementId: h.element_id, deputy: h.deputy, fromOn: h.from_on < toOn ? h.from_on : toOn, toOn,
        acceptedAt: h.accepted_at, appointedBy: h.appointed_by, reason: h.reason, revision: h.revision + 1,
      }))
    }
    if (toOn <= today) {
      changes.push(...standingEnded(loaded, at))
      await removeMembership(tx, input.person)
    }
    const rows = await saveRows(tx, entryId, at, changes)
    const kept = await Promise.all(held.map((h) => isHeldByAnother(tx, h, toOn)))
    const vacant = held.filter((h, i) => !h.deputy && !kept[i]).map((h) => ({ role: h.key, title: h.title }))
    return { output: { id: input.person, toOn, vacant }, entry: { subject: { kind: 'person', id: input.person }, rows, reason: input.reason } }
  },
})

export const erasePersonAction = defineAction({
  contract: erasePerson,
  load: async (tx, input) => {
    const [person, rights, tokens] = await Promise.all([findPerson(tx, input.person), listRights(tx, input.person), listLiveTokens(tx, input.person)])
    return { person, rights, tokens }
  },
  access: byAdministration,
  run: async ({ input, loaded, tenant, at, entryId, tx }) => {
    const { person, rights, tokens } = loaded
    if (!person.toOn || person.toOn > dayOf(at, tenant.timeZone)) throw new Problem('unprocessable', `Only who has left can be erased; record that ${person.name ?? 'the person'} leaves first.`)
    if (person.name === null) throw new Problem('unprocessable', 'This person is erased already.')
    const next = erased(person)
    const rows = await saveRows(tx, entryId, at, [personChange(next), ...standingEnded({ rights, tokens }, at)])
    // Who was to leave on a day to come could sign in until it ended.
    await removeMembership(tx, input.person)
    return { output: { id: next.id, revision: next.revision }, entry: { subject: { kind: 'person', id: next.id }, rows, reason: input.reason } }
  },
})

export const grantRightAction = defineAction({
  contract: grantRight,
  load: async (tx, input) => {
    const [person, rights] = await Promise.all([findPerson(tx, input.person), listRights(tx, input.person)])
    return { person, rights }
  },
  access: byAdministration,
  run: async ({ input, loaded, tenant, at, entryId, tx }) => {
    const current = loaded.rights.find((r) => r.kind === input.right)
    if (input.end && !current) throw new Problem('unprocessable', `${loaded.person.name ?? 'This person'} is not ${input.right} now.`)
    const today = dayOf(at, tenant.timeZone)
    if (input.until && !input.end && input.until < today) throw new Problem('unprocessable', `until: ${input.until} is past; give a day to come.`, [{ path: 'until', message: 'Give a day to come.' }])
    const expiresAt = input.until ? endOfDay(input.until, tenant.timeZone) : null
    const change: RowChange = {
      subject: 'grant', id: current?.id ?? newId(at.getTime()), revision: (current?.revision ?? 0) + 1,
      columns: { person_id: input.person, kind: input.right, expires_at: expiresAt?.toISOString() ?? null, ended: input.end ?? false },
    }
    const rows = await saveRows(tx, entryId, at, [change])
    return { output: { person: input.person }, entry: { subject: { kind: 'person', id: input.person }, rows, reason: input.reason } }
  },
})
