import { counted, listed, unanswered } from '../../shared/faults.ts'
import { defineKind, type Address, type Part, type TitleOf } from '../../shared/kind.ts'
import { routineBody, type ClockBeat, type RoutineBody, type RoutineEffect, type RoutineTransition, type ThresholdUse } from './routine-body.ts'
import { routineFaults } from './routine-check.ts'

const effectPart: Part<RoutineEffect, RoutineBody> = { noun: 'Effect', id: (each) => [each.do, each.routine, each.field, ...each.roles].join(' '), name: effectSaid, say: effectSaid }

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
    'steps.approvals': { noun: 'Approval' },
    'steps.requiredIf': { noun: 'Field required on a condition', id: (each: { field: string }) => each.field, name: fieldName, say: requiredSaid },
    'steps.effects': effectPart,
    transitions: { noun: 'Transition', id: (each: RoutineTransition) => each.id || `${each.from} → ${each.to}`, name: waySaid, say: transitionSaid },
    'transitions.effects': effectPart,
    clocks: { noun: 'Clock' },
    'clocks.beats': { noun: 'Beat', name: beatSaid, say: beatSaid },
    'clocks.targets': { noun: 'Target', id: (each: { priority: string }) => each.priority, name: (each: { priority: string }) => (each.priority === '*' ? 'for every priority' : `for ${each.priority}`) },
    fields: { noun: 'Field of the form' },
    outcomes: { noun: 'Outcome' },
    grids: { noun: 'Grid' },
    'grids.cells': { noun: 'Cell', id: cellName, name: cellName },
    catalogue: { noun: 'Catalogue item' },
    thresholds: { noun: 'Threshold', name: (each: ThresholdUse) => each.quantity },
    assessments: { noun: 'Assessment' },
    'assessments.criteria': { noun: 'Criterion' },
    texts: { noun: 'Prepared text' },
    recurrences: { noun: 'Recurrence rule' },
  },
  facts: (body) => [
    { label: 'Steps', value: body.steps.map((each) => each.name).join(' → ') },
    { label: 'Records', value: body.recordPrefix },
    { label: 'Clocks', value: body.clocks.length === 0 ? '' : counted(body.clocks.length, 'clock') },
  ],
})

/** Roles, routines to raise, calendars and policies that a body names, by key (docs/decisions/addresses-in-bodies.md). */
function addressesOf(body: RoutineBody): Address[] {
  const to = (path: string, key: string, kind: string): Address[] => (key === '' ? [] : [{ path, to: key, kinds: [kind], as: 'key' }])
  const each = (path: string, keys: readonly string[]) => keys.flatMap((key, at) => to(`${path}.${at}`, key, 'role'))
  const effects = (path: string, all: readonly RoutineEffect[]) => own(all).flatMap((one, at) => [...to(`${path}.${at}.routine`, one.routine, 'routine'), ...each(`${path}.${at}.roles`, one.roles)])
  return [
    ...body.steps.flatMap((one, at) => [
      ...to(`steps.${at}.role`, one.role, 'role'),
      ...to(`steps.${at}.rasci.accountable`, one.rasci.accountable, 'role'),
      ...each(`steps.${at}.rasci.supporting`, one.rasci.supporting),
      ...each(`steps.${at}.rasci.consulted`, one.rasci.consulted),
      ...each(`steps.${at}.rasci.informed`, one.rasci.informed),
      ...own(one.approvals).flatMap((approval, position) => to(`steps.${at}.approvals.${position}.role`, approval.role, 'role')),
      ...effects(`steps.${at}.effects`, one.effects),
    ]),
    ...body.transitions.flatMap((one, at) => effects(`transitions.${at}.effects`, one.effects)),
    ...body.clocks.flatMap((one, at) => [...to(`clocks.${at}.calendar`, one.calendar, 'calendar'), ...own(one.beats).flatMap((beat, position) => each(`clocks.${at}.beats.${position}.roles`, beat.roles))]),
    ...own(body.recurrences).flatMap((one, at) => [...to(`recurrences.${at}.routine`, one.routine, 'routine'), ...each(`recurrences.${at}.roles`, one.roles)]),
    ...own(body.thresholds).flatMap((one, at) => to(`thresholds.${at}.policy`, one.policy, 'policy')),
  ]
}

/** A list of a body as it was stored: absent where the schema of its day had none. */
function own<Item>(list: readonly Item[] | undefined): readonly Item[] {
  return list ?? []
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

function fieldName(each: { field: string }, body: RoutineBody): string {
  return body.fields.find((field) => field.id === each.field)?.label ?? each.field
}

function requiredSaid(each: { field: string; when: string }, body: RoutineBody): string {
  return `${fieldName(each, body)}, when ${each.when}`
}

function effectSaid(each: RoutineEffect, body: RoutineBody, titleOf: TitleOf): string {
  const roles = listed(each.roles.map((role) => titleOf(role) ?? role))
  const what = {
    raise: `raise ${titleOf(each.routine) ?? each.routine}${each.link && ` (${each.link})`}`,
    set: `set ${fieldName(each, body)} to ${each.value}`,
    tell: `tell ${roles}${each.text && `: ${each.text}`}`,
    assign: `assign to ${roles}`,
  }[each.do]
  return each.when ? `${what}, when ${each.when}` : what
}

function beatSaid(each: ClockBeat, _body: RoutineBody, titleOf: TitleOf): string {
  const what = { remind: 'remind', escalate: 'escalate to', transition: `take ${each.transition}`, close: `close as ${each.outcome}` }[each.do]
  return [`at ${each.at} %`, what, listed(each.roles.map((role) => titleOf(role) ?? role))].filter((part) => part !== '').join(' ')
}
