import { msg } from '@lingui/core/macro'
import type { KindForm } from '../../../web/forms/form.ts'
import { comparators } from '../../../web/forms/choices.ts'
import { PolicyAcknowledgements } from '../../acknowledgements/web/PolicyAcknowledgements.tsx'
import { policy, thresholdText, type Principle, type Threshold } from '../policy.ts'

export const form: KindForm = {
  empty: policy.empty,
  reviewEvery: policy.reviewEvery,
  fields: [
    { name: 'theme', type: 'text', label: msg`Theme`, placeholder: msg`Risk appetite, change, escalation …` },
    { name: 'statement', type: 'multiline', label: msg`Statement`, help: msg`What we hold to, and why, in a few sentences.` },
    {
      name: 'principles',
      type: 'items',
      label: msg`Principles`,
      help: msg`Short rules that people can remember and that can be seen to be kept. The whole policy fits on one page.`,
      add: msg`Add a principle`,
      blank: () => ({ text: '', threshold: null }),
      say: (item) => [(item as Principle).text, (item as Principle).threshold && `(${thresholdText((item as Principle).threshold as Threshold)})`].filter(Boolean).join(' '),
      fields: [
        { name: 'text', type: 'text', label: msg`Rule` },
        {
          name: 'threshold',
          type: 'maybe',
          label: msg`Threshold`,
          add: msg`Add a threshold on a measure`,
          blank: () => ({ quantity: '', comparator: 'at most', value: null, unit: '' }),
          fields: [
            { name: 'quantity', type: 'text', label: msg`What is measured` },
            { name: 'comparator', type: 'choice', label: msg`Comparison`, choices: comparators },
            { name: 'value', type: 'number', label: msg`Value` },
            { name: 'unit', type: 'text', short: true, label: msg`Unit` },
          ],
        },
      ],
    },
  ],
  Sections: PolicyAcknowledgements,
}
