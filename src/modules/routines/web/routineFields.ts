import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { Body, FormField } from '../../../web/forms/form.ts'
import { fieldTypes, processes } from '../routine-body.ts'
import { instantChoices } from './instants.ts'

const steps = { list: 'steps', by: 'id', title: 'name' } as const
const form = { list: 'fields', by: 'id', title: 'label' } as const
const roles = { kinds: ['role'], as: 'key' } as const

export const processChoices = choicesOf(processes, { agree: msg`Agree`, change: msg`Change`, recover: msg`Recover`, operate: msg`Operate`, improve: msg`Improve` })

const typeChoices = choicesOf(fieldTypes, {
  text: msg`Text`,
  'long text': msg`Long text`,
  number: msg`Number`,
  'yes or no': msg`Yes or no`,
  choice: msg`Choice`,
  'several choices': msg`Several choices`,
  day: msg`Day`,
  instant: msg`Instant`,
  duration: msg`Duration`,
  element: msg`Element`,
  person: msg`Person`,
})

export const stepFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  { name: 'process', type: 'choice', plain: true, label: msg`Kind of work`, choices: processChoices },
  { name: 'role', type: 'element', ...roles, empty: '', plain: true, label: msg`Responsible role` },
  { name: 'rasci.accountable', more: true, type: 'element', ...roles, empty: '', label: msg`Accountable`, help: msg`Left empty, whoever answers for the routine.` },
  { name: 'rasci.supporting', more: true, type: 'elements', ...roles, label: msg`Supporting` },
  { name: 'rasci.consulted', more: true, type: 'elements', ...roles, label: msg`Consulted` },
  { name: 'rasci.informed', more: true, type: 'elements', ...roles, label: msg`Informed` },
  { name: 'required', more: true, type: 'manyOf', ...form, label: msg`Must be filled in here`, when: (_, body) => Array.isArray(body.fields) && body.fields.length > 0 },
  {
    name: 'exit',
    more: true,
    type: 'items',
    row: true,
    label: msg`Exit conditions`,
    add: msg`Add a condition`,
    blank: () => ({ text: '', when: '' }),
    fields: [
      { name: 'text', type: 'text', label: msg`Condition` },
      { name: 'when', type: 'text', label: msg`Shown by the expression` },
    ],
  },
  {
    name: 'evidence',
    more: true,
    type: 'items',
    row: true,
    label: msg`Evidence due`,
    add: msg`Add evidence`,
    blank: () => ({ what: '', within: null }),
    fields: [
      { name: 'what', type: 'text', label: msg`What` },
      { name: 'within', type: 'span', label: msg`Within` },
    ],
  },
  { name: 'end', type: 'flag', label: msg`The routine may end here` },
]

export const transitionFields: readonly FormField[] = [
  { name: 'from', type: 'of', ...steps, label: msg`From` },
  { name: 'to', type: 'of', ...steps, label: msg`To` },
  { name: 'name', type: 'text', label: msg`Name` },
  { name: 'guard', type: 'text', label: msg`Only when`, placeholder: msg`record.priority == "1"` },
]

/** Declare → Lead: hand over (record.priority == "1") */
export function transitionInWords(item: Body, body: Body): string {
  const titled = (id: unknown) => String((body.steps as Body[] | undefined)?.find((step) => step.id === id)?.name ?? id)
  return `${titled(item.from)} → ${titled(item.to)}: ${String(item.name)}${item.guard ? ` (${String(item.guard)})` : ''}`
}

