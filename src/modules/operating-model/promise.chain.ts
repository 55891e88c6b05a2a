import { bodyOf } from '../../shared/bodies.ts'
import { byKey } from '../../shared/sorting.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { agreement, type AgreementBody } from './agreement.ts'

/** What an agreement gives a service or supplier: a figure in percent, and hours. */
export type Given = { availability: number | null; by: SystemElement | null; hours: SystemElement | null }

/** A link before it is valued: what stands there, or the name of something that nobody knows. */
export type RawLink = { element: SystemElement | null; title: string; how: 'dependency' | 'supplier' | 'agreement'; given: Given; standIns: RawLink[] }

/** What is needed to follow a chain: promises by what they bind, and the links of each service. */
export type Chains = {
  services: readonly SystemElement[]
  /** Promised to customers: by its SLAs. */
  promised: (service: SystemElement) => Given
  /** The links right behind a service, stand-ins beside what they stand in for. */
  links: (service: SystemElement) => RawLink[]
  dependencies: (service: SystemElement) => SystemElement[]
}

const nothing: Given = { availability: null, by: null, hours: null }

/** True while an agreement holds on a day. */
export function holdsOnDay({ startOn, endOn }: Pick<AgreementBody, 'startOn' | 'endOn'>, on: string): boolean {
  return (startOn === null || startOn <= on) && (endOn === null || on <= endOn)
}

/** The highest availability that an agreement promises, in percent; null: none. */
export function availabilityOf(body: AgreementBody): number | null {
  const figures = body.targets.filter((target) => target.quantity === 'availability' && target.unit === '%' && target.comparator === 'at least').map((target) => target.value)
  return figures.length > 0 ? Math.max(...figures) : null
}

/** Indexes the agreements, services and suppliers of a system once for any number of chains. */
export function chainsOf(system: System): Chains {
  const inForce = system.elements.filter((element) => element.status === 'in force').sort(byKey)
  const ids = new Map(inForce.map((element) => [element.id, element]))
  const names = new Map([...system.retired, ...system.elements].map((element) => [element.id, element.title]))
  const binding = new Map<string, SystemElement[]>()
  for (const element of inForce) {
    if (element.kind !== 'agreement' || !holdsOnDay(bodyOf(agreement, element), system.asOf)) continue
    for (const link of element.links) if (link.type === 'binds') binding.set(link.to, [...(binding.get(link.to) ?? []), element])
  }
  const bound = (id: string, type: AgreementBody['type']) => (binding.get(id) ?? []).filter((each) => bodyOf(agreement, each).type === type)
  const hoursOf = (each: SystemElement) => each.links.flatMap((link) => (link.type === 'binds' ? (ids.get(link.to) ?? []) : [])).find((end) => end.kind === 'calendar') ?? null
  const given = (agreements: readonly SystemElement[]) => best(agreements, hoursOf)
  const suppliers = suppliersOf(inForce)
  const own = (service: SystemElement): Given => {
    const [outward, inward] = [given(bound(service.id, 'SLA')), given(bound(service.id, 'OLA'))]
    return { availability: outward.availability ?? inward.availability, by: outward.by ?? inward.by, hours: outward.hours ?? inward.hours }
  }
  const contracted = (supplier: SystemElement, service: SystemElement): Given =>
    given(bound(supplier.id, 'contract').filter((each) => {
      const services = each.links.filter((link) => link.type === 'binds' && ids.get(link.to)?.kind === 'service')
      return services.length === 0 || services.some((link) => link.to === service.id)
    }))
  const links = (service: SystemElement): RawLink[] => {
    const supporting = bound(service.id, 'SLA').length > 0 ? bound(service.id, 'OLA').map((each): RawLink => ({ element: each, title: each.title, how: 'agreement', given: given([each]), standIns: [] })) : []
    const needed = service.links.filter((link) => link.type === 'dependsOn').map((link) => {
      const element = ids.get(link.to) ?? null
      return { for: link.for, to: link.to, raw: { element, title: element?.title ?? names.get(link.to) ?? 'A service that is not in force', how: 'dependency' as const, given: element ? own(element) : nothing, standIns: [] } }
    })
    const provided = (suppliers.get(service.id) ?? []).map(({ supplier, standsInFor }) => ({
      for: standsInFor, to: supplier.id, raw: { element: supplier, title: supplier.title, how: 'supplier' as const, given: contracted(supplier, service), standIns: [] },
    }))
    const unknown = service.unknown.filter((name) => name.type === 'dependsOn' && !name.itself).map(({ name }): RawLink => ({ element: null, title: name, how: 'dependency', given: nothing, standIns: [] }))
    return [...supporting, ...beside(needed), ...beside(provided), ...unknown].filter((link) => link.how !== 'agreement' || link.given.availability !== null || link.given.hours !== null)
  }
  return {
    services: inForce.filter((element) => element.kind === 'service'),
    promised: (service) => given(bound(service.id, 'SLA')),
    links,
    dependencies: (service) => service.links.flatMap((link) => (link.type === 'dependsOn' ? (ids.get(link.to) ?? []) : [])).filter((end) => end.kind === 'service'),
  }
}

function suppliersOf(inForce: readonly SystemElement[]): Map<string, { supplier: SystemElement; standsInFor: string | undefined }[]> {
  const suppliers = new Map<string, { supplier: SystemElement; standsInFor: string | undefined }[]>()
  for (const supplier of inForce) {
    if (supplier.kind !== 'supplier') continue
    for (const link of supplier.links) if (link.type === 'provides') suppliers.set(link.to, [...(suppliers.get(link.to) ?? []), { supplier, standsInFor: link.for }])
  }
  return suppliers
}

/** Links whose `for` names another one stand beside it: either is enough (docs/decisions/redundancy.md). */
function beside(links: readonly { for: string | undefined; to: string; raw: Omit<RawLink, 'standIns'> & { standIns: never[] } }[]): RawLink[] {
  const first = links.filter((link) => link.for === undefined || !links.some((other) => other.to === link.for && other.for === undefined))
  return first.map((link) => ({ ...link.raw, standIns: links.filter((other) => other.for === link.to && !first.includes(other)).map((other) => other.raw) }))
}

function best(agreements: readonly SystemElement[], hoursOf: (each: SystemElement) => SystemElement | null): Given {
  let found: Given = nothing
  for (const each of agreements) {
    const availability = availabilityOf(bodyOf(agreement, each))
    if (availability !== null && (found.availability === null || availability > found.availability)) found = { ...found, availability, by: each }
    found = { ...found, hours: found.hours ?? hoursOf(each) }
  }
  return found.by === null && agreements[0] ? { ...found, by: agreements[0] } : found
}
