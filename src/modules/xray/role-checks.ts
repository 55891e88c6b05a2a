import { bodyOf } from '../../shared/bodies.ts'
import { addDuration } from '../../shared/days.ts'
import { byKey } from '../../shared/sorting.ts'
import type { SystemElement } from '../../shared/system.ts'
import { separationBreaches, sharedSeats } from '../roles/holder.ts'
import { role } from '../roles/role.ts'
import { at, each, mendedAt, some, type Check, type Hit } from './check.ts'
import type { Sight } from './sight.ts'

/** More accountable roles than this on one person's shoulders are named. */
export const mostAccountable = 5

const known = new WeakMap<Sight, Set<string>>()

/** Ids of the roles that answer for something in force. */
function accountable(sight: Sight): ReadonlySet<string> {
  const ids = known.get(sight) ?? new Set(sight.inForce.flatMap((element) => element.accountable ?? []))
  known.set(sight, ids)
  return ids
}

const appoint = (element: SystemElement) => ({ verb: 'holder.appoint', text: 'Appoint a holder', element: element.key })

function vacantAmong(answering: boolean): Check['find'] {
  return each('role', (element, sight) => {
    if (accountable(sight).has(element.id) !== answering || sight.holders(element).length > 0) return undefined
    const for_ = answering ? ', which answers for something' : ''
    return mendedAt(element, `Nobody holds ${element.title}${for_}.`, appoint(element))
  })
}

const accountableVacant: Check = {
  id: 'roles.accountable-vacant', title: 'Accountable role that nobody holds', severity: 'high',
  why: 'Elements answer to a role, and the role to nobody.',
  find: vacantAmong(true),
}

const vacant: Check = { id: 'roles.vacant', title: 'Role that nobody holds', severity: 'medium', why: 'Work that goes to it goes nowhere.', find: vacantAmong(false) }

const deputyOnly: Check = {
  id: 'roles.deputy-only', title: 'Role that only a deputy holds', severity: 'medium',
  why: 'A deputy stands in for a while; nobody answers for good.',
  find: each('role', (element, sight) => {
    const holders = sight.holders(element)
    if (holders.length === 0 || holders.some((holder) => !holder.deputy)) return undefined
    return mendedAt(element, `Only a deputy holds ${element.title}: ${some(holders.map((holder) => sight.nameOf(holder.personId)).sort())}.`, appoint(element))
  }),
}

const seats: Check = {
  id: 'roles.seats-vacant', title: 'Role that lacks a holder for some', severity: 'medium',
  why: 'For those nobody acts, and nobody is told.',
  find: each('role', (element, sight) => {
    const { heldPer } = bodyOf(role, element)
    if (heldPer === 'organisation' || sight.holders(element).length === 0) return undefined
    const answers = accountable(sight).has(element.id)
    const wanted = sight.of(heldPer).filter((one) => !answers || one.accountable === element.id)
    const held = new Set(sight.holders(element).filter((holder) => !holder.deputy).map((holder) => holder.elementId))
    const empty = held.has(null) ? [] : wanted.filter((one) => !held.has(one.id))
    if (empty.length === 0) return undefined
    return mendedAt(element, `${element.title} is vacant for ${empty.length} of ${wanted.length}: ${some(empty.map((one) => one.title))}.`, appoint(element))
  }),
}

const left: Check = {
  id: 'roles.holder-left', title: 'Role held by somebody who has left', severity: 'high',
  why: 'It looks held and is not.',
  find: each('role', (element, sight) => {
    const gone = new Map(sight.system.people.flatMap((person) => (person.toOn !== null && person.toOn < sight.on ? [[person.id, person.toOn]] : [])))
    return sight.holders(element).filter((holder) => gone.has(holder.personId)).map((holder) =>
      mendedAt(element, `${element.title} is held by ${sight.nameOf(holder.personId)}, who left on ${gone.get(holder.personId)}.`, { verb: 'holder.end', text: 'End that appointment and appoint somebody else', element: element.key }))
  }),
}

