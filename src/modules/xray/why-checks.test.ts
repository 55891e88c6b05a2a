import { to, tries } from '../../../test/support/xrayed.ts'
import { whyChecks } from './why-checks.ts'

tries('Reasons', whyChecks, {
  'why.obligation-unserved': {
    broken: (made) => {
      const law = made.add('obligation', 'Report incidents')
      return () => made.add('policy', 'Escalation', {}, { links: [to('serves', law)] })
    },
    says: ['OBL-1 Nothing serves Report incidents.'],
  },
  'why.objective-unserved': {
    broken: (made) => {
      const goal = made.add('objective', 'Reliable mail')
      made.add('policy', 'A draft', {}, { status: 'draft', links: [to('serves', goal)] })
      return () => made.add('service', 'Email', {}, { links: [to('serves', goal)] })
    },
    says: ['OBJ-1 Nothing serves Reliable mail.'],
  },
  'why.objective-past-due': {
    broken: (made) => {
      const goal = made.add('objective', 'Reliable mail', { dueOn: '2026-11-22' })
      return () => made.change(goal, { body: { dueOn: '2026-11-23' } })
    },
    says: ['OBJ-1 Reliable mail was due on 2026-11-22 and is still in force.'],
  },
  'why.objective-unmeasured': {
    broken: (made) => {
      const goal = made.add('objective', 'Reliable mail')
      return () => made.add('measure', 'Availability', {}, { links: [to('measures', goal)] })
    },
    says: ['OBJ-1 No measure tells whether Reliable mail is reached.'],
  },
  'why.none': {
    broken: (made) => {
      const [goal, service] = [made.add('objective', 'Reliable mail'), made.add('service', 'Email')]
      made.add('unit', 'Desk')
      return () => made.change(service, { links: [to('serves', goal)] })
    },
    says: ['SVC-1 Email serves no objective or obligation.'],
  },
})
