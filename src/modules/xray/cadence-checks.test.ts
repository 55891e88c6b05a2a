import { tries } from '../../../test/support/xrayed.ts'
import { cadenceChecks } from './cadence-checks.ts'

tries('Cadence', cadenceChecks, {
  'cadence.overdue': {
    broken: (made) => {
      const policy = made.add('policy', 'Change', {}, { effectiveOn: '2025-01-01', reviewedOn: '2025-11-22' })
      made.add('review', 'Monthly', {}, { effectiveOn: '2020-01-01' })
      made.add('policy', 'Never', {}, { effectiveOn: '2020-01-01', reviewEvery: null })
      return () => made.change(policy, { reviewedOn: '2025-11-23' })
    },
    says: ['POL-1 Change was to be reviewed by 2026-11-22.'],
  },
  'cadence.none': {
    broken: (made) => {
      const policy = made.add('policy', 'Change', {}, { reviewEvery: null })
      made.add('requirement', '8.3', {}, { reviewEvery: null })
      return () => made.change(policy, { reviewEvery: 'P1Y' })
    },
    says: ['POL-1 Nobody has agreed how often Change is reviewed.'],
  },
  'cadence.draft-forgotten': {
    broken: (made) => {
      const [policy, fresh] = [made.add('policy', 'Change'), made.add('service', 'Mail', {}, { status: 'draft', version: 0 })]
      made.system.drafts.push({ elementId: policy.id, changedOn: '2026-08-25' }, { elementId: fresh.id, changedOn: '2026-08-26' })
      return () => made.system.drafts.splice(0, 1)
    },
    says: ['POL-1 The draft of Change has waited since 2026-08-25.'],
  },
})
