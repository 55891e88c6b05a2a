import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { KindForm } from '../../../web/forms/form.ts'
import { party, partyTypes } from '../party.ts'

export const form: KindForm = {
  empty: party.empty,
  reviewEvery: party.reviewEvery,
  fields: [
    {
      name: 'type',
      type: 'choice',
      label: msg`Type`,
      choices: choicesOf(partyTypes, { customer: msg`Customer`, user: msg`User`, regulator: msg`Regulator`, owner: msg`Owner`, partner: msg`Partner`, employee: msg`Employee`, other: msg`Other` }),
    },
    { name: 'description', type: 'multiline', label: msg`Who they are` },
    { name: 'needs', type: 'lines', label: msg`Needs and expectations`, help: msg`Those that concern the services.`, add: msg`Add a need` },
    { name: 'contact', type: 'text', label: msg`Contact`, help: msg`A function or a shared mailbox, not a person.` },
    { name: 'satisfaction', type: 'text', label: msg`Source of satisfaction`, help: msg`Where we learn whether they are satisfied.` },
  ],
}
