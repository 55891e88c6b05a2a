import { bodyOf } from '../../shared/bodies.ts'
import type { System, SystemElement } from '../../shared/system.ts'

import { calendar, hoursOf } from './calendar.ts'
import { chainsOf, type Given } from './promise.chain.ts'
import type { ChainedLink, ChainLink, PromiseStanding, ServicePromise } from './promise.contract.ts'
import { followed, valueOf, type Valued } from './promise.follow.ts'
import { yearFrom, type Year } from './promise.hours.ts'

type Chain = { links: Valued[]; circle: readonly SystemElement[]; bound: number | null }
type Promised = { service: SystemElement; promised: Given; chain: Chain; year: Year }

/**
 * What a service in force promises against what the chain behind it can keep. Pure.
 * Availability: the product of the links that are needed together, and 1 − Π(1 − a) of those of which one is enough; the result is the most that
 * the chain gives, since a link that promises nothing is unknown and never 100 %. Hours: what all links are open for at once.
 */
export function promiseOf(system: System, service: SystemElement): ServicePromise {
  const given = sightOf(system).promise(service)
  const { chain } = given
  return {
    service: refOf(service),
    links: chain.links.map((link): ChainedLink => ({ ...linkOf(link), standIns: link.standIns.map(linkOf) })),
    availability: availabilityOf(given),
    hours: hoursKept(given),
    circle: chain.circle.map((each) => each.key),
  }
}

/** The services that promise more availability than their chain gives, in the order of keys. */
export function promisedBeyond(system: System): SystemElement[] {
  const { services, promised, beyond } = sightOf(system)
  return services.some((service) => promised(service).availability !== null) ? services.filter(beyond) : []
}

/** What of a service's promises cannot be kept, in words, null where it can or may; `by` is the key of the agreement that promises the availability. */
export type BrokenPromise = { service: SystemElement; by: string | null; availability: string | null; hours: string | null }

/** The promises of a system that their chains cannot keep, in the order of the services' keys. Of the chains one is held at a time. */
export function brokenPromises(system: System): BrokenPromise[] {
  const { services, promised, beyond, promise } = sightOf(system)
  return services.flatMap((service) => {
    const { availability, by, hours } = promised(service)
    const tooMuch = beyond(service)
    if (!tooMuch && !hours) return []
    const given = promise(service)
    const kept = hoursKept(given)
    const broken = { availability: tooMuch ? availabilityOf(given).text : null, hours: kept.standing === 'broken' ? kept.text : null }
    return broken.availability === null && broken.hours === null ? [] : [{ service, by: availability === null ? null : (by?.key ?? null), ...broken }]
  })
}

/** A system's chains, indexed once; each is walked when it is asked for. */
function sightOf(system: System) {
  const chains = chainsOf(system)
  const { chain, bound, circle } = followed(chains)
  const year = yearFrom(system.asOf, system.organisation.timeZone)
  return {
    services: chains.services,
    promised: chains.promised,
    beyond: (service: SystemElement) => {
      const { availability } = chains.promised(service)
      return availability !== null && gapOf(availability, bound(service)) !== null
    },
    promise: (service: SystemElement): Promised => ({ service, promised: chains.promised(service), chain: { links: chain(service), circle: circle(service), bound: bound(service) }, year }),
  }
}

function availabilityOf({ promised, chain }: Promised): ServicePromise['availability'] {
  const { links } = chain
  const unknown = links.filter((link) => valueOf(link) === null).map((link) => link.raw.title)
  const achievable = chain.bound
  const gap = gapOf(promised.availability, achievable)
  const open = unknown.length > 0 || links.length === 0 || chain.circle.length > 0
  const standing: PromiseStanding = promised.availability === null ? 'nothing promised' : gap !== null ? 'broken' : open ? 'unknown' : 'kept'
  const weakest = [...links].filter((link) => valueOf(link) !== null).sort((a, b) => valueOf(a)! - valueOf(b)!)[0]?.raw.title ?? null
  const answer = { standing, promised: promised.availability, by: promised.availability === null ? null : maybeRef(promised.by), achievable, gap, weakest, unknown }
  return { ...answer, text: availabilityText(answer, chain) }
}

