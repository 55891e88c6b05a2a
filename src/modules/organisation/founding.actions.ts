import { dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { approve, begin } from '../../kernel/element.ts'
import type { ElementChange, KeptDraft } from '../../kernel/element.ts'
import { saveElements } from '../../kernel/element.save.ts'
import { ledgerEntry } from '../../kernel/ledger.ts'
import { takeNumbers } from '../../kernel/numbers.ts'
import { listOrganisations } from '../../kernel/organisations.ts'
import { parseInput } from '../../kernel/parse.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { RowChange } from '../../kernel/rows.ts'
import type { Runtime } from '../../kernel/runtime.ts'
import { holderChange } from '../roles/holder-row.ts'
import { foundingElements } from './founding.ts'
import { foundInput } from './organisation.contract.ts'
import type { FoundInput } from './organisation.contract.ts'
import { insertMembership, insertLedgerEntry, lockFounding, organisationChange } from './organisation.store.ts'
import { personChange } from './person.ts'
import { newPerson } from './person.actions.ts'

export type Founded = { organisation: { id: string; key: string; name: string }; person: { id: string; name: string } }

/**
 * Founds an organisation: its row, the founder, and the least that a system needs (organisation, scope, the role that owns it), with
 * one ledger entry, in one transaction. `only` refuses when there is an organisation already (the page founds the first one).
 * Throws `conflict` and `invalid`.
 */
export async function foundOrganisation(runtime: Runtime, raw: FoundInput, options: { accountId: string | null; only: boolean; authorities: readonly string[]; by: 'founder' | 'operator' }): Promise<Founded> {
  const input = parseInput(foundInput, raw)
  const at = runtime.now()
  const id = newId(at.getTime())
  const key = input.key ?? slug(input.name)
  // Under another clock than the machine's it is simulated, for good: no action changes that.
  const simulated = runtime.simulates === true
  const founded = await runtime.database.write(id, async (tx) => {
    await lockFounding(tx)
    const others = await listOrganisations(runtime.database)
    if (options.only && others.length > 0) throw new Problem('conflict', 'This server has an organisation already. Sign in, or ask its administrator for an invitation.')
    if (others.some((o) => o.key === key)) throw new Problem('conflict', `There is an organisation ${key} already; choose another key.`, [{ path: 'key', message: 'Choose another key.' }])
    const entryId = newId(at.getTime())
    const stamp = { at, by: null as string | null, timeZone: input.timeZone }
    const person = newPerson(at, { name: input.founderName, email: input.founderEmail })
    stamp.by = person.id
    const seeds = foundingElements({ name: input.name, timeZone: input.timeZone, authorities: options.authorities })
    const changes: ElementChange[] = []
    for (const { kind, draft } of seeds) {
      const keyNumber = await takeNumbers(tx, kind.prefix, 1)
      const kept: KeptDraft = { ...draft, accountable: null, unknown: [] }
      changes.push({ ...approve({ ...begin(kind, { id: newId(at.getTime()), key: `${kind.prefix}-${keyNumber}`, keyNumber }, kept, stamp), revision: 0 }, stamp) })
    }
    const owner = changes.find((c) => c.element.kind === 'role')!
    for (const change of changes) answeredBy(change, owner.element.id)
    const today = dayOf(at, input.timeZone)
    const grants: RowChange[] = (['founder', 'administrator'] as const).map((kind) => ({
      subject: 'grant', id: newId(at.getTime()), revision: 1, columns: { person_id: person.id, kind, expires_at: null, ended: false },
    }))
    const rows = [
      ...(await saveElements(tx, entryId, at, changes)),
      ...(await saveRows(tx, entryId, at, [
        organisationChange(id, { key, name: input.name, time_zone: input.timeZone, simulated, founded_at: at, live_at: null, single_handed_by: null, baseline: null, revision: 0 }),
        personChange(person),
        ...grants,
        holderChange({ id: newId(at.getTime()), roleId: owner.element.id, personId: person.id, elementId: null, deputy: false, fromOn: today, toOn: null, acceptedAt: at, appointedBy: person.id, reason: null, revision: 1 }),
      ])),
    ]
    const actor = options.by === 'operator' ? { type: 'operator', id: 'operator' } : { type: 'person', id: `person:${person.id}` }
    await insertLedgerEntry(tx, ledgerEntry({ id: entryId, organisationId: id, at, actor, role: options.by, verb: 'organisation.found', subject: { kind: 'organisation', id, key }, rows, simulated }))
    if (options.accountId) await insertMembership(tx, id, options.accountId, person.id)
    return { organisation: { id, key, name: input.name }, person: { id: person.id, name: input.founderName } }
  })
  runtime.recorded(id)
  return founded
}

/** Everything that the founding puts in force is answered for by the role that it makes. */
function answeredBy(change: ElementChange, roleId: string): void {
  change.element.accountableId = roleId
  change.version!.content.accountable = roleId
}

function slug(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  return plain.slice(0, 40).replace(/-+$/, '') || 'organisation'
}
