import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { KindForm } from '../../../web/forms/form.ts'
import { location, locationTypes } from '../location.ts'

export const form: KindForm = {
  empty: location.empty,
  reviewEvery: location.reviewEvery,
  fields: [
    {
      name: 'type',
      type: 'choice',
      label: msg`Type`,
      choices: choicesOf(locationTypes, { office: msg`Office`, 'data centre': msg`Data centre`, 'cloud region': msg`Cloud region`, remote: msg`Remote`, other: msg`Other` }),
    },
    { name: 'description', type: 'multiline', label: msg`What happens here` },
    { name: 'address', type: 'text', label: msg`Address` },
    { name: 'country', type: 'text', short: true, label: msg`Country`, help: msg`Two capital letters, such as NO.` },
  ],
}
