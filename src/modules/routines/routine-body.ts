import { z } from 'zod'
import { items, line, lines, maybeCadence, slug, text, word } from '../../shared/fields.ts'
import { recordInstants, recordLinks } from './record.ts'

export const processes = ['agree', 'change', 'recover', 'operate', 'improve'] as const
export type Process = (typeof processes)[number]

export const fieldTypes = ['text', 'long text', 'number', 'yes or no', 'choice', 'several choices', 'day', 'instant', 'duration', 'element', 'person'] as const

const roleKey = (label: string) => z.string().trim().max(200).default('').describe(label)
const roleKeys = (label: string) => z.array(z.string().trim().min(1, 'Name a role.').max(200)).max(20, 'Keep it to 20.').default([]).describe(label)
const condition = (label: string) => line(label, 500)
/** What a record has beside its form that records may have in common. */
export const recurrencePlaces = ['service', 'configurationItem', 'unit', 'location', 'supplier'] as const

const partIds = (label: string) => z.array(z.string().max(40)).max(60).default([]).describe(label)

const field = z.strictObject({
  id: slug('Short name'),
  label: word('Label', 100),
  type: z.enum(fieldTypes).describe('Type'),
  choices: lines('Choices', 50, 100),
  elementKind: line('Kind of element, for a field that names one', 40),
  hint: line('Hint', 300),
  sets: z.enum(['', ...recordInstants]).default('').describe('Instant that is set whenever it is filled in or changed'),
  steps: partIds('Steps in which people fill it in; none means all'),
  byRoutine: z.boolean().default(false).describe('Only the routine fills it in: by an effect or a grid'),
})
export type RoutineField = z.infer<typeof field>

const instants = (label: string) => z.array(z.enum(recordInstants)).max(recordInstants.length).default([]).describe(label)

/** What the engine does of itself when a step is entered or a way is taken: one verb, and what that verb needs. */
const effect = z.strictObject({
  do: z.enum(['raise', 'set', 'tell', 'assign']).describe('What happens'),
  when: condition('Only when'),
  routine: z.string().trim().max(200).default('').describe('raise: the routine of the record to raise'),
  link: z.enum(['', ...recordLinks]).default('').describe('raise: how the new record relates to this one'),
  copy: partIds('raise: fields copied where both forms have them'),
  field: line('set: the field', 40),
  value: condition('set: the value, as an expression'),
  roles: roleKeys('tell: whom; assign: the role that takes over'),
  text: line('raise: title of the new record; tell: what to say', 300),
})
export type RoutineEffect = z.infer<typeof effect>

const approval = z.strictObject({
  id: slug('Short name'),
  name: word('Name', 60),
  role: roleKey('Role that approves; empty means that of the step'),
  need: z.number().int('Give a whole number.').min(1, 'At least one.').max(20, 'At most 20.').default(1).describe('How many holders of it'),
  excluding: z.array(z.enum(['requester', 'creator', 'assignee'])).max(3).default(['requester', 'creator']).describe('Who may not, whatever they hold'),
  when: condition('Only when'),
})
export type RoutineApproval = z.infer<typeof approval>

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
  requiredIf: items(z.strictObject({ field: line('Field', 40), when: condition('When') }), 'Fields that must be filled in on a condition', 40),
  approvals: items(approval, 'Approvals, side by side', 10),
  sets: instants('Instants set when it is entered'),
  effects: items(effect, 'What entering it sets off', 20),
  exit: items(exit, 'Exit conditions', 20),
  evidence: items(evidence, 'Evidence due', 20),
  end: z.boolean().default(false).describe('The routine may end here'),
})
export type RoutineStep = z.infer<typeof step>

