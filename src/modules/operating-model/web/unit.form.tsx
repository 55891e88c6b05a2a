import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { KindForm } from '../../../web/forms/form.ts'
import { unit, unitTypes } from '../unit.ts'

export const form: KindForm = {
  empty: unit.empty,
  reviewEvery: unit.reviewEvery,
  fields: [
    {
      name: 'type',
      type: 'choice',
      label: msg`Type`,
      choices: choicesOf(unitTypes, { department: msg`Department`, 'product team': msg`Product team`, 'platform team': msg`Platform team`, 'shared service': msg`Shared service`, vendor: msg`Vendor` }),
    },
    { name: 'description', type: 'multiline', label: msg`What it does` },
  ],
}
