import { counted } from '../../shared/faults.ts'
import type { OperationFacts } from '../../shared/system.ts'
import { bodyOf } from '../../shared/bodies.ts'
import { service } from '../operating-model/service.ts'
import { each, mendedAt, type Check, type Hit } from './check.ts'
import type { Sight } from './sight.ts'

/** Longer than this an outage is hardly still going on: somebody forgot to end it. */
export const longOpenDays = 7
/** How far back planned work that was registered late is looked for. */
export const lateWithinDays = 90

/** Hits from what is known of outages and items; without that knowledge, as on a past day, none. */
function known(find: (facts: OperationFacts, sight: Sight) => Hit[]): (sight: Sight) => Hit[] {
  return (sight) => (sight.system.operation ? find(sight.system.operation, sight) : [])
}

const noItem: Check = {
  id: 'services.no-item', title: 'Live service without a configuration item', severity: 'low',
  why: 'An impact cannot say what this service stands on.',
  find: (sight) => {
    const { operation } = sight.system
    if (!operation || operation.withItems.length === 0) return []
    const itemised = new Set(operation.withItems)
    return each('service', (element) => (bodyOf(service, element).stage !== 'live' || itemised.has(element.id) ? undefined : mendedAt(element, `No configuration item is recorded under ${element.title}.`, { verb: 'item.add', text: 'Add what it stands on', element: null })))(sight)
  },
}

const longOpen: Check = {
  id: 'services.outage-open', title: 'Outage open for more than a week', severity: 'high',
  why: 'It counts against availability every minute until somebody ends it.',
  find: known(({ longOpen: open }, sight) => open.flatMap(({ key, serviceId, days }) => {
    const element = sight.find(serviceId)
    return element ? [mendedAt(element, `${key} of ${element.title} has been open for ${counted(days, 'day')}.`, { verb: 'outage.end', text: 'End it, or correct when it ended', element: key })] : []
  })),
}

const late: Check = {
  id: 'services.planned-late', title: 'Planned work registered late', severity: 'medium',
  why: 'It counts as unplanned, and nobody could prepare for it.',
  find: known(({ late: works }, sight) => [...Map.groupBy(works, ({ serviceId }) => serviceId)].flatMap(([serviceId, some]) => {
    const element = sight.find(serviceId)
    const [first] = some
    if (!element || !first) return []
    const more = some.length > 1 ? ` and ${some.length - 1} more` : ''
    return [mendedAt(element, `Planned work on ${element.title} was registered after it began: ${first.key}${more}.`, { verb: 'outage.register', text: 'Register planned work before it begins', element: null })]
  })),
}

/** What the registers of outages and items say of services. */
export const operationChecks: readonly Check[] = [noItem, longOpen, late]
