import { to, tries } from '../../../test/support/xrayed.ts'
import { unitChecks } from './unit-checks.ts'

tries('Units', unitChecks, {
  'units.circle': {
    broken: (made) => {
      const [a, b] = [made.add('unit', 'A'), made.add('unit', 'B')]
      made.change(a, { links: [to('partOf', b)] })
      const under = made.change(b, { links: [to('partOf', a)] })
      return () => made.change(under, { links: [] })
    },
    says: ['UNT-1 A → B → A are part of each other.'],
  },
  'units.no-parent': {
    broken: (made) => {
      const top = made.add('unit', 'Top')
      made.add('unit', 'Below', {}, { links: [to('partOf', top)] })
      const lone = made.add('unit', 'Lone')
      return () => made.change(lone, { links: [to('partOf', top)] })
    },
    says: ['UNT-3 Lone is part of no unit and contains none.'],
  },
  'units.idle': {
    broken: (made) => {
      const [unit, service] = [made.add('unit', 'Desk'), made.add('service', 'Mail')]
      return () => made.change(unit, { links: [to('provides', service)] })
    },
    says: ['UNT-1 Desk provides no service and operates no routine.'],
  },
})
