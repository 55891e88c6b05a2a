import { bodyOf } from '../../shared/bodies.ts'
import { addDuration } from '../../shared/days.ts'
import { agreement } from '../operating-model/agreement.ts'
import { aroundTheClock, calendar, hoursOf } from '../operating-model/calendar.ts'
import { brokenPromises, type BrokenPromise } from '../operating-model/promise.ts'
import { at, each, mendedAt, type Check, type Hit } from './check.ts'
import type { Sight } from './sight.ts'

const noTarget: Check = {
  id: 'agreements.no-target', title: 'Agreement without a target', severity: 'medium',
  why: 'Prose cannot be kept or missed; a number can.',
  find: each('agreement', (element) => (bodyOf(agreement, element).targets.length > 0 ? undefined : at(element, `${element.title} promises no figure.`, 'Add at least one target'))),
}

const ended: Check = {
  id: 'agreements.ended', title: 'Agreement that has ended', severity: 'high',
  why: 'What people still count on is promised by nobody.',
  find: each('agreement', (element, sight) => {
    const { endOn } = bodyOf(agreement, element)
    return endOn !== null && endOn < sight.on ? at(element, `${element.title} ended on ${endOn} and is still in force here.`, 'Renew it, or retire it') : undefined
  }),
}

/** The day from which an end is near: its notice before it, three months where none is agreed. */
export function nearFrom(endOn: string, notice: string | null): string {
  return addDuration(endOn, `-${notice ?? 'P3M'}`)
}

const ending: Check = {
  id: 'agreements.ending', title: 'Agreement that ends within its notice', severity: 'medium',
  why: 'After this it can no longer be ended or renewed in time.',
  find: each('agreement', (element, sight) => {
    const { endOn, notice } = bodyOf(agreement, element)
    if (endOn === null || endOn < sight.on || nearFrom(endOn, notice) > sight.on) return undefined
    return at(element, `${element.title} ends on ${endOn}${notice ? ', within its notice' : ''}.`, 'Decide whether it is renewed')
  }),
}

const bindsNothing: Check = {
  id: 'agreements.bind-nothing', title: 'Agreement that binds nothing', severity: 'medium',
  why: 'Nobody can tell what its targets are about.',
  find: each('agreement', (element, sight) => {
    const bound = sight.ends(element, 'binds').some((end) => end.kind !== 'calendar')
    return bound ? undefined : at(element, `${element.title} binds no service, party or supplier that is in force.`, 'Link what it binds')
  }),
}

const noHours: Check = {
  id: 'agreements.no-hours', title: 'Agreement without service hours', severity: 'low',
  why: 'A time or an availability means little without the hours in which it is counted.',
  find: each('agreement', (element, sight) => {
    const { type, targets } = bodyOf(agreement, element)
    const timed = targets.some((target) => target.quantity !== 'other')
    if (type === 'contract' || !timed || sight.ends(element, 'binds').some((end) => end.kind === 'calendar')) return undefined
    return at(element, `${element.title} names no calendar, so the hours of its targets are open.`, 'Link the calendar in which it is counted')
  }),
}

const beyondChain: Check = {
  id: 'agreements.beyond-chain', title: 'Promise above what its chain gives', severity: 'high',
  why: 'The promise cannot be kept even where everybody keeps theirs.',
  find: (sight) => broken(sight, 'availability', 'Promise less, or agree more with the weakest link'),
}

const beyondHours: Check = {
  id: 'agreements.beyond-hours', title: 'Service hours beyond the support behind them', severity: 'high',
  why: 'There are promised hours in which a link of the chain is not there.',
  find: (sight) => broken(sight, 'hours', 'Promise shorter hours, or agree longer support'),
}

const known = new WeakMap<Sight, BrokenPromise[]>()

function broken(sight: Sight, what: 'availability' | 'hours', way: string): Hit[] {
  const promises = known.get(sight) ?? brokenPromises(sight.system)
  known.set(sight, promises)
  return promises.flatMap(({ service, by, [what]: says }) => {
    if (says === null) return []
    return [mendedAt(service, `${service.title}: ${says}`, { verb: 'agreement.draft', text: way, element: by ?? sight.into(service, 'binds')[0]?.from.key ?? null })]
  })
}

const noHolidays: Check = {
  id: 'agreements.holidays-end', title: 'Calendar without the holidays to come', severity: 'low',
  why: 'Clocks will run on days on which nobody works.',
  find: each('calendar', (element, sight) => {
    const body = bodyOf(calendar, element)
    const always = hoursOf(aroundTheClock(body.timeZone).windows)
    if (body.windows.length === 0 || hoursOf(body.windows) === always) return undefined
    // From October on the next year's are known and needed.
    const year = sight.on.slice(5) >= '10-01' ? String(Number(sight.on.slice(0, 4)) + 1) : sight.on.slice(0, 4)
    return body.holidays.some((holiday) => holiday.on.startsWith(year)) ? undefined : at(element, `${element.title} lists no holiday in ${year}.`, `Add the holidays of ${year}`)
  }),
}

/** Questions about what is promised, by whom, and in which hours. */
export const agreementChecks: readonly Check[] = [ended, beyondChain, beyondHours, ending, noTarget, bindsNothing, noHours, noHolidays]
