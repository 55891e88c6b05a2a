import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { KindForm } from '../../../web/forms/form.ts'
import { plan, planTypes } from '../plan.ts'

export const form: KindForm = {
  empty: plan.empty,
  reviewEvery: plan.reviewEvery,
  fields: [
    {
      name: 'type',
      type: 'choice',
      label: msg`Type`,
      choices: choicesOf(planTypes, {
        'service management': msg`Service management`,
        continuity: msg`Continuity`,
        capacity: msg`Capacity`,
        budget: msg`Budget`,
        communication: msg`Communication`,
        'audit programme': msg`Audit programme`,
      }),
    },
    { name: 'fromOn', type: 'day', label: msg`Holds from` },
    { name: 'toOn', type: 'day', label: msg`Holds to` },
    { name: 'content', type: 'multiline', label: msg`Content` },
    {
      name: 'tests',
      type: 'items',
      row: true,
      label: msg`Tests`,
      help: msg`What shows that the plan works; a continuity plan has at least one.`,
      add: msg`Add a test`,
      blank: () => ({ what: '', dueOn: null, every: null }),
      fields: [
        { name: 'what', type: 'text', label: msg`What is tested` },
        { name: 'dueOn', type: 'day', label: msg`Next due` },
        { name: 'every', type: 'span', label: msg`Repeated every` },
      ],
    },
  ],
}
