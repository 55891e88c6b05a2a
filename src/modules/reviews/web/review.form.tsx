import { msg } from '@lingui/core/macro'
import type { KindForm } from '../../../web/forms/form.ts'
import { cadenceText } from '../cadence.ts'
import { review } from '../review.ts'
import { CadenceEdit } from './CadenceEdit.tsx'
import { inputChoices } from './inputs.ts'

export const form: KindForm = {
  empty: review.empty,
  reviewEvery: review.reviewEvery,
  fields: [
    { name: 'purpose', type: 'multiline', label: msg`Purpose` },
    { name: 'rrule', type: 'custom', label: msg`Held`, Edit: CadenceEdit, say: (value) => cadenceText(String(value ?? '')) },
    { name: 'firstOn', type: 'day', label: msg`First held` },
    { name: 'minutes', type: 'number', label: msg`Length`, unit: 'minutes', min: 5, max: 1440, step: 5 },
    { name: 'chair', type: 'element', kinds: ['role'], as: 'key', empty: '', label: msg`Chair` },
    { name: 'participants', type: 'elements', kinds: ['role'], as: 'key', label: msg`Participants` },
    {
      name: 'agenda',
      type: 'items',
      row: true,
      label: msg`Agenda`,
      help: msg`Each heading is answered in the meeting, or says why there is nothing to report. What is laid before it is written by Wellrun.`,
      add: msg`Add a heading`,
      blank: () => ({ title: '', input: 'none' }),
      say: (item, { say }) => [String(item.title), ...inputChoices.flatMap((input) => (input.value === item.input && input.value !== 'none' ? [`(${say(input.label)})`] : []))].join(' '),
      fields: [
        { name: 'title', type: 'text', label: msg`Heading` },
        { name: 'input', type: 'choice', label: msg`Laid before it`, choices: inputChoices },
      ],
    },
    { name: 'closing.everyHeading', type: 'flag', label: msg`To close it, every heading is answered or says why there is nothing to report` },
    { name: 'closing.chairPresent', type: 'flag', label: msg`To close it, the chair is present` },
    { name: 'closing.decision', type: 'flag', label: msg`To close it, there is a decision, or it says that nothing changes` },
    { name: 'closing.signatures', type: 'number', label: msg`Signatures`, min: 1, max: 10, step: 1 },
  ],
}
