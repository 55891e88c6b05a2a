import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { KindForm } from '../../../web/forms/form.ts'
import { objective, objectiveTypes } from '../objective.ts'

export const form: KindForm = {
  empty: objective.empty,
  reviewEvery: objective.reviewEvery,
  fields: [
    { name: 'statement', type: 'multiline', label: msg`Statement`, help: msg`What is to be reached.` },
    {
      name: 'type',
      type: 'choice',
      label: msg`Type`,
      choices: choicesOf(objectiveTypes, { 'business goal': msg`Business goal`, 'security need': msg`Security need`, 'service objective': msg`Service objective` }),
    },
    { name: 'target', type: 'text', label: msg`Target`, help: msg`The figure or fact that shows that it is reached.` },
    { name: 'dueOn', type: 'day', label: msg`Due` },
    { name: 'plan', type: 'multiline', label: msg`Plan`, help: msg`What is done, with what, by whom, and how it is judged.` },
  ],
}
