import { to, tries } from '../../../test/support/xrayed.ts'
import { linkChecks } from './link-checks.ts'

tries('Links', linkChecks, {
  'links.owner-not-in-force': {
    broken: (made) => {
      const [gone, owner] = [made.add('role', 'Old owner'), made.add('role', 'Owner')]
      const policy = made.add('policy', 'Change', {}, { accountable: gone.id })
      made.retire(gone)
      return () => made.change(policy, { accountable: owner.id })
    },
    says: ['POL-1 Change is answered for by Old owner (ROL-1), which is not in force.'],
  },
  'links.no-owner': {
    broken: (made) => {
      const owner = made.add('role', 'Owner', {}, { accountable: 'role-1' })
      const policy = made.add('policy', 'Change')
      made.add('requirement', '8.3')
      const mail = made.add('service', 'In scope')
      made.add('scope', 'Scope', { entries: [{ service: mail.id, axis: 'unit', element: '*', state: 'in' }] }, { accountable: owner.id })
      return () => made.change(policy, { accountable: owner.id })
    },
    says: ['POL-1 Change names no accountable role.'],
  },
  'links.retired': {
    broken: (made) => {
      const gone = made.add('routine', 'Old change')
      const policy = made.add('policy', 'Change', {}, { links: [to('governs', gone)] })
      made.retire(gone)
      return () => made.change(policy, { links: [] })
    },
    says: ['POL-1 Change is linked to Old change (RTN-1), retired.'],
  },
  'links.address-retired': {
    broken: (made) => {
      const gone = made.add('role', 'Old chair')
      const review = made.add('review', 'Monthly review', { chair: gone.key, participants: [gone.key] })
      made.retire(gone)
      return () => made.change(review, { body: { chair: '', participants: [] } })
    },
    says: ['RVW-1 Monthly review still names Old chair (ROL-1), retired.'],
  },
  'links.unknown-name': {
    broken: (made) => {
      const unit = made.add('unit', 'Desk', {}, { unknown: [{ type: 'partOf', name: 'operations' }] })
      made.add('service', 'Told elsewhere', {}, { unknown: [{ type: 'provides', name: 'desk' }, { type: 'dependsOn', name: 'postgres' }] })
      return () => made.change(unit, { unknown: [] })
    },
    says: ['UNT-1 Desk names "operations", which is in no list.'],
  },
  'links.incomplete': {
    broken: (made) => {
      const unit = made.add('unit', 'Desk')
      made.add('agreement', 'Told elsewhere', { startOn: '2026-01-01' })
      return () => made.change(unit, { body: { description: 'Answers the telephone.' } })
    },
    says: ['UNT-1 Desk is not complete: Say in a sentence what the unit does.'],
  },
})
