import { byMembership, personOf } from '../../kernel/access.ts'
import { erased, findElement } from '../../kernel/element.find.ts'
import { defineQuery } from '../../kernel/query.ts'
import { listAcknowledgements } from './acknowledgement.contract.ts'
import type { DutyView } from './acknowledgement.contract.ts'
import { dutiesOf } from './concern.ts'
import type { Duty } from './concern.ts'
import { standingOf } from './facts.ts'
import { loadFacts } from './facts.store.ts'

/** Who has acknowledged the version in force, and who has not; as of any day. */
export const listAcknowledgementsQuery = defineQuery({
  contract: listAcknowledgements,
  access: byMembership,
  run: async ({ tx, input, actor, tenant, moment }) => {
    const [element, facts] = await Promise.all([findElement(tx, 'policy', input.policy), loadFacts(tx, tenant, moment)])
    const standing = standingOf(moment.on, facts)
    const policy = standing.byId.get(element.id)
    if (!policy) return { version: 0, rows: [], done: 0, mine: null }
    const view = ({ personId, ...duty }: Duty): DutyView => ({ id: personId, name: standing.people.get(personId)?.name ?? erased, ...duty })
    const duties = dutiesOf(standing, policy)
    const rows = duties.map(view).sort((a, b) => Number(a.acknowledgedAt !== null) - Number(b.acknowledgedAt !== null) || a.name.localeCompare(b.name))
    const mine = duties.find((duty) => duty.personId === personOf(actor))
    return { version: policy.version, rows, done: rows.filter((row) => row.acknowledgedAt !== null).length, mine: mine ? view(mine) : null }
  },
})
