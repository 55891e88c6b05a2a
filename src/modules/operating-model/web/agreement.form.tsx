import { msg } from '@lingui/core/macro'
import { choicesOf, comparators } from '../../../web/forms/choices.ts'
import type { KindForm } from '../../../web/forms/form.ts'
import { agreement, agreementTypes, targetQuantities, targetText, targetUnits, type AgreementTarget } from '../agreement.ts'

export const form: KindForm = {
  empty: agreement.empty,
  reviewEvery: agreement.reviewEvery,
  fields: [
    { name: 'type', type: 'choice', label: msg`Type`, choices: choicesOf(agreementTypes, { SLA: msg`SLA, to a customer`, OLA: msg`OLA, between units`, contract: msg`Contract, by a supplier` }) },
    { name: 'startOn', type: 'day', label: msg`Start` },
    { name: 'endOn', type: 'day', label: msg`End`, help: msg`Left empty, it holds until it is ended.` },
    { name: 'notice', type: 'span', label: msg`Notice` },
    {
      name: 'targets',
      type: 'items',
      row: true,
      label: msg`Targets`,
      help: msg`Numbers with units, so that they can be measured.`,
      add: msg`Add a target`,
      blank: () => ({ quantity: 'availability', name: '', priority: '', comparator: 'at least', value: null, unit: '%', share: null, over: 'month' }),
      say: (item) => targetText(item as AgreementTarget),
      fields: [
        {
          name: 'quantity',
          type: 'choice',
          label: msg`What is promised`,
          choices: choicesOf(targetQuantities, {
            availability: msg`Availability`,
            'response time': msg`Response time`,
            'restoration time': msg`Restoration time`,
            'resolution time': msg`Resolution time`,
            'fulfilment time': msg`Fulfilment time`,
            other: msg`Other`,
          }),
        },
        { name: 'name', type: 'text', label: msg`Its name`, when: (item) => item.quantity === 'other' || item.name !== '' },
        { name: 'comparator', type: 'choice', label: msg`Comparison`, choices: comparators },
        { name: 'value', type: 'number', label: msg`Value`, min: 0 },
        {
          name: 'unit',
          type: 'choice',
          label: msg`Unit`,
          choices: choicesOf(targetUnits, { '%': msg`%`, minutes: msg`minutes`, hours: msg`hours`, days: msg`days`, number: msg`number`, currency: msg`currency` }),
        },
        { name: 'priority', type: 'text', short: true, label: msg`For priority`, when: (item) => item.quantity !== 'availability' || item.priority !== '' },
        { name: 'share', type: 'number', label: msg`In % of cases`, min: 0, max: 100, when: (item) => item.quantity !== 'availability' || item.share !== null },
        { name: 'over', type: 'choice', label: msg`Measured over`, choices: choicesOf(['week', 'month', 'quarter', 'year'], { week: msg`a week`, month: msg`a month`, quarter: msg`a quarter`, year: msg`a year` }) },
      ],
    },
    { name: 'workloadLimits', type: 'lines', label: msg`Workload limits`, add: msg`Add a limit` },
    { name: 'exceptions', type: 'lines', label: msg`Exceptions`, add: msg`Add an exception` },
  ],
}
