import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Body, FormField } from '../../../web/forms/form.ts'
import { choicesOf } from '../../../web/forms/choices.ts'
import { blankClock, blankField, blankRecurrence, blankStep, blankWay } from './blanks.ts'
import { clockFields } from './clockFields.ts'
import { assessmentFields, catalogueFields, gridFields, recurrenceFields, textFields, thresholdFields } from './otherFields.ts'
import { form } from './parts.ts'
import { fieldFields, outcomeFields, stepFields, transitionFields, transitionInWords } from './routineFields.ts'

/** Fields of the body that belong together; `part` lists what is drawn, one line each. */
export type Group = { id: string; label: MessageDescriptor; part?: 'step' | 'way'; fields: readonly FormField[] }

const raisedBy = choicesOf(['anybody', 'roles'], { anybody: msg`anybody in the organisation`, roles: msg`whoever holds a role in it` })

export const groups: readonly Group[] = [
  {
    id: 'about',
    label: msg`What it is`,
    fields: [
      { name: 'trigger', type: 'multiline', label: msg`Trigger`, help: msg`What sets it off.` },
      { name: 'purpose', type: 'multiline', label: msg`Purpose`, help: msg`What it is for.` },
      { name: 'recordNoun', type: 'text', short: true, label: msg`One record is called`, placeholder: msg`incident` },
      { name: 'recordPrefix', type: 'text', short: true, label: msg`Prefix of its records`, placeholder: msg`INC`, help: msg`Two to four capital letters.` },
      { name: 'raisedBy', type: 'choice', label: msg`Who may raise one`, choices: raisedBy },
    ],
  },
  {
    id: 'steps',
    label: msg`Steps`,
    part: 'step',
    fields: [{ name: 'steps', type: 'items', label: msg`Steps`, help: msg`A record begins in the first one. Each step has a role that is responsible for it.`, add: msg`Add a step`, blank: blankStep, row: true, fields: stepFields }],
  },
  {
    id: 'transitions',
    label: msg`Ways`,
    part: 'way',
    fields: [{ name: 'transitions', type: 'items', row: true, label: msg`Ways`, help: msg`From step to step.`, add: msg`Add a way`, blank: blankWay, say: (item, { body }) => transitionInWords(item, body), fields: transitionFields }],
  },
  {
    id: 'fields',
    label: msg`Form`,
    fields: [{ name: 'fields', type: 'items', fold: true, label: msg`Fields`, help: msg`What is asked of every record, besides what every record has.`, add: msg`Add a field`, blank: blankField, fields: fieldFields }],
  },
  {
    id: 'outcomes',
    label: msg`Outcomes`,
    fields: [{ name: 'outcomes', type: 'items', row: true, label: msg`Outcomes`, help: msg`How a record may close.`, add: msg`Add an outcome`, blank: () => ({ id: '', name: '', result: 'successful' }), fields: outcomeFields }],
  },
  {
    id: 'clocks',
    label: msg`Clocks`,
    fields: [{ name: 'clocks', type: 'items', fold: true, label: msg`Clocks`, help: msg`Each begins and ends with a step or an instant, and has a target per priority.`, add: msg`Add a clock`, blank: blankClock, fields: clockFields }],
  },
  {
    id: 'priorities',
    label: msg`Priorities and lookup grids`,
    fields: [
      { name: 'priorities', type: 'lines', label: msg`Priorities`, help: msg`The most urgent first.`, add: msg`Add a priority` },
      {
        name: 'grids',
        type: 'items',
        fold: true,
        label: msg`Lookup grids`,
        help: msg`A value looked up from two choices: the priority from impact and urgency, a rating from likelihood and consequence.`,
        add: msg`Add a grid`,
        blank: () => ({ id: '', name: '', row: '', column: '', gives: 'priority', cells: [] }),
        fields: gridFields,
      },
    ],
  },
  {
    id: 'catalogue',
    label: msg`Catalogue`,
    fields: [{ name: 'catalogue', type: 'items', fold: true, label: msg`Ready-made kinds of this work`, help: msg`Each fills in fields beforehand and asks for others.`, add: msg`Add an item`, blank: () => ({ id: '', name: '', hint: '', values: {}, required: [] }), fields: catalogueFields }],
  },
  {
    id: 'planned',
    label: msg`Planned window, findings and recurrence`,
    fields: [
      { name: 'window.from', type: 'of', ...form, empty: '', label: msg`Planned start: field`, help: msg`With both, its records stand in the calendar of planned work. A field that holds an instant.` },
      { name: 'window.to', type: 'of', ...form, empty: '', label: msg`Planned end: field` },
      { name: 'aim', type: 'of', ...form, empty: '', label: msg`Level after treatment: field`, help: msg`With it, the A3 names the highest open records of this routine.` },
      { name: 'findingsIn', type: 'of', ...form, empty: '', label: msg`What a verification found: field`, help: msg`With it, a record is raised from what a verification of configuration items found.` },
      { name: 'recurrences', type: 'items', fold: true, label: msg`Recurrence rules`, help: msg`Records that have the same in common are found each month and raised together.`, add: msg`Add a rule`, blank: blankRecurrence, fields: recurrenceFields },
    ],
  },
  {
    id: 'judging',
    label: msg`Assessments, texts and numbers of policies`,
    fields: [
      { name: 'assessments', type: 'items', fold: true, label: msg`Assessments`, help: msg`Criteria that speak for a value of a choice field. People choose.`, add: msg`Add an assessment`, blank: () => ({ id: '', name: '', field: '', criteria: [] }), fields: assessmentFields },
      { name: 'texts', type: 'items', fold: true, label: msg`Prepared texts`, add: msg`Add a text`, blank: () => ({ id: '', name: '', when: '', text: '' }), fields: textFields },
      { name: 'thresholds', type: 'items', row: true, label: msg`Numbers that policies set`, add: msg`Add a number`, blank: () => ({ id: '', policy: '', quantity: '' }), fields: thresholdFields },
    ],
  },
]

/** How many parts a group has; null where it is not a list. */
export function countOf(group: Group, body: Body): number | null {
  const lists = group.fields.flatMap((field) => (Array.isArray(body[field.name]) ? [(body[field.name] as unknown[]).length] : []))
  return lists.length > 0 ? lists.reduce((sum, count) => sum + count, 0) : null
}

/** The group that a path such as `body.clocks.0.name` lies in. */
export function groupOf(path: string): Group | undefined {
  const name = path.split('.')[1]
  return groups.find((group) => group.fields.some((field) => field.name === name))
}
