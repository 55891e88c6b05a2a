import { tries } from '../../../test/support/xrayed.ts'
import type { SystemMaker } from '../../../test/support/systems.ts'
import { scopeChecks } from './scope-checks.ts'

const entry = (service: string, state: string, more: object = {}) => ({ service, axis: 'unit', element: '*', state, ...more })

function scoped(made: SystemMaker, ...entries: object[]) {
  const service = made.add('service', 'Email')
  return { service, scope: made.add('scope', 'Scope', { entries: entries.map((each) => ({ ...entry(service.id, 'in'), ...each })) }) }
}

tries('The scope', scopeChecks, {
  'scope.empty': {
    broken: (made) => {
      const { scope } = scoped(made, { state: 'not yet', reason: 'Later', byOn: '2027-01-01' })
      return () => made.change(scope, { body: { entries: [entry('*', 'partly')] } })
    },
    says: ['SCO-1 No service is in scope.'],
  },
  'scope.service-unowned': {
    broken: (made) => {
      const { service } = scoped(made, {})
      const owner = made.add('role', 'Service owner', { heldPer: 'service' })
      made.add('service', 'Print')
      return () => {
        made.change(service, { accountable: owner.id })
        made.holds(owner, made.person('Ada'), { elementId: service.id })
      }
    },
    says: ['SVC-1 Email is in scope and names no accountable role.'],
  },
  'scope.promise-late': {
    broken: (made) => {
      const { scope } = scoped(made, { state: 'not yet', reason: 'Moves', byOn: '2026-11-22' })
      return () => made.change(scope, { body: { entries: [entry('service-1', 'not yet', { reason: 'Moves', byOn: '2026-11-23' })] } })
    },
    says: ['SVC-1 Email was to be in scope by 2026-11-22.'],
  },
  'scope.service-not-stated': {
    broken: (made) => {
      const { scope } = scoped(made, {})
      made.add('service', 'Print')
      return () => made.change(scope, { body: { entries: [entry('*', 'in')] } })
    },
    says: ['SVC-2 The scope does not state Print.'],
  },
  'scope.retired': {
    broken: (made) => {
      const { scope } = scoped(made, {}, { element: 'unit-1' })
      made.retire(made.add('unit', 'Old team'))
      return () => made.change(scope, { body: { entries: [entry('service-1', 'in')] } })
    },
    says: ['SCO-1 The scope still names Old team (UNT-1), retired on 2026-06-30.'],
  },
  'scope.supplier-not-stated': {
    broken: (made) => {
      const { scope } = scoped(made, {})
      const supplier = made.add('supplier', 'Nordlink')
      return () => made.change(scope, { body: { entries: [entry('*', 'in', { axis: 'supplier', element: supplier.id })] } })
    },
    says: ['SUP-1 The scope does not state the supplier Nordlink.'],
  },
  'scope.supplier-unused': {
    broken: (made) => {
      const supplier = made.add('supplier', 'Nordlink')
      const { service } = scoped(made, { axis: 'supplier', element: supplier.id })
      return () => made.change(supplier, { links: [{ type: 'provides', to: service.id }] })
    },
    says: ['SUP-1 Nordlink is in scope and provides no service.'],
  },
})

tries('A service in scope', scopeChecks.filter((check) => check.id === 'scope.service-unowned'), {
  'scope.service-unowned': {
    broken: (made) => {
      const { service } = scoped(made, {})
      const owner = made.add('role', 'Service owner', { heldPer: 'service' })
      made.change(service, { accountable: owner.id })
      made.holds(owner, made.person('Ada'), { deputy: true, elementId: service.id })
      made.holds(owner, made.person('Bo'), { elementId: 'service-9' })
      return () => made.holds(owner, made.person('Cy'))
    },
    says: ['SVC-1 Email is in scope and nobody is its service owner.'],
  },
})