/** Percentage points by which a promise lies above what is achievable; null unless it does. */
function gapOf(promised: number | null, achievable: number | null): number | null {
  return promised !== null && achievable !== null && promised > achievable + 1e-9 ? promised - achievable : null
}

function availabilityText({ standing, promised, achievable, weakest, unknown }: Omit<ServicePromise['availability'], 'text'>, { links, circle }: Pick<Chain, 'links' | 'circle'>): string {
  const parts: string[] = []
  if (standing === 'nothing promised') parts.push('No availability is promised.')
  else if (standing === 'broken') parts.push(`Promised ${percent(promised!)}; the chain gives ${percent(achievable!)} at most. Weakest: ${weakest}.`)
  else if (standing === 'kept') parts.push(`Promised ${percent(promised!)}; the chain gives ${percent(achievable!)}.`)
  else parts.push(achievable === null ? `Promised ${percent(promised!)}; whether the chain gives it is not known.` : `Promised ${percent(promised!)}; what is known of the chain gives ${percent(achievable)} at most.`)
  if (links.length === 0) parts.push('No link behind it is written down.')
  if (unknown.length > 0) parts.push(`${unknown.length} of ${links.length} ${links.length === 1 ? 'link' : 'links'} ${unknown.length === 1 ? 'promises' : 'promise'} nothing: ${listed(unknown)}.`)
  if (circle.length > 0) parts.push(`It stands in a circle of dependencies: ${listed(circle.map((each) => each.title))}.`)
  return parts.join(' ')
}

function hoursKept({ promised, chain, year }: Promised): ServicePromise['hours'] {
  const { links } = chain
  const unknown = links.filter((link) => link.hours.length === 0).map((link) => link.raw.title)
  if (!promised.hours) return { promised: null, minutes: null, uncovered: null, first: null, standing: 'nothing promised', unknown, text: 'No service hours are promised.' }
  const { minutes, uncovered, first, firstText } = year.support(promised.hours, [...new Set(links.map((link) => link.hours))].filter((each) => each.length > 0))
  const open = unknown.length > 0 || links.length === 0 || chain.circle.length > 0
  const standing = uncovered > 0 ? 'broken' : open ? 'unknown' : 'kept'
  const says = hoursOf(bodyOf(calendar, promised.hours).windows) || 'no hours'
  const texts = {
    broken: `Promised ${says}; ${hoursText(uncovered)} of the year to come are not supported, first on ${firstText}.`,
    kept: `Promised ${says}; every link is there as long.`,
    unknown: `Promised ${says}; whether every link is there as long is not known.`,
  }
  const silent = unknown.length > 0 ? ` ${unknown.length} of ${links.length} ${links.length === 1 ? 'link' : 'links'} ${unknown.length === 1 ? 'names' : 'name'} no hours: ${listed(unknown)}.` : ''
  return { promised: refOf(promised.hours), minutes, uncovered, first, standing, unknown, text: texts[standing] + silent }
}

function linkOf({ raw, availability }: Valued): ChainLink {
  const { given } = raw
  return {
    element: maybeRef(raw.element), title: raw.title, how: raw.how, availability, says: availability === given.availability ? null : given.availability,
    by: given.availability === null && given.hours === null ? null : maybeRef(given.by), hours: maybeRef(given.hours),
  }
}

function refOf({ key, kind, title }: SystemElement) {
  return { key, kind, title }
}

function maybeRef(element: SystemElement | null) {
  return element === null ? null : refOf(element)
}

function listed(names: readonly string[], most = 4): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`
}

/** A share in percent, cut to two decimals and never rounded up; from 99.9 % on to four, where each of them counts: 98.34 %, 99.9 %, 99.9951 %. */
export function percent(value: number): string {
  const most = value >= 99.9 ? 4 : 2
  const cut = Math.floor(value * 10 ** most + 1e-6) / 10 ** most
  const digits = String(cut).split('.')[1]?.length ?? 0
  return `${cut.toFixed(Math.min(most, Math.max(1, digits)))} %`
}

function hoursText(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  return hours > 0 ? `${hours.toLocaleString('en')} ${hours === 1 ? 'hour' : 'hours'}` : `${minutes} minutes`
}
