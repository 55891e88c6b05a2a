import { to, tries } from '../../../test/support/xrayed.ts'
import { policyChecks } from './policy-checks.ts'

const threshold = { quantity: 'Change failure rate', comparator: 'at most', value: 15, unit: '%' }

tries('Policies', policyChecks, {
  'policies.govern-nothing': {
    broken: (made) => {
      const [policy, routine] = [made.add('policy', 'Change'), made.add('routine', 'Change')]
      return () => made.change(policy, { links: [to('governs', routine)] })
    },
    says: ['POL-1 Change governs nothing.'],
  },
  'policies.threshold-unmeasured': {
    broken: (made) => {
      const policy = made.add('policy', 'Change', { principles: [{ text: 'Few fail', threshold }, { text: 'Small' }] })
      made.add('measure', 'Change failure rate')
      return () => made.add('measure', 'Failed changes', {}, { links: [to('measures', policy, { note: 'change failure rate' })] })
    },
    says: ['POL-1 Change sets a limit, Change failure rate at most 15 %, and no measure shows it.'],
  },
  'policies.no-principle': {
    broken: (made) => {
      const policy = made.add('policy', 'Change')
      return () => made.change(policy, { body: { principles: [{ text: 'Small' }] } })
    },
    says: ['POL-1 Change holds no principle.'],
  },
  'policies.old': {
    broken: (made) => {
      const policy = made.add('policy', 'Change', {}, { effectiveOn: '2023-11-23' })
      return () => made.change(policy, { effectiveOn: '2023-11-24' })
    },
    says: ['POL-1 Change has not changed since 2023-11-23.'],
  },
})
