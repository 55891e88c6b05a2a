import { to, tries } from '../../../test/support/xrayed.ts'
import { serviceChecks } from './service-checks.ts'

tries('Services', serviceChecks, {
  'services.no-team': {
    broken: (made) => {
      const service = made.add('service', 'Email')
      made.add('service', 'Print', {}, { unknown: [{ type: 'provides', name: 'desk' }] })
      return () => made.add('supplier', 'Nordlink', {}, { links: [to('provides', service)] })
    },
    says: ['SVC-1 No unit or supplier provides Email.'],
  },
  'services.unknown-team': {
    broken: (made) => {
      const service = made.add('service', 'Print', {}, { unknown: [{ type: 'provides', name: 'desk' }] })
      made.add('service', 'Email')
      return () => made.add('unit', 'Desk', {}, { links: [to('provides', service)] })
    },
    says: ['SVC-1 Print is provided by "desk" alone, which is in no list.'],
  },
  'services.dependency-not-in-force': {
    broken: (made) => {
      const [network, mail, next] = [made.add('service', 'Network'), made.add('service', 'Mail'), made.add('service', 'Next', {}, { status: 'draft', version: 0 })]
      made.change(mail, { links: [to('dependsOn', network), to('dependsOn', next)] })
      made.retire(network)
      return () => made.change(mail, { links: [] })
    },
    says: ['SVC-2 Mail depends on Network (SVC-1), retired on 2026-06-30.', 'SVC-2 Mail depends on Next (SVC-3), which is still a draft.'],
  },
  'services.no-agreement': {
    broken: (made) => {
      const mail = made.add('service', 'Mail')
      made.add('service', 'Idea', { stage: 'proposed' })
      made.add('agreement', 'Old SLA', { type: 'SLA', endOn: '2026-01-31' }, { links: [to('binds', mail)] })
      made.add('agreement', 'OLA', { type: 'OLA' }, { links: [to('binds', mail)] })
      return () => made.add('agreement', 'SLA', { type: 'SLA', endOn: '2026-11-23' }, { links: [to('binds', mail)] })
    },
    says: ['SVC-1 No agreement says what is promised for Mail.'],
  },
  'services.dependency-unknown': {
    broken: (made) => {
      const mail = made.add('service', 'Mail', {}, { unknown: [{ type: 'dependsOn', name: 'postgres' }, { type: 'dependsOn', name: 'mail', itself: true }] })
      return () => made.change(mail, { unknown: [] })
    },
    says: ['SVC-1 Mail depends on "postgres", which is in no list.'],
  },
  'services.circle': {
    broken: (made) => {
      const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((title) => made.add('service', title)) as [never, never, never, never]
      const chain = [[a, b], [b, c], [c, a], [d, a]] as { id: string }[][]
      for (const [from, end] of chain) made.change(made.system.elements.find((each) => each.id === from!.id)!, { links: [to('dependsOn', end!)] })
      return () => made.change(made.system.elements.find((each) => each.title === 'C')!, { links: [] })
    },
    says: ['SVC-1 A → B → C → A depend on each other.'],
  },
  'services.depends-on-less-critical': {
    broken: (made) => {
      const [weak, mail] = [made.add('service', 'Cache', { criticality: 3 }), made.add('service', 'Mail', { criticality: 1 })]
      const known = made.add('service', 'Not judged')
      made.add('service', 'Wiki', { criticality: 3 }, { links: [to('dependsOn', mail)] })
      made.change(mail, { links: [to('dependsOn', weak), to('dependsOn', known)] })
      return () => made.change(weak, { body: { criticality: 1 } })
    },
    says: ['SVC-2 Mail (criticality 1) depends on Cache (3).'],
  },
  'services.supplier-alone': {
    broken: (made) => {
      const mail = made.add('service', 'Mail')
      made.add('supplier', 'Nordlink', {}, { links: [to('provides', mail)] })
      return () => made.add('unit', 'Desk', {}, { links: [to('provides', mail)] })
    },
    says: ['SVC-1 Mail is provided by Nordlink alone.'],
  },
  'services.depends-on-itself': {
    broken: (made) => {
      const mail = made.add('service', 'Mail', {}, { unknown: [{ type: 'dependsOn', name: 'mail', itself: true }] })
      return () => made.change(mail, { unknown: [{ type: 'dependsOn', name: 'mail' }] })
    },
    says: ['SVC-1 Mail names itself ("mail") as what it depends on.'],
  },
  'services.depends-on-retiring': {
    broken: (made) => {
      const old = made.add('service', 'Old store', { stage: 'retiring' })
      made.add('service', 'Mail', {}, { links: [to('dependsOn', old)] })
      made.add('service', 'Older', { stage: 'retiring' }, { links: [to('dependsOn', old)] })
      return () => made.change(old, { body: { stage: 'live' } })
    },
    says: ['SVC-2 Mail depends on Old store, which is being retired.'],
  },
})
