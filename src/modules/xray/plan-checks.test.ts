import { tries } from '../../../test/support/xrayed.ts'
import { planChecks } from './plan-checks.ts'

tries('Plans', planChecks, {
  'plans.continuity-untested': {
    broken: (made) => {
      const plan = made.add('plan', 'Continuity', { type: 'continuity' })
      made.add('plan', 'Budget', { type: 'budget' })
      return () => made.change(plan, { body: { tests: [{ what: 'Restore' }] } })
    },
    says: ['PLN-1 Continuity is never tested.'],
  },
  'plans.ended': {
    broken: (made) => {
      const plan = made.add('plan', 'Budget 2025', { toOn: '2025-12-31' })
      return () => made.change(plan, { body: { toOn: '2026-12-31' } })
    },
    says: ['PLN-1 Budget 2025 held until 2025-12-31.'],
  },
  'plans.test-due': {
    broken: (made) => {
      const plan = made.add('plan', 'Continuity', { tests: [{ what: 'Restore', dueOn: '2026-10-01' }, { what: 'Fail over', dueOn: '2027-01-01' }] })
      return () => made.change(plan, { body: { tests: [{ what: 'Restore', dueOn: '2027-10-01' }] } })
    },
    says: ['PLN-1 "Restore" of Continuity was due on 2026-10-01.'],
  },
})
