import { z } from 'zod'
import { items, line, lines, maybeCadence, slug, text, word } from '../../shared/fields.ts'
import { recordInstants } from './record.ts'

export const processes = ['agree', 'change', 'recover', 'operate', 'improve'] as const
export type Process = (typeof processes)[number]

export const fieldTypes = ['text', 'long text', 'number', 'yes or no', 'choice', 'several choices', 'day', 'instant', 'duration', 'element', 'person'] as const

const roleKey = (label: string) => z.string().trim().max(200).default('').describe(label)
const roleKeys = (label: string) => z.array(z.string().trim().min(1, 'Name a role.').max(200)).max(20, 'Keep it to 20.').default([]).describe(label)
const condition = (label: string) => line(label, 500)
const partIds = (label: string) => z.array(z.string().max(40)).max(60).default([]).describe(label)

const field = z.strictObject({
  id: slug('Short name'),
  label: word('Label', 100),
  type: z.enum(fieldTypes).describe('Type'),
  choices: lines('Choices', 50, 100),
  elementKind: line('Kind of element, for a field that names one', 40),
  hint: line('Hint', 300),
})
export type RoutineField = z.infer<typeof field>

const evidence = z.strictObject({ what: word('Evidence', 200), within: maybeCadence('Due within; empty means when the step is done') })
const exit = z.strictObject({ text: word('Exit condition', 300), when: condition('Expression that shows it, where there is one') })
const rasci = z.strictObject({
  accountable: roleKey('Accountable; empty means the routine owner'),
  supporting: roleKeys('Supporting'),
  consulted: roleKeys('Consulted'),
  informed: roleKeys('Informed'),
})

const step = z.strictObject({
  id: slug('Short name'),
  name: word('Name', 60),
  process: z.enum(processes).describe('Kind of work'),
  role: roleKey('Responsible role'),
  rasci: rasci.default({ accountable: '', supporting: [], consulted: [], informed: [] }).describe('Others involved'),
  required: partIds('Fields that must be filled in here'),
  exit: items(exit, 'Exit conditions', 20),
  evidence: items(evidence, 'Evidence due', 20),
  end: z.boolean().default(false).describe('The routine may end here'),
})
export type RoutineStep = z.infer<typeof step>

const transition = z.strictObject({
  from: z.string().max(40).describe('From'),
  to: z.string().max(40).describe('To'),
  name: word('Name', 60),
  guard: condition('Only when'),
})
export type RoutineTransition = z.infer<typeof transition>

const moment = z.strictObject({
  at: z.enum(['entering', 'leaving', 'instant']).describe('When'),
  of: z.string().max(40).describe(`Step, or instant: ${recordInstants.join(', ')}`),
})
export type ClockMoment = z.infer<typeof moment>

const clockTarget = z.strictObject({
  priority: word('Priority, or * for every one', 40),
  value: z.number('Give a number.').gt(0, 'Give a time longer than zero.').describe('Target'),
  unit: z.enum(['minutes', 'hours', 'days', 'months']).describe('Unit'),
})

const clock = z.strictObject({
  id: slug('Short name'),
  name: word('Name', 60),
  when: condition('Only when'),
  start: moment.describe('Starts'),
  stop: moment.describe('Stops'),
  pause: partIds('Waits in these steps'),
  hours: z.enum(['elapsed', 'service hours']).default('elapsed').describe('Runs in'),
  calendar: z.string().trim().max(200).default('').describe('Calendar where the service has none of its own'),
  targets: items(clockTarget, 'Targets', 20),
})
export type RoutineClock = z.infer<typeof clock>

const cell = z.strictObject({ impact: word('Impact', 100), urgency: word('Urgency', 100), priority: word('Priority', 40) })
const matrix = z.strictObject({
  impact: slug('Field that says the impact'),
  urgency: slug('Field that says the urgency'),
  cells: items(cell, 'Priorities', 400),
})

const outcome = z.strictObject({
  id: slug('Short name'),
  name: word('Name', 60),
  result: z.enum(['successful', 'unsuccessful', 'not carried out']).describe('Counts as'),
})

export const routineBody = z.strictObject({
  trigger: text('Trigger: what sets it off', 500),
  purpose: text('Purpose: what it is for', 1000),
  recordNoun: line('What one record is called, e.g. incident', 40),
  recordPrefix: z.string().regex(/^([A-Z]{2,4})?$/, 'Give two to four capital letters, such as INC.').default('').describe('Prefix of record keys, e.g. INC'),
  fields: items(field, 'Form', 60),
  steps: items(step, 'Steps', 40),
  transitions: items(transition, 'Transitions', 200),
  priorities: lines('Priorities, the most urgent first', 10, 40),
  matrix: matrix.nullable().default(null).describe('Priority from impact and urgency'),
  clocks: items(clock, 'Clocks', 20),
  outcomes: items(outcome, 'Outcomes when closed', 20),
})
export type RoutineBody = z.infer<typeof routineBody>
