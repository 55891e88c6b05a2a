import { canonicalJson } from '../../shared/canonical.ts'
import { dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { elementActions } from '../../kernel/element.actions.ts'
import type { InForceHook } from '../../kernel/element.actions.ts'
import { maybeFindElement } from '../../kernel/element.find.ts'
import { sha256 } from '../../kernel/hash.ts'
import { saveRows } from '../../kernel/rows.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { holderChange } from '../roles/holder-row.ts'
import { maybeFindPersonBy } from './person.store.ts'
import { goLive, recover } from './organisation.contract.ts'
import { shortAuthorities } from './live.ts'
import { organisation } from './organisation.ts'
import type { OrganisationBody } from './organisation.ts'
import { findOrganisation, listAuthorityHolders, maybeFindFounder, organisationChange } from './organisation.store.ts'

/** Name and time zone are asked for on every request, so the organisation's row mirrors its element. */
const mirror: InForceHook = async ({ tx, entryId, at, tenant }, change) => {
  const body = change.version!.content.body as OrganisationBody
  const row = await findOrganisation(tx)
  return saveRows(tx, entryId, at, [organisationChange(tenant.id, row, { name: body.name, time_zone: body.timeZone })])
}

export const organisationActions = elementActions(organisation, mirror)

export const goLiveAction = defineAction({
  contract: goLive,
  load: async (tx) => {
    const [row, founder] = await Promise.all([findOrganisation(tx), maybeFindFounder(tx)])
    return { row, founder }
  },
  access: ({ actor, tenant }) => {
    const person = personOf(actor)
    if (tenant.liveAt) return { refused: 'This organisation is live already.' }
    return person && 'founder' in actor && actor.founder ? { as: 'founder' } : { refused: 'Only the founder takes the organisation live.' }
  },
  run: async ({ input, loaded, actor, tenant, at, entryId, tx }) => {
    const today = dayOf(at, tenant.timeZone)
    const short = shortAuthorities(await listAuthorityHolders(tx, today, at))
    const alone = input.singleHanded !== undefined
    if (alone && input.singleHanded!.trim() !== loaded.founder?.name) {
      throw new Problem('unprocessable', `Type your own name, ${loaded.founder?.name ?? ''}, to work single-handed.`, [{ path: 'singleHanded', message: 'Type your own name as it stands in the system.' }])
    }
    if (!alone && short.length > 0) {
      const few = short.slice(0, 3).map((s) => s.authority).join(', ')
      throw new Problem('unprocessable', `${short.length} authorities to approve are held by fewer than two people (${few}${short.length > 3 ? ' …' : ''}). Appoint a second holder, or choose to work single-handed by typing your name.`)
    }
    const system = await systemAsOf(tx, tenant, { on: today, at, live: true })
    const baseline = sha256(canonicalJson(JSON.parse(JSON.stringify({ elements: system.elements, holders: system.holders })))).toString('hex')
    const change = organisationChange(tenant.id, loaded.row, { live_at: at, single_handed_by: alone ? personOf(actor) : null, baseline })
    const rows = await saveRows(tx, entryId, at, [change])
    const reason = [input.reason, alone ? 'single-handed' : undefined].filter(Boolean).join('; ') || undefined
    return { output: { liveAt: at.toISOString(), baseline, singleHanded: alone }, entry: { subject: { kind: 'organisation', id: tenant.id, key: tenant.key }, rows, reason } }
  },
})

export const recoverAction = defineAction({
  contract: recover,
  load: async (tx, input) => {
    const [role, person] = await Promise.all([
      maybeFindElement(tx, input.role),
      maybeFindPersonBy(tx, input.person),
    ])
    return { role, person }
  },
  access: ({ actor }) => (actor.type === 'operator' ? { as: 'operator' } : { refused: 'Only the operator on the machine may do this, in the terminal.' }),
  run: async ({ input, loaded, tenant, at, entryId, tx }) => {
    if (!loaded.role || loaded.role.kind !== 'role') throw new Problem('notFound', `There is no role ${input.role} here.`)
    if (!loaded.person) throw new Problem('notFound', `Nobody here is called ${input.person}; give the e-mail address.`)
    const id = newId(at.getTime())
    const change = holderChange({
      id, roleId: loaded.role.id, personId: loaded.person.id, elementId: null, deputy: false, fromOn: dayOf(at, tenant.timeZone), toOn: null, acceptedAt: null, appointedBy: null,
      reason: input.reason, revision: 1,
    })
    const rows = await saveRows(tx, entryId, at, [change])
    return { output: { holder: id }, entry: { subject: { kind: 'role', id: loaded.role.id, key: loaded.role.key }, rows, reason: input.reason } }
  },
})
