import { dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byOneself, personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { findElement } from '../../kernel/element.find.ts'
import { saveRows } from '../../kernel/rows.ts'
import { acknowledgementChange } from './acknowledgement.ts'
import { acknowledgePolicy } from './acknowledgement.contract.ts'
import { dutiesOf } from './concern.ts'
import { standingOf } from './facts.ts'
import { loadFacts } from './facts.store.ts'
import { findPlace } from './notification.store.ts'

export const acknowledgePolicyAction = defineAction({
  contract: acknowledgePolicy,
  load: async (tx, input, at) => {
    const [element, place] = await Promise.all([findElement(tx, 'policy', input.policy), findPlace(tx)])
    const { timeZone, singleHandedBy } = place!
    const on = dayOf(at, timeZone)
    const standing = standingOf(on, await loadFacts(tx, { timeZone, singleHandedBy }, { on, at, live: true }))
    const policy = standing.byId.get(element.id)
    return { element, version: policy?.version ?? 0, duties: policy ? dutiesOf(standing, policy) : [] }
  },
  access: (question) => {
    const { duties, element } = question.loaded
    const person = personOf(question.actor)
    if (!person || !duties.some((duty) => duty.personId === person)) return { refused: `${element.key} asks you for no acknowledgement; it asks those whom it concerns.` }
    return byOneself(question, person)
  },
  run: async ({ input, loaded, actor, at, entryId, tx }) => {
    const { element, version, duties } = loaded
    const personId = personOf(actor)!
    if (input.version !== version) throw new Problem('conflict', `${element.key} is in force as version ${version}. Read that one, then acknowledge it.`)
    if (duties.some((duty) => duty.personId === personId && duty.acknowledgedAt !== null)) throw new Problem('unprocessable', `You acknowledged version ${version} of ${element.key} already.`)
    const id = newId(at.getTime())
    const rows = await saveRows(tx, entryId, at, [acknowledgementChange({ id, policyId: element.id, version, personId, at })])
    return { output: { id, version }, entry: { subject: { kind: 'policy', id: element.id, key: element.key }, rows } }
  },
})
