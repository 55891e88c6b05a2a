import { msg } from '@lingui/core/macro'
import type { KindForm } from '../../../web/forms/form.ts'
import { routine } from '../routine.ts'
import { clockFields, fieldFields, gridFields, outcomeFields, stepFields, transitionFields, transitionInWords } from './routineFields.ts'
import { RoutineSteps } from './RoutineSteps.tsx'
import { settle } from './settle.ts'

export const form: KindForm = {
  empty: routine.empty,
  reviewEvery: routine.reviewEvery,
  settle,
  Above: RoutineSteps,
  fields: [
    { name: 'trigger', type: 'multiline', label: msg`Trigger`, help: msg`What sets it off.` },
    { name: 'purpose', type: 'multiline', label: msg`Purpose`, help: msg`What it is for.` },
    { name: 'recordNoun', type: 'text', short: true, label: msg`One record is called`, placeholder: msg`incident` },
    { name: 'recordPrefix', type: 'text', short: true, label: msg`Prefix of its records`, placeholder: msg`INC`, help: msg`Two to four capital letters.` },
    {
      name: 'steps',
      type: 'items',
      label: msg`Steps`,
      help: msg`A record begins in the first one. Each step has a role that is responsible for it.`,
      add: msg`Add a step`,
      blank: () => ({ id: '', name: '', process: 'operate', role: '', rasci: { accountable: '', supporting: [], consulted: [], informed: [] }, required: [], exit: [], evidence: [], end: false }),
      row: true,
      fields: stepFields,
    },
    {
      name: 'transitions',
      type: 'items',
      row: true,
      label: msg`Transitions`,
      help: msg`The ways from step to step. A new step is joined to the one before it.`,
      add: msg`Add a transition`,
      blank: () => ({ from: '', to: '', name: '', guard: '' }),
      say: (item, { body }) => transitionInWords(item, body),
      fields: transitionFields,
    },
    {
      name: 'fields',
      type: 'items',
      label: msg`Form`,
      help: msg`What is asked of every record, besides what every record has.`,
      add: msg`Add a field`,
      blank: () => ({ id: '', label: '', type: 'text', choices: [], elementKind: '', hint: '' }),
      row: true,
      fields: fieldFields,
    },
    { name: 'priorities', type: 'lines', label: msg`Priorities`, help: msg`The most urgent first.`, add: msg`Add a priority` },
    {
      name: 'grids',
      type: 'items',
      label: msg`Lookup grids`,
      help: msg`A value looked up from two choices: the priority from impact and urgency, a rating from likelihood and consequence.`,
      add: msg`Add a grid`,
      blank: () => ({ id: '', name: '', row: '', column: '', gives: 'priority', cells: [] }),
      fields: gridFields,
    },
    {
      name: 'clocks',
      type: 'items',
      label: msg`Clocks`,
      help: msg`Each begins and ends with a step or an instant, and has a target per priority.`,
      add: msg`Add a clock`,
      blank: () => ({ id: '', name: '', when: '', start: { at: 'instant', of: 'opened' }, stop: { at: 'instant', of: 'resolved' }, pause: [], hours: 'elapsed', calendar: '', targets: [] }),
      fields: clockFields,
    },
    {
      name: 'outcomes',
      type: 'items',
      row: true,
      label: msg`Outcomes`,
      help: msg`How a record may close.`,
      add: msg`Add an outcome`,
      blank: () => ({ id: '', name: '', result: 'successful' }),
      fields: outcomeFields,
    },
  ],
}
