import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { KindForm } from '../../../web/forms/form.ts'
import { measure } from '../measure.ts'
import { formulaInWords, MeasureFormula } from './MeasureFormula.tsx'

export const form: KindForm = {
  empty: measure.empty,
  reviewEvery: measure.reviewEvery,
  fields: [
    { name: 'purpose', type: 'multiline', label: msg`Purpose`, help: msg`What decision it informs. A measure that no review would discuss can be dropped.` },
    { name: 'formula', type: 'custom', label: msg`Formula`, Edit: MeasureFormula, say: formulaInWords },
    { name: 'period', type: 'choice', label: msg`Period`, choices: choicesOf(['week', 'month', 'quarter', 'year'], { week: msg`Week`, month: msg`Month`, quarter: msg`Quarter`, year: msg`Year` }) },
    {
      name: 'clock',
      type: 'choice',
      label: msg`Clock`,
      choices: choicesOf(['elapsed', 'service hours', 'without waiting'], { elapsed: msg`Time passed`, 'service hours': msg`Service hours`, 'without waiting': msg`Stopped while waiting` }),
    },
    { name: 'direction', type: 'choice', label: msg`Direction`, choices: choicesOf(['higher is better', 'lower is better'], { 'higher is better': msg`Higher is better`, 'lower is better': msg`Lower is better` }) },
    { name: 'unit', type: 'text', short: true, label: msg`Unit` },
    { name: 'target', type: 'number', label: msg`Target`, help: msg`Kept, it is met.` },
    { name: 'warning', type: 'number', label: msg`Warning`, help: msg`Between target and this it is watch; beyond it is missed.` },
    { name: 'minimumSample', type: 'number', label: msg`Smallest sample that is judged`, min: 0, step: 1 },
  ],
}
