import { to, tries } from '../../../test/support/xrayed.ts'
import { measureChecks } from './measure-checks.ts'

const availability = { type: 'availability' }
const promise = { targets: [{ quantity: 'availability', comparator: 'at least', value: 99.9, unit: '%' }] }
const principle = (comparator: string, value: number) => ({ text: 'Few fail', threshold: { quantity: 'Change failure rate', comparator, value, unit: '%' } })

tries('Measures', measureChecks, {
  'measures.laxer-than-promise': {
    broken: (made) => {
      const mail = made.add('service', 'Mail')
      made.add('agreement', 'Mail SLA', promise, { links: [to('binds', mail)] })
      made.add('agreement', 'Ended SLA', { ...promise, endOn: '2026-01-01' }, { links: [to('binds', mail)] })
      const measure = made.add('measure', 'Availability of mail', { formula: availability, target: 99.5 }, { links: [to('measures', mail)] })
      return () => made.change(measure, { body: { target: 99.9 } })
    },
    says: ['MSR-1 Availability of mail aims at 99.5 %, and Mail SLA promises 99.9 %.'],
  },
  'measures.no-target': {
    broken: (made) => {
      const measure = made.add('measure', 'Incidents')
      return () => made.change(measure, { body: { target: 0 } })
    },
    says: ['MSR-1 Incidents has no target.'],
  },
  'measures.measures-nothing': {
    broken: (made) => {
      const [gone, mail] = [made.add('service', 'Gone'), made.add('service', 'Mail')]
      const measure = made.add('measure', 'Incidents', {}, { links: [to('measures', gone)] })
      made.retire(gone)
      return () => made.change(measure, { links: [to('measures', mail)] })
    },
    says: ['MSR-1 Incidents measures nothing that is in force.'],
  },
  'measures.no-formula': {
    broken: (made) => {
      const measure = made.add('measure', 'Incidents')
      return () => made.change(measure, { body: { formula: { type: 'count' } } })
    },
    says: ['MSR-1 Incidents does not say how it is computed.'],
  },
  'measures.threshold-disagrees': {
    broken: (made) => {
      const policy = made.add('policy', 'Change', { principles: [principle('at most', 15)] })
      const measure = made.add('measure', 'Change failure rate', { target: 20, direction: 'lower is better', unit: '%' }, { links: [to('measures', policy)] })
      return () => made.change(measure, { body: { target: 15 } })
    },
    says: ['MSR-1 Change failure rate aims at 20 %, and Change asks for Change failure rate at most 15 %.'],
  },
  'measures.score-of-nothing': {
    broken: (made) => {
      const part = made.add('measure', 'Delivered in time')
      const score = (measure: string) => ({ formula: { type: 'score', criteria: [{ name: 'In time', weight: 1, measure }, { name: 'By hand', weight: 1 }] } })
      const measure = made.add('measure', 'Supplier score', score('MSR-9'))
      return () => made.change(measure, { body: score(part.key) })
    },
    says: ['MSR-2 Supplier score counts "In time" by MSR-9, which is not in force.'],
  },
})

tries('A target on the other side', measureChecks.filter((check) => check.id === 'measures.threshold-disagrees'), {
  'measures.threshold-disagrees': {
    broken: (made) => {
      const policy = made.add('policy', 'Change', { principles: [principle('at least', 90)] })
      const measure = made.add('measure', 'Change failure rate', { target: 95, direction: 'lower is better' }, { links: [to('measures', policy)] })
      return () => made.change(measure, { body: { direction: 'higher is better' } })
    },
    says: ['MSR-1 Change failure rate aims at 95, and Change asks for Change failure rate at least 90 %.'],
  },
})
