import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { KindForm } from '../../../web/forms/form.ts'
import { supplier, supplierTypes } from '../supplier.ts'

export const form: KindForm = {
  empty: supplier.empty,
  reviewEvery: supplier.reviewEvery,
  fields: [
    { name: 'description', type: 'multiline', label: msg`What it supplies` },
    {
      name: 'type',
      type: 'choice',
      label: msg`Type`,
      choices: choicesOf(supplierTypes, { external: msg`External`, internal: msg`Internal`, 'customer acting as supplier': msg`Customer acting as supplier` }),
    },
    { name: 'criticality', type: 'number', label: msg`Criticality`, help: msg`From 1, the most critical, to 4.`, min: 1, max: 4, step: 1 },
    { name: 'contract', type: 'text', label: msg`Contract`, help: msg`Where it is kept.` },
    { name: 'contractFromOn', type: 'day', label: msg`Contract from` },
    { name: 'contractToOn', type: 'day', label: msg`Contract to` },
    { name: 'notice', type: 'span', label: msg`Notice` },
    { name: 'expectations', type: 'lines', label: msg`Expectations`, help: msg`What we expect of it, so that a review can ask.`, add: msg`Add an expectation` },
  ],
}
