import { expect, it } from 'vitest'
import { SystemMaker } from '../../../test/support/systems.ts'
import { to, told, tries } from '../../../test/support/xrayed.ts'
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

it('a limit that a routine asks for at its steps is kept by it, and needs no measure', () => {
  const made = new SystemMaker('Northwind')
  made.add('policy', 'Appetite', { principles: [{ text: 'Low', threshold: { ...threshold, quantity: 'Residual risk level' } }] })
  expect(told(made.system, 'policies.threshold-unmeasured')).toHaveLength(1)
  made.add('routine', 'Risk', { thresholds: [{ id: 'appetite', policy: 'POL-1', quantity: 'Residual risk level' }] })
  expect(told(made.system, 'policies.threshold-unmeasured')).toEqual([])
})
