import { bodyOf } from '../../shared/bodies.ts'
import type { SystemElement } from '../../shared/system.ts'
import { routineGraph, type RoutineNode } from '../routines/graph.ts'
import { routine } from '../routines/routine.ts'
import { at, each, mendedAt, some, type Check } from './check.ts'

/** Steps of a routine that differ from what they should be, as one hit for the routine. */
function stepsThat(wrong: (node: RoutineNode) => boolean, say: (element: SystemElement, names: string) => string, text: string): Check['find'] {
  return each('routine', (element) => {
    const found = routineGraph(bodyOf(routine, element)).nodes.filter(wrong)
    return found.length > 0 ? at(element, say(element, some(found.map((node) => `"${node.name}"`))), text) : undefined
  })
}

const deadEnd: Check = {
  id: 'routines.dead-end', title: 'Routine with a dead end', severity: 'high',
  why: 'A record that comes there can never be closed.',
  find: stepsThat((node) => !node.ends, (element, names) => `In ${element.title} no way leads from ${names} to an end.`, 'Add a transition, or mark the step as an end'),
}

const unreachable: Check = {
  id: 'routines.unreachable', title: 'Routine with an unreachable step', severity: 'medium',
  why: 'What the step asks for is never done.',
  find: stepsThat((node) => node.rank === null, (element, names) => `In ${element.title} no way leads to ${names}.`, 'Add a transition to it, or take the step out'),
}

const noSteps: Check = {
  id: 'routines.no-steps', title: 'Routine without steps', severity: 'high',
  why: 'It says that something is done, and not how.',
  find: each('routine', (element) => (bodyOf(routine, element).steps.length > 0 ? undefined : at(element, `${element.title} has no steps.`, 'Add the steps and who does them'))),
}

const noRole: Check = {
  id: 'routines.step-without-role', title: 'Step without a role in force', severity: 'high',
  why: 'Work arrives there and belongs to nobody.',
  find: each('routine', (element, sight) => {
    const lost = bodyOf(routine, element).steps.filter((step) => !sight.byKey(step.role))
    return lost.length > 0 ? at(element, `In ${element.title} no role in force does ${some(lost.map((step) => `"${step.name}"`))}.`, 'Name the role that is responsible') : undefined
  }),
}

const vacantStep: Check = {
  id: 'routines.step-vacant', title: 'Step whose role nobody holds', severity: 'high',
  why: 'Work arrives there and nobody picks it up.',
  find: each('routine', (element, sight) => {
    const waiting = bodyOf(routine, element).steps.flatMap((step) => {
      const role = sight.byKey(step.role)
      return role && sight.holders(role).length === 0 ? [{ step, role }] : []
    })
    const [first] = waiting
    if (!first) return undefined
    const roles = [...new Set(waiting.map(({ role }) => role.title))]
    const whom = roles.length === 1 ? `${roles[0]}, which nobody holds` : `roles that nobody holds: ${some(roles)}`
    const steps = `${some(waiting.map(({ step }) => `"${step.name}"`))} ${waiting.length === 1 ? 'waits' : 'wait'}`
    return mendedAt(element, `In ${element.title} ${steps} for ${whom}.`, { verb: 'holder.appoint', text: `Appoint the ${first.role.title.toLowerCase()}`, element: first.role.key })
  }),
}

const noClock: Check = {
  id: 'routines.no-clock', title: 'Priorities without a clock', severity: 'medium',
  why: 'What is urgent has no time by which it is done.',
  find: each('routine', (element) => {
    const { priorities, clocks } = bodyOf(routine, element)
    if (priorities.length === 0) return undefined
    if (clocks.length === 0) return at(element, `${element.title} has priorities and no clock.`, 'Add a clock with a target for each priority')
    const timed = new Set(clocks.flatMap((clock) => clock.targets.map((target) => target.priority)))
    const open = timed.has('*') ? [] : priorities.filter((priority) => !timed.has(priority))
    return open.length > 0 ? at(element, `In ${element.title} no clock has a target for ${some(open)}.`, 'Give each priority a target') : undefined
  }),
}

const noEvidence: Check = {
  id: 'routines.no-evidence', title: 'Routine that leaves no evidence', severity: 'medium',
  why: 'That it was done cannot be shown.',
  find: each('routine', (element) => {
    const { steps: all } = bodyOf(routine, element)
    if (all.length === 0 || all.some((step) => step.evidence.length > 0 || step.required.length > 0)) return undefined
    return at(element, `No step of ${element.title} asks for evidence or a field.`, 'Say what the steps leave behind')
  }),
}

const notOperated: Check = {
  id: 'routines.not-operated', title: 'Routine that no unit operates', severity: 'low',
  why: 'Roles say who decides; nobody says where the work is done.',
  find: (sight) => {
    const [idle, operated] = [false, true].map((is) => sight.of('routine').filter((element) => (sight.into(element, 'operates').length > 0) === is))
    if (operated!.length === 0) return []
    return idle!.map((element) => mendedAt(element, `No unit operates ${element.title}, while others are operated.`, { verb: 'unit.draft', text: 'Link the unit that operates it', element: null }))
  },
}

const clockHours: Check = {
  id: 'routines.clock-calendar', title: 'Clock in service hours without a calendar', severity: 'medium',
  why: 'The clock cannot run where the service has no hours of its own.',
  find: each('routine', (element, sight) => {
    const idle = bodyOf(routine, element).clocks.filter((clock) => clock.hours === 'service hours' && !sight.byKey(clock.calendar))
    return idle.length > 0 ? at(element, `In ${element.title} ${some(idle.map((clock) => `"${clock.name}"`))} counts service hours and names no calendar in force.`, 'Name the calendar that holds where the service has none') : undefined
  }),
}

/** Questions about how work runs. */
export const routineChecks: readonly Check[] = [noSteps, deadEnd, noRole, vacantStep, unreachable, noClock, clockHours, noEvidence, notOperated]
