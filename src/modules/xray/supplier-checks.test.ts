import { to, tries } from '../../../test/support/xrayed.ts'
import { supplierChecks } from './supplier-checks.ts'

tries('Suppliers', supplierChecks, {
  'suppliers.no-contract': {
    broken: (made) => {
      const supplier = made.add('supplier', 'Nordlink', { criticality: 2 })
      made.add('supplier', 'Stationery', { criticality: 3 })
      return () => made.add('agreement', 'Contract', { type: 'contract' }, { links: [to('binds', supplier)] })
    },
    says: ['SUP-1 Nordlink has criticality 2 and no contract is known.'],
  },
  'suppliers.contract-ended': {
    broken: (made) => {
      const supplier = made.add('supplier', 'Nordlink', { contractToOn: '2026-11-22' })
      return () => made.change(supplier, { body: { contractToOn: '2026-11-23' } })
    },
    says: ['SUP-1 The contract of Nordlink ended on 2026-11-22.'],
  },
  'suppliers.contract-ending': {
    broken: (made) => {
      const supplier = made.add('supplier', 'Nordlink', { contractToOn: '2027-01-31', notice: 'P6M' })
      made.add('supplier', 'Kjerne', { contractToOn: '2027-02-24' })
      return () => made.change(supplier, { body: { notice: 'P1M' } })
    },
    says: ['SUP-1 The contract of Nordlink ends on 2027-01-31, within its notice.'],
  },
  'suppliers.no-follow-up': {
    broken: (made) => {
      const supplier = made.add('supplier', 'Nordlink', {}, { reviewEvery: null })
      return () => made.add('review', 'Supplier review', {}, { links: [to('reviews', supplier)] })
    },
    says: ['SUP-1 Nobody has agreed how often Nordlink is followed up.'],
  },
  'suppliers.no-expectation': {
    broken: (made) => {
      const supplier = made.add('supplier', 'Nordlink')
      return () => made.change(supplier, { body: { expectations: ['Answers within an hour'] } })
    },
    says: ['SUP-1 No expectation of Nordlink is written down.'],
  },
})
