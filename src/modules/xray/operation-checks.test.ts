import { describe, expect, it } from 'vitest'
import { SystemMaker } from '../../../test/support/systems.ts'
import { told, tries } from '../../../test/support/xrayed.ts'
import { operationChecks } from './operation-checks.ts'

const nothing = { withItems: [], longOpen: [], late: [] }

tries('Outages and items', operationChecks, {
  'services.no-item': {
    broken: (made) => {
      const [mail, portal] = [made.add('service', 'Mail', { stage: 'live' }), made.add('service', 'Portal', { stage: 'live' })]
      made.add('service', 'Idea', { stage: 'proposed' })
      made.system.operation = { ...nothing, withItems: [mail.id] }
      return () => void (made.system.operation = { ...nothing, withItems: [mail.id, portal.id] })
    },
    says: ['SVC-2 No configuration item is recorded under Portal.'],
  },
  'services.outage-open': {
    broken: (made) => {
      const mail = made.add('service', 'Mail')
      made.system.operation = { ...nothing, longOpen: [{ key: 'OUT-3', serviceId: mail.id, days: 12 }] }
      return () => void (made.system.operation = nothing)
    },
    says: ['SVC-1 OUT-3 of Mail has been open for 12 days.'],
  },
  'services.planned-late': {
    broken: (made) => {
      const mail = made.add('service', 'Mail')
      made.system.operation = { ...nothing, late: [{ key: 'OUT-4', serviceId: mail.id }, { key: 'OUT-5', serviceId: mail.id }] }
      return () => void (made.system.operation = nothing)
    },
    says: ['SVC-1 Planned work on Mail was registered after it began: OUT-4 and 1 more.'],
  },
})

describe('an organisation that keeps no items', () => {
  it('is not told that each service lacks one', () => {
    const made = new SystemMaker('Northwind')
    made.add('service', 'Mail', { stage: 'live' })
    made.system.operation = nothing
    expect(told(made.system, 'services.no-item')).toEqual([])
  })
})