const separated: Check = {
  id: 'roles.separation', title: 'Role held against a separation', severity: 'high',
  why: 'One person does what two should, and nobody checks the other.',
  find: (sight) => {
    const pairs = sight.of('role').flatMap((element) => element.links.filter((link) => link.type === 'separatedFrom').map((link): [string, string] => [element.id, link.to]))
    const breaches = separationBreaches(sight.system.holders, pairs, sight.on)
    return breaches.flatMap(({ personId, one, other }): Hit[] => {
      const [first, second] = [one, other].flatMap((holder) => sight.find(holder.roleId) ?? []).sort(byKey)
      if (!first || !second) return []
      return [mendedAt(first, `${sight.nameOf(personId)} holds ${first.title} and ${second.title}, which are kept apart.`, { verb: 'holder.end', text: 'Give one of the two to somebody else', element: second.key })]
    })
  },
}

const noAuthority: Check = {
  id: 'roles.no-authority', title: 'Accountable role without authority', severity: 'medium',
  why: 'Whoever answers for it may change nothing.',
  find: each('role', (element, sight) => {
    if (!accountable(sight).has(element.id) || bodyOf(role, element).authorities.length > 0) return undefined
    return at(element, `${element.title} answers for something and has no authority.`, 'Say which actions its holders may take')
  }),
}

const noCompetence: Check = {
  id: 'roles.no-competence', title: 'Role without a competence', severity: 'low',
  why: 'Nobody can say whether its holder is able to do it (ISO/IEC 20000-1 7.2).',
  find: each('role', (element) => (bodyOf(role, element).competence.length > 0 ? undefined : at(element, `${element.title} names no competence.`, 'Say what its holders need to know or be able to do'))),
}

const overloaded: Check = {
  id: 'roles.person-overloaded', title: 'Person with many accountable roles', severity: 'low',
  why: 'What one person answers for alone falls with that person.',
  find: (sight) => {
    const held = new Map<string, Set<string>>()
    for (const element of sight.of('role')) {
      if (!accountable(sight).has(element.id)) continue
      for (const holder of sight.holders(element)) if (!holder.deputy) held.set(holder.personId, (held.get(holder.personId) ?? new Set()).add(element.title))
    }
    return [...held].filter(([, roles]) => roles.size > mostAccountable).map(([personId, roles]) =>
      mendedAt(null, `${sight.nameOf(personId)} holds ${roles.size} accountable roles: ${some([...roles].sort())}.`, { verb: 'holder.appoint', text: 'Give some of them to others', element: null }))
  },
}

const shared: Check = {
  id: 'roles.accountable-shared', title: 'Accountable role that several hold at once', severity: 'low',
  why: 'Where two answer, neither does.',
  find: (sight) =>
    sharedSeats(sight.system.holders.filter((holder) => accountable(sight).has(holder.roleId)), sight.on).flatMap(({ seat, holders }): Hit[] => {
      const element = sight.find(seat.roleId)
      if (!element) return []
      const place = seat.elementId ? ` for ${sight.find(seat.elementId)?.title ?? 'something that is not in force'}` : ''
      const names = [...new Set(holders.map((holder) => sight.nameOf(holder.personId)))].sort()
      return [mendedAt(element, `${element.title}${place} is held by ${some(names)} at once.`, { verb: 'holder.appoint', text: 'Let one hold it and the others be deputies', element: element.key })]
    }),
}

const acceptWithin = 'P30D'

const notAccepted: Check = {
  id: 'roles.not-accepted', title: 'Appointment that was not accepted', severity: 'low',
  why: 'Whoever was appointed may not know it.',
  find: each('role', (element, sight) =>
    sight.holders(element).filter((holder) => !holder.accepted && addDuration(holder.fromOn, acceptWithin) <= sight.on).map((holder) =>
      mendedAt(element, `${sight.nameOf(holder.personId)} has not accepted ${element.title} since ${holder.fromOn}.`, { verb: 'holder.accept', text: 'Ask whether it is known and accepted', element: element.key }))),
}

/** Questions about who holds what. */
export const roleChecks: readonly Check[] = [accountableVacant, left, separated, vacant, deputyOnly, seats, noAuthority, noCompetence, overloaded, shared, notAccepted]
