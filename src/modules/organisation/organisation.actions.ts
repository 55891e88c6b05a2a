import { dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { defineAction } from '../../kernel/action.ts'
import { elementActions } from '../../kernel/element.actions.ts'
import type { InForceHook } from '../../kernel/element.actions.ts'
import { maybeFindElement } from '../../kernel/element.find.ts'
import { saveRows } from '../../kernel/rows.ts'
import { holderChange } from '../roles/holder-row.ts'
import { maybeFindPersonBy } from './person.store.ts'
import { recover } from './organisation.contract.ts'
import { organisation } from './organisation.ts'
import type { OrganisationBody } from './organisation.ts'
import { findOrganisation, organisationChange } from './organisation.store.ts'

/** Name and time zone are asked for on every request, so the organisation's row mirrors its element. */
const mirror: InForceHook = async ({ tx, entryId, at, tenant }, change) => {
  const body = change.version!.content.body as OrganisationBody
  const row = await findOrganisation(tx)
  return saveRows(tx, entryId, at, [organisationChange(tenant.id, row, { name: body.name, time_zone: body.timeZone })])
}

export const organisationActions = elementActions(organisation, mirror)

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
