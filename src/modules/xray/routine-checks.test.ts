import { to, tries } from '../../../test/support/xrayed.ts'
import type { SystemMaker } from '../../../test/support/systems.ts'
import { routineChecks } from './routine-checks.ts'

const step = (id: string, more: object = {}) => ({ id, name: id, process: 'recover', role: 'ROL-1', ...more })
const way = (from: string, end: string) => ({ from, to: end, name: 'on' })
const clock = (priority: string, more: object = {}) => ({
  id: 'restore', name: 'Restore', start: { at: 'instant', of: 'opened' }, stop: { at: 'instant', of: 'restored' }, targets: [{ priority, value: 4, unit: 'hours' }], ...more,
})
const steps = [step('begin', { required: ['what'] }), step('end', { end: true })]

/** An incident routine in good order but for what is given, and the role of its steps. */
function incident(made: SystemMaker, body: object) {
  const role = made.add('role', 'Desk')
  return { role, routine: made.add('routine', 'Incident', { steps, transitions: [way('begin', 'end')], ...body }) }
}

tries('Routines', routineChecks, {
  'routines.no-steps': {
    broken: (made) => {
      const { routine } = incident(made, { steps: [], transitions: [] })
      return () => made.change(routine, { body: { steps } })
    },
    says: ['RTN-1 Incident has no steps.'],
  },
  'routines.dead-end': {
    broken: (made) => {
      const transitions = [way('begin', 'end'), way('begin', 'stuck')]
      const { routine } = incident(made, { steps: [...steps, step('stuck')], transitions })
      return () => made.change(routine, { body: { transitions: [...transitions, way('stuck', 'end')] } })
    },
    says: ['RTN-1 In Incident no way leads from "stuck" to an end.'],
  },
  'routines.step-without-role': {
    broken: (made) => {
      const { routine } = incident(made, { steps: [step('begin', { role: 'ROL-9' }), step('end', { role: '', end: true })] })
      return () => made.change(routine, { body: { steps } })
    },
    says: ['RTN-1 In Incident no role in force does "begin" and "end".'],
  },
  'routines.step-vacant': {
    broken: (made) => {
      const { role } = incident(made, {})
      const lead = made.add('role', 'Lead')
      made.add('routine', 'Major incident', { steps: [...steps, step('lead', { role: lead.key })] })
      return () => [role, lead].map((each) => made.holds(each, made.person('Ada'), { deputy: true }))
    },
    says: ['RTN-1 In Incident "begin" and "end" wait for Desk, which nobody holds.', 'RTN-2 In Major incident "begin", "end" and "lead" wait for roles that nobody holds: Desk and Lead.'],
  },
  'routines.unreachable': {
    broken: (made) => {
      const { routine } = incident(made, { steps: [...steps, step('lost', { end: true })] })
      return () => made.change(routine, { body: { transitions: [way('begin', 'end'), way('end', 'lost')] } })
    },
    says: ['RTN-1 In Incident no way leads to "lost".'],
  },
  'routines.no-clock': {
    broken: (made) => {
      const { routine } = incident(made, { priorities: ['1', '2'] })
      const second = made.add('routine', 'Request', { priorities: ['1', '2'], clocks: [clock('1')] })
      return () => [routine, second].map((each) => made.change(each, { body: { clocks: [clock('*')] } }))
    },
    says: ['RTN-1 Incident has priorities and no clock.', 'RTN-2 In Request no clock has a target for 2.'],
  },
  'routines.clock-calendar': {
    broken: (made) => {
      const { routine } = incident(made, { clocks: [clock('*', { hours: 'service hours' })] })
      const hours = made.add('calendar', 'Office')
      return () => made.change(routine, { body: { clocks: [clock('*', { hours: 'service hours', calendar: hours.key })] } })
    },
    says: ['RTN-1 In Incident "Restore" counts service hours and names no calendar in force.'],
  },
  'routines.no-evidence': {
    broken: (made) => {
      const { routine } = incident(made, { steps: [step('begin'), step('end', { end: true })] })
      return () => made.change(routine, { body: { steps: [step('begin', { evidence: [{ what: 'Log' }] }), step('end', { end: true })] } })
    },
    says: ['RTN-1 No step of Incident asks for evidence or a field.'],
  },
  'routines.not-operated': {
    broken: (made) => {
      const { routine } = incident(made, {})
      const desk = made.add('unit', 'Desk')
      const operated = made.add('routine', 'Change')
      made.change(desk, { links: [to('operates', operated)] })
      return () => made.add('unit', 'Second desk', {}, { links: [to('operates', routine)] })
    },
    says: ['RTN-1 No unit operates Incident, while others are operated.'],
  },
})
