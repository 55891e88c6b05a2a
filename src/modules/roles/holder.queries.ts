import { byAuthority, byMembership } from '../../kernel/access.ts'
import { findReferences, maybeFindElement, namesOf } from '../../kernel/element.find.ts'
import { holdersAsOf } from '../../kernel/system.ts'
import { defineQuery } from '../../kernel/query.ts'
import { listHolders } from './holder.contract.ts'
import { holdsOn } from '../../shared/system.ts'
import { listHolderRows } from './holder.store.ts'

export const listHoldersQuery = defineQuery({
  contract: listHolders,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const [role, element] = await Promise.all([input.role ? maybeFindElement(tx, input.role) : undefined, input.element ? maybeFindElement(tx, input.element) : undefined])
    const fits = (h: { roleId: string; personId: string; elementId: string | null }) =>
      (!input.role || h.roleId === role?.id) && (!input.element || h.elementId === element?.id) && (!input.person || h.personId === input.person)
    if (input.role && !role) return { rows: [], abilities: [] }
    const known = moment.live ? (await listHolderRows(tx, { personId: input.person, roleId: role?.id })).map((h) => ({ ...h, accepted: h.acceptedAt !== null })) : (await holdersAsOf(tx, moment)).map((h) => ({ ...h, revision: 0, declinedAt: null, reason: null }))
    const shown = known.filter((h) => fits(h) && (input.all || holdsOn(h, moment.on) || (h.fromOn > moment.on && (h.toOn === null || h.toOn >= h.fromOn))))
    const [refs, names] = await Promise.all([findReferences(tx, [...new Set(shown.flatMap((h) => [h.roleId, ...(h.elementId ? [h.elementId] : [])]))]), namesOf(tx, shown.map((h) => h.personId))])
    const rows = shown.flatMap((h) => {
      const of = refs.get(h.roleId)
      const heldFor = h.elementId ? refs.get(h.elementId) : undefined
      if (!of) return []
      return [{
        id: h.id, role: { id: of.id, key: of.key, title: of.title }, person: { id: h.personId, name: names.get(h.personId) ?? '' },
        element: heldFor ? { id: heldFor.id, key: heldFor.key, title: heldFor.title, kind: heldFor.kind } : null, deputy: h.deputy, fromOn: h.fromOn, toOn: h.toOn,
        accepted: h.accepted, declined: Boolean(h.declinedAt), reason: h.declinedAt ? h.reason : null, current: holdsOn(h, moment.on), revision: h.revision,
      }]
    })
    const abilities = moment.live ? ['holder.appoint', 'holder.end'].filter((verb) => 'as' in byAuthority({ actor, tenant, verb })) : []
    return { rows, abilities }
  },
})
