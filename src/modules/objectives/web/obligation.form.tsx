import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { KindForm } from '../../../web/forms/form.ts'
import { obligation, obligationSources } from '../obligation.ts'

export const form: KindForm = {
  empty: obligation.empty,
  reviewEvery: obligation.reviewEvery,
  fields: [
    { name: 'source', type: 'choice', label: msg`Source`, choices: choicesOf(obligationSources, { law: msg`Law`, contract: msg`Contract`, customer: msg`Customer` }) },
    { name: 'citation', type: 'text', label: msg`Where it stands`, placeholder: msg`Directive (EU) 2022/2555, art. 23` },
    { name: 'text', type: 'multiline', label: msg`What it demands`, help: msg`In your own words, so that everybody it concerns understands it.` },
    { name: 'bound', type: 'text', label: msg`Who is bound` },
    { name: 'consequence', type: 'multiline', label: msg`Consequence`, help: msg`What follows when it is not met.` },
  ],
}