const transition = z.strictObject({
  id: z.string().regex(/^([a-z][a-z0-9_]{0,39})?$/, 'Use small letters, digits and _.').default('').describe('Short name; empty means made of its two ends'),
  from: z.string().max(40).describe('From'),
  to: z.string().max(40).describe('To'),
  name: word('Name', 60),
  guard: condition('Only when'),
  after: z.enum(['', 'approval', 'refusal']).default('').describe('Only after the approvals of the step are given, or one is refused'),
  unfinished: z.boolean().default(false).describe('May leave the step unfinished'),
  required: partIds('Fields that must be filled in to take it'),
  reason: z.boolean().default(false).describe('Demands a reason'),
  outcome: line('Outcome that it sets', 40),
  sets: instants('Instants set when it is taken'),
  effects: items(effect, 'What taking it sets off', 20),
})
export type RoutineTransition = z.infer<typeof transition>

const moment = z.strictObject({
  at: z.enum(['entering', 'leaving', 'instant', 'field']).describe('When'),
  of: z.string().max(40).describe(`Step, field that is filled in, or instant: ${recordInstants.join(', ')}`),
})
export type ClockMoment = z.infer<typeof moment>

const clockTarget = z.strictObject({
  priority: word('Priority, or * for every one', 40),
  value: z.number('Give a number.').gt(0, 'Give a time longer than zero.').describe('Target'),
  unit: z.enum(['minutes', 'hours', 'days', 'months']).describe('Unit'),
  hours: z.enum(['', 'elapsed', 'service hours']).default('').describe('Runs in; empty means as the clock'),
})

const beat = z.strictObject({
  id: slug('Short name'),
  at: z.number('Give a number.').gt(0, 'Give more than zero.').max(1000, 'At most 1000 %.').describe('At this share of the target, in %'),
  do: z.enum(['remind', 'escalate', 'transition', 'close']).describe('What happens'),
  roles: roleKeys('remind, escalate: whom; empty means whoever has it'),
  transition: line('transition: which one, by its short name', 80),
  outcome: line('close: with which outcome', 40),
  text: line('What to say', 300),
})
export type ClockBeat = z.infer<typeof beat>

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
  dueField: line('Field that holds the due day or instant, instead of targets', 40),
  restart: partIds('Fields whose change starts it anew'),
  beats: items(beat, 'What it sets off while it runs', 10),
})
export type RoutineClock = z.infer<typeof clock>

const cell = z.strictObject({ row: word('Row', 100), column: word('Column', 100), value: word('Value', 100) })

/** A value looked up from two choices, never computed: the scales are ordinal (ISO 31000; impact × urgency, likelihood × consequence). */
const grid = z.strictObject({
  id: slug('Short name'),
  name: word('Name', 60),
  row: slug('Field that chooses the row'),
  column: slug('Field that chooses the column'),
  gives: slug('Gives: priority, or the short name of a choice field'),
  cells: items(cell, 'Cells', 400),
})
export type RoutineGrid = z.infer<typeof grid>

const catalogueItem = z.strictObject({
  id: slug('Short name'),
  name: word('Name', 100),
  hint: line('Hint', 300),
  values: z.record(z.string().max(40), z.union([z.string().max(4000), z.number(), z.boolean(), z.array(z.string().max(200)).max(50)])).default({}).describe('Fields filled in beforehand'),
  required: partIds('Fields asked for when it is raised'),
})
export type CatalogueItem = z.infer<typeof catalogueItem>

/** A number that a policy sets, by the name under which conditions ask for it: `thresholds.appetite`. */
const thresholdUse = z.strictObject({
  id: slug('Short name'),
  policy: z.string().trim().min(1, 'Name a policy.').max(200).describe('Policy'),
  quantity: word('What it limits, as the policy says it', 100),
})
export type ThresholdUse = z.infer<typeof thresholdUse>

const criterion = z.strictObject({ text: word('Criterion', 300), when: condition('Expression that shows it; empty means people judge'), gives: word('Value it speaks for', 100) })