export const fieldFields: readonly FormField[] = [
  { name: 'label', type: 'text', label: msg`Label` },
  { name: 'type', type: 'choice', label: msg`Type`, choices: typeChoices },
  { name: 'choices', type: 'lines', label: msg`Choices`, add: msg`Add a choice`, when: (item) => item.type === 'choice' || item.type === 'several choices' },
  {
    name: 'elementKind',
    type: 'choice',
    label: msg`Kind of element`,
    choices: choicesOf(['service', 'unit', 'location', 'supplier', 'policy', 'agreement', 'objective'], {
      service: msg`Service`,
      unit: msg`Unit`,
      location: msg`Location`,
      supplier: msg`Supplier`,
      policy: msg`Policy`,
      agreement: msg`Agreement`,
      objective: msg`Objective`,
    }),
    when: (item) => item.type === 'element',
  },
  { name: 'hint', more: true, type: 'text', label: msg`Hint` },
]

export const gridFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  { name: 'row', type: 'of', ...form, label: msg`Rows: field` },
  { name: 'column', type: 'of', ...form, label: msg`Columns: field` },
  { name: 'gives', type: 'text', label: msg`Gives`, help: msg`priority, or the short name of a choice field.` },
  {
    name: 'cells',
    type: 'items',
    row: true,
    label: msg`Cells`,
    add: msg`Add a cell`,
    blank: () => ({ row: '', column: '', value: '' }),
    fields: [
      { name: 'row', type: 'text', label: msg`Row` },
      { name: 'column', type: 'text', label: msg`Column` },
      { name: 'value', type: 'text', label: msg`Value` },
    ],
  },
]

const moments = choicesOf(['entering', 'leaving', 'instant', 'field'], { entering: msg`entering the step`, leaving: msg`leaving the step`, instant: msg`at the instant`, field: msg`filling in the field` })

function momentFields(name: 'start' | 'stop', label: FormField['label']): FormField[] {
  const at = (item: Record<string, unknown>) => (item[name] as { at?: string } | undefined)?.at ?? ''
  return [
    { name: `${name}.at`, type: 'choice', label, choices: moments },
    { name: `${name}.of`, type: 'choice', label: msg`Instant`, choices: instantChoices, when: (item) => at(item) === 'instant' },
    { name: `${name}.of`, type: 'of', ...steps, label: msg`Step`, when: (item) => ['entering', 'leaving'].includes(at(item)) },
    { name: `${name}.of`, type: 'of', ...form, label: msg`Field`, when: (item) => at(item) === 'field' },
  ]
}

export const clockFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  ...momentFields('start', msg`Starts`),
  ...momentFields('stop', msg`Stops`),
  { name: 'pause', more: true, type: 'manyOf', ...steps, label: msg`Waits in these steps` },
  { name: 'hours', type: 'choice', label: msg`Runs in`, choices: choicesOf(['elapsed', 'service hours'], { elapsed: msg`time passed`, 'service hours': msg`service hours` }) },
  { name: 'calendar', type: 'element', kinds: ['calendar'], as: 'key', empty: '', label: msg`Calendar`, help: msg`Where the service has none of its own.`, when: (item) => item.hours === 'service hours' },
  { name: 'when', more: true, type: 'text', label: msg`Only when`, placeholder: msg`record.priority == "1"` },
  {
    name: 'targets',
    type: 'items',
    row: true,
    label: msg`Targets`,
    add: msg`Add a target`,
    blank: () => ({ priority: '*', value: null, unit: 'hours' }),
    fields: [
      { name: 'priority', type: 'text', short: true, label: msg`Priority`, help: msg`* for every one` },
      { name: 'value', type: 'number', label: msg`Target`, min: 0 },
      { name: 'unit', type: 'choice', label: msg`Unit`, choices: choicesOf(['minutes', 'hours', 'days', 'months'], { minutes: msg`minutes`, hours: msg`hours`, days: msg`days`, months: msg`months` }) },
    ],
  },
]

export const outcomeFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  {
    name: 'result',
    type: 'choice',
    label: msg`Counts as`,
    choices: choicesOf(['successful', 'unsuccessful', 'not carried out'], { successful: msg`successful`, unsuccessful: msg`unsuccessful`, 'not carried out': msg`not carried out` }),
  },
]
