import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { Body, FormField } from '../../../web/forms/form.ts'
import { fieldTypes, processes, type RoutineBody } from '../routine-body.ts'
import { inWords } from '../expression.words.ts'
import { whole } from './blanks.ts'
import { effectsField } from './effectFields.ts'
import { instantChoices } from './instants.ts'
import { conditionField, form, instantsField, isAny, outcomes, roles, steps } from './parts.ts'

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

const approvalFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  { name: 'role', type: 'element', ...roles, empty: '', label: msg`Role that approves`, help: msg`Left empty, that of the step.` },
  { name: 'need', type: 'number', min: 1, max: 20, step: 1, label: msg`How many holders of it` },
  {
    name: 'excluding',
    more: true,
    type: 'several',
    label: msg`Who may not, whatever they hold`,
    choices: choicesOf(['requester', 'creator', 'assignee'], { requester: msg`who asked for it`, creator: msg`who raised it`, assignee: msg`who has it` }),
  },
  conditionField('when', msg`Only when`, { more: true }),
]

export const stepFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  { name: 'process', type: 'choice', plain: true, label: msg`Kind of work`, choices: processChoices },
  { name: 'role', type: 'element', ...roles, empty: '', plain: true, label: msg`Responsible role` },
  { name: 'end', type: 'flag', label: msg`The routine may end here` },
  { name: 'required', type: 'manyOf', ...form, label: msg`Must be filled in here`, when: (_, body) => isAny(body, 'fields') },
  {
    name: 'approvals',
    more: true,
    type: 'items',
    fold: true,
    label: msg`Approvals`,
    help: msg`Side by side; a way may wait for them.`,
    add: msg`Add an approval`,
    blank: () => ({ id: '', name: '', role: '', need: 1, excluding: ['requester', 'creator'], when: '' }),
    fields: approvalFields,
  },
  {
    name: 'requiredIf',
    more: true,
    type: 'items',
    fold: true,
    label: msg`Must be filled in on a condition`,
    add: msg`Add a field`,
    blank: () => ({ field: '', when: '' }),
    when: (_, body) => isAny(body, 'fields'),
    fields: [{ name: 'field', type: 'of', ...form, empty: '', label: msg`Field` }, conditionField('when', msg`When`)],
  },
  { name: 'rasci.accountable', more: true, type: 'element', ...roles, empty: '', label: msg`Accountable`, help: msg`Left empty, whoever answers for the routine.` },
  { name: 'rasci.supporting', more: true, type: 'elements', ...roles, label: msg`Supporting` },
  { name: 'rasci.consulted', more: true, type: 'elements', ...roles, label: msg`Consulted` },
  { name: 'rasci.informed', more: true, type: 'elements', ...roles, label: msg`Informed` },
  {
    name: 'exit',
    more: true,
    type: 'items',
    fold: true,
    label: msg`Exit conditions`,
    add: msg`Add a condition`,
    blank: () => ({ text: '', when: '' }),
    fields: [{ name: 'text', type: 'text', label: msg`Condition` }, conditionField('when', msg`Shown by the form`)],
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
  instantsField(msg`Instants set when it is entered`),
  effectsField(msg`What entering it sets off`),
]

const afters = choicesOf(['approval', 'refusal'], { approval: msg`the approvals are given`, refusal: msg`one is refused` })

export const transitionFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  { name: 'from', type: 'of', ...steps, label: msg`From` },
  { name: 'to', type: 'of', ...steps, label: msg`To` },
  conditionField('guard', msg`Only when`),
  { name: 'after', type: 'choice', label: msg`Only after`, choices: afters, clearable: true, when: (item, body) => item.after !== '' || hasApprovals(item, body) },
  { name: 'reason', type: 'flag', label: msg`Asks for a reason` },
  { name: 'required', more: true, type: 'manyOf', ...form, label: msg`Must be filled in to take it`, when: (_, body) => isAny(body, 'fields') },
  { name: 'unfinished', more: true, type: 'flag', label: msg`May leave the step unfinished` },
  { name: 'outcome', more: true, type: 'of', ...outcomes, empty: '', label: msg`Outcome that it sets`, when: (_, body) => isAny(body, 'outcomes') },
  instantsField(msg`Instants set when it is taken`),
  effectsField(msg`What taking it sets off`),
]

function hasApprovals(item: Body, body: Body): boolean {
  return whole(body).steps.some((step) => step.id === item.from && step.approvals.length > 0)
}

/** Declare → Lead: hand over (Priority is 1) */
export function transitionInWords(item: Body, body: Body): string {
  const all: RoutineBody = whole(body)
  const titled = (id: unknown) => all.steps.find((step) => step.id === id)?.name || String(id)
  return `${titled(item.from)} → ${titled(item.to)}: ${String(item.name)}${item.guard ? ` (${inWords(all, String(item.guard))})` : ''}`
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
  { name: 'sets', more: true, type: 'choice', clearable: true, label: msg`Instant that filling it in sets`, choices: instantChoices },
  { name: 'steps', more: true, type: 'manyOf', ...steps, label: msg`People fill it in at`, help: msg`Left empty, at every step.`, when: (item) => item.byRoutine !== true },
  { name: 'byRoutine', more: true, type: 'flag', label: msg`Only the routine fills it in` },
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