/** Criteria that speak for a value of a choice field: shown met, not met or for people to judge; people choose (law 8 of the product). */
const assessment = z.strictObject({ id: slug('Short name'), name: word('Name', 60), field: slug('Choice field'), criteria: items(criterion, 'Criteria', 30) })
export type RoutineAssessment = z.infer<typeof assessment>

/** A text made ready from the record: {record.title}, {record.openedAt}, {fields.situation}; what is not filled in shows as a gap. */
const preparedText = z.strictObject({ id: slug('Short name'), name: word('Name', 100), when: condition('Only when'), text: text('Text', 8000) })
export type PreparedText = z.infer<typeof preparedText>

const outcome = z.strictObject({
  id: slug('Short name'),
  name: word('Name', 60),
  result: z.enum(['successful', 'unsuccessful', 'not carried out']).describe('Counts as'),
})

/** The fields that say when a record is planned for; with them its records stand in the calendar of planned work. */
const plannedWindow = z.strictObject({ from: line('Field that holds the planned start', 40), to: line('Field that holds the planned end', 40) })

/** Records that are the same in these respects, found each month and raised together (e.g. Implementing Regulation (EU) 2024/2690, article 4). */
const recurrence = z.strictObject({
  id: slug('Short name'),
  name: word('Name', 100),
  same: z.array(z.string().max(40)).max(5, 'Keep it to five.').default([]).describe(`What they have in common: fields that choose, and ${recurrencePlaces.join(', ')}`),
  when: condition('Only records of which this holds'),
  atLeast: z.number().int('Give a whole number.').min(2, 'At least two.').max(100, 'At most 100.').default(2).describe('How many make a pattern'),
  months: z.number().int('Give a whole number.').min(1, 'At least one.').max(24, 'At most 24.').default(6).describe('Within how many months'),
  routine: z.string().trim().max(200).default('').describe('Routine of the record that is raised'),
  text: line('Its title', 300),
  fields: z.record(z.string().max(40), z.union([z.string().max(4000), z.number(), z.boolean(), z.array(z.string().max(200)).max(50)])).default({}).describe('Fields of it that are filled in'),
  link: z.enum(['', ...recordLinks]).default('').describe('How the record that is raised relates to those it was found from'),
  roles: roleKeys('Who is told'),
})
export type RoutineRecurrence = z.infer<typeof recurrence>

export const routineBody = z.strictObject({
  trigger: text('Trigger: what sets it off', 500),
  purpose: text('Purpose: what it is for', 1000),
  recordNoun: line('What one record is called, e.g. incident', 40),
  recordPrefix: z.string().regex(/^([A-Z]{2,4})?$/, 'Give two to four capital letters, such as INC.').default('').describe('Prefix of record keys, e.g. INC'),
  fields: items(field, 'Form', 60),
  steps: items(step, 'Steps', 40),
  transitions: items(transition, 'Transitions', 200),
  priorities: lines('Priorities, the most urgent first', 10, 40),
  grids: items(grid, 'Lookup grids', 6),
  clocks: items(clock, 'Clocks', 20),
  outcomes: items(outcome, 'Outcomes when closed', 20),
  raisedBy: z.enum(['anybody', 'roles']).default('roles').describe('Who may raise a record: anybody in the organisation, or holders of the roles involved'),
  catalogue: items(catalogueItem, 'Catalogue: ready-made kinds of this work', 100),
  thresholds: items(thresholdUse, 'Numbers that policies set', 10),
  assessments: items(assessment, 'Assessments', 6),
  texts: items(preparedText, 'Prepared texts', 20),
  window: plannedWindow.default({ from: '', to: '' }).describe('Planned window'),
  findingsIn: line('Field that takes what a verification of configuration items found; with it, a record is raised from a finding', 40),
  aim: line('Field with the level that treatment leads to; with it, the A3 names the highest open records', 40),
  recurrences: items(recurrence, 'Recurrence rules', 5),
})
export type RoutineBody = z.infer<typeof routineBody>
