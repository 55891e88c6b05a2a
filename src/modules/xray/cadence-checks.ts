import { addDuration } from '../../shared/days.ts'
import { carriesSigns, reviewDueOn } from '../../shared/signs.ts'
import { at, type Check, type Hit } from './check.ts'
import type { Sight } from './sight.ts'

const overdue: Check = {
  id: 'cadence.overdue', title: 'Past its review', severity: 'medium',
  why: 'Nobody has looked whether it is still right.',
  find: (sight) =>
    sight.inForce.flatMap((element) => {
      const dueOn = element.kind === 'review' || !carriesSigns(element) ? null : reviewDueOn(element)
      return dueOn !== null && dueOn < sight.on ? [at(element, `${element.title} was to be reviewed by ${dueOn}.`, 'Look at it and say that it is still right', `${element.kind}.review`)] : []
    }),
}

const none: Check = {
  id: 'cadence.none', title: 'No review agreed', severity: 'low',
  why: 'It will be right until nobody remembers why it was written.',
  find: (sight) => sight.inForce.filter((element) => element.reviewEvery === null && element.kind !== 'supplier' && carriesSigns(element)).map((element) => at(element, `Nobody has agreed how often ${element.title} is reviewed.`, 'Say how often it is reviewed')),
}

/** A draft that nobody has touched for so long is forgotten. */
const forgottenAfter = 'P90D'

const forgotten: Check = {
  id: 'cadence.draft-forgotten', title: 'Draft that nobody touches', severity: 'low',
  why: 'Somebody wanted a change, and it never came.',
  find: (sight: Sight) =>
    sight.system.drafts.flatMap((draft): Hit[] => {
      const element = sight.find(draft.elementId) ?? sight.draft(draft.elementId)
      if (!element || addDuration(draft.changedOn, forgottenAfter) > sight.on) return []
      const [text, verb] = sight.system.organisation.wentLiveOn === null ? ['Put it in force, or discard it', `${element.kind}.approve`] : ['Propose it, or discard it', 'proposal.open']
      return [at(element, `The draft of ${element.title} has waited since ${draft.changedOn}.`, text, verb)]
    }),
}

/** Questions about time: what was to be looked at and was not. */
export const cadenceChecks: readonly Check[] = [overdue, forgotten, none]
