import type { SystemElement } from '../../shared/system.ts'
import { every, scope, type ScopeEntry } from '../scope/scope.ts'
import { bodyOf } from '../../shared/bodies.ts'
import { at, each, mendedAt, type Check, type Hit } from './check.ts'
import type { Sight } from './sight.ts'

function entriesOf(sight: Sight): readonly ScopeEntry[] {
  const element = sight.of('scope')[0]
  return element ? bodyOf(scope, element).entries : []
}

/** True of an entry that speaks of every service; of a supplier it only says that all that it provides is meant. */
function ofEveryService(entry: ScopeEntry): boolean {
  return entry.service === every && entry.axis !== 'supplier'
}

/** Ids of the services that are in scope somewhere, partly included; every one where an entry says so of all. */
export function servicesInScope(sight: Sight): ReadonlySet<string> {
  const covering = entriesOf(sight).filter((entry) => entry.state !== 'not yet')
  const all = covering.some(ofEveryService) ? sight.of('service').map((service) => service.id) : []
  return new Set([...all, ...covering.map((entry) => entry.service)])
}

const state = (key: string) => ({ verb: 'scope.state', text: 'Say whether it is in, partly or not yet', element: key })

const notStated: Check = {
  id: 'scope.service-not-stated', title: 'Service in the portfolio, not stated in scope', severity: 'medium',
  why: 'Nobody can say whether the system covers the service.',
  find: (sight) => {
    const entries = entriesOf(sight)
    const named = new Set(entries.map((entry) => entry.service))
    if (entries.some(ofEveryService)) return []
    return sight.of('service').filter((service) => !named.has(service.id)).map((service) => mendedAt(service, `The scope does not state ${service.title}.`, state(service.key)))
  },
}

const supplierNotStated: Check = {
  id: 'scope.supplier-not-stated', title: 'Supplier not stated in scope', severity: 'low',
  why: 'Services depend on somebody of whom the scope says nothing.',
  find: (sight) => {
    const named = new Set(entriesOf(sight).filter((entry) => entry.axis === 'supplier').map((entry) => entry.element))
    if (named.has(every)) return []
    const unnamed = sight.of('supplier').filter((supplier) => !named.has(supplier.id))
    return unnamed.map((supplier) => mendedAt(supplier, `The scope does not state the supplier ${supplier.title}.`, state(supplier.key)))
  },
}

const late: Check = {
  id: 'scope.promise-late', title: 'Not yet in scope, past its day', severity: 'high',
  why: 'What was promised to be covered by a day is not.',
  find: (sight) => {
    const passed = entriesOf(sight).filter((entry) => entry.state === 'not yet' && entry.byOn !== undefined && entry.byOn < sight.on)
    return passed.flatMap((entry): Hit[] => {
      const element = sight.find(entry.service) ?? sight.find(entry.element) ?? sight.of('scope')[0]
      if (!element) return []
      return [mendedAt(element, `${placeOf(entry, sight)} was to be in scope by ${entry.byOn}.`, { ...state(element.key), text: 'Put it in scope, or give a new reason and day' })]
    })
  },
}

function placeOf(entry: ScopeEntry, sight: Sight): string {
  const service = entry.service === every ? 'Everything' : (sight.find(entry.service)?.title ?? 'A service')
  const place = entry.element === every ? '' : ` for ${sight.find(entry.element)?.title ?? `a ${entry.axis}`}`
  return `${service}${place}`
}

const retired: Check = {
  id: 'scope.retired', title: 'Scope names what is no longer in force', severity: 'medium',
  why: 'The scope covers something that does not exist any more.',
  find: (sight) => {
    const element = sight.of('scope')[0]
    const ids = new Set(entriesOf(sight).flatMap((entry) => [entry.service, entry.element]).filter((id) => id !== every))
    if (!element) return []
    return [...ids].filter((id) => !sight.find(id) && !sight.draft(id)).map((id) => {
      const gone = sight.gone(id)
      const what = gone ? `${gone.title} (${gone.key}), retired on ${gone.retiredOn}` : 'something that is not in force'
      return at(element, `The scope still names ${what}.`, 'Take its entries out of the scope', 'scope.state')
    })
  },
}

const nothingIn: Check = {
  id: 'scope.empty', title: 'Nothing is in scope', severity: 'high',
  why: 'A management system without scope manages nothing.',
  find: (sight) => {
    const element: SystemElement | undefined = sight.of('scope')[0]
    if (sight.of('service').length === 0 || servicesInScope(sight).size > 0) return []
    return [mendedAt(element ?? null, 'No service is in scope.', { verb: 'scope.state', text: 'Put the most critical service in scope', element: element?.key ?? null })]
  },
}

const unowned: Check = {
  id: 'scope.service-unowned', title: 'Service in scope without owner', severity: 'high',
  why: 'Nobody answers for a service that the system promises to manage.',
  find: (sight) => {
    const inScope = servicesInScope(sight)
    return each('service', (service) => {
      if (!inScope.has(service.id)) return undefined
      const role = sight.find(service.accountable)
      if (!role) return at(service, `${service.title} is in scope and names no accountable role.`, 'Name the role that answers for it')
      const held = sight.holders(role).some((holder) => !holder.deputy && (holder.elementId === null || holder.elementId === service.id))
      if (held) return undefined
      return mendedAt(service, `${service.title} is in scope and nobody is its ${role.title.toLowerCase()}.`, { verb: 'holder.appoint', text: `Appoint the ${role.title.toLowerCase()}`, element: role.key })
    })(sight)
  },
}

const unprovidedSupplier: Check = {
  id: 'scope.supplier-unused', title: 'Supplier in scope that provides nothing', severity: 'low',
  why: 'Either a service forgets whom it depends on, or the supplier is not needed.',
  find: (sight) => {
    const covered = new Set(entriesOf(sight).filter((entry) => entry.axis === 'supplier' && entry.state !== 'not yet').map((entry) => entry.element))
    const idle = sight.of('supplier').filter((supplier) => covered.has(supplier.id) && sight.ends(supplier, 'provides').length === 0)
    return idle.map((supplier) => at(supplier, `${supplier.title} is in scope and provides no service.`, 'Link the services that it provides'))
  },
}

/** Questions about what the system covers. */
export const scopeChecks: readonly Check[] = [nothingIn, unowned, late, notStated, retired, supplierNotStated, unprovidedSupplier]
