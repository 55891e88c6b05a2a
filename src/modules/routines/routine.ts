import { counted, unanswered } from '../../shared/faults.ts'
import { defineKind, type Address } from '../../shared/kind.ts'
import { routineBody, type RoutineBody, type RoutineTransition } from './routine-body.ts'
import { routineFaults } from './routine-check.ts'

/** What is done, step by step, as data for one engine: never who by name, never in which tool. ISO/IEC 20000-1 8.1. */
export const routine = defineKind<RoutineBody>({
  kind: 'routine',
  prefix: 'RTN',
  noun: 'routine',
  plural: 'routines',
  path: 'routines',
  body: routineBody,
  empty: routineBody.parse({}),
  reviewEvery: 'P1Y',
  links: ['serves', 'answers'],
  check: ({ body }) => routineFaults(body),
  missing: (draft) =>
    unanswered(draft, {
      trigger: 'Say what sets the routine off.',
      purpose: 'Say what the routine is for.',
      recordNoun: 'Say what one record is called, such as incident.',
      recordPrefix: 'Choose the prefix of its records, such as INC.',
      steps: 'Add the steps.',
      outcomes: 'Name the outcomes with which a record closes.',
    }),
  addresses: addressesOf,
  parts: {
    steps: { noun: 'Step' },
    transitions: { noun: 'Transition', id: (each: RoutineTransition) => `${each.from} → ${each.to}`, name: waySaid, say: transitionSaid },
    clocks: { noun: 'Clock' },
    'clocks.targets': { noun: 'Target', id: (each: { priority: string }) => each.priority, name: (each: { priority: string }) => (each.priority === '*' ? 'for every priority' : `for ${each.priority}`) },
    fields: { noun: 'Field of the form' },
    outcomes: { noun: 'Outcome' },
    grids: { noun: 'Grid' },
    'grids.cells': { noun: 'Cell', id: cellName, name: cellName },
  },
  facts: (body) => [
    { label: 'Steps', value: body.steps.map((each) => each.name).join(' → ') },
    { label: 'Records', value: body.recordPrefix },
    { label: 'Clocks', value: body.clocks.length === 0 ? '' : counted(body.clocks.length, 'clock') },
  ],
})

/** Roles of steps and calendars of clocks, by key (docs/decisions/addresses-in-bodies.md). */
function addressesOf(body: RoutineBody): Address[] {
  const to = (path: string, key: string, kind: string): Address[] => (key === '' ? [] : [{ path, to: key, kinds: [kind], as: 'key' }])
  const each = (path: string, keys: readonly string[]) => keys.flatMap((key, at) => to(`${path}.${at}`, key, 'role'))
  return [
    ...body.steps.flatMap((one, at) => [
      ...to(`steps.${at}.role`, one.role, 'role'),
      ...to(`steps.${at}.rasci.accountable`, one.rasci.accountable, 'role'),
      ...each(`steps.${at}.rasci.supporting`, one.rasci.supporting),
      ...each(`steps.${at}.rasci.consulted`, one.rasci.consulted),
      ...each(`steps.${at}.rasci.informed`, one.rasci.informed),
    ]),
    ...body.clocks.flatMap((one, at) => to(`clocks.${at}.calendar`, one.calendar, 'calendar')),
  ]
}

function waySaid(each: RoutineTransition, body: RoutineBody): string {
  return `${nameOfStep(body, each.from)} → ${nameOfStep(body, each.to)}`
}

function transitionSaid(each: RoutineTransition, body: RoutineBody): string {
  return `${waySaid(each, body)}: ${each.name}${each.guard ? ` (${each.guard})` : ''}`
}

function nameOfStep(body: RoutineBody, id: string): string {
  return body.steps.find((each) => each.id === id)?.name ?? id
}

function cellName({ row, column }: { row: string; column: string }): string {
  return `${row} × ${column}`
}
