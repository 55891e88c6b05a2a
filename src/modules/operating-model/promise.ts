import { bodyOf } from '../../shared/bodies.ts'
import type { System, SystemElement } from '../../shared/system.ts'

import { calendar, hoursOf } from './calendar.ts'
import { groupsOf } from './circles.ts'
import { chainsOf, type Chains, type Given, type RawLink } from './promise.chain.ts'
import type { ChainedLink, ChainLink, PromiseStanding, ServicePromise } from './promise.contract.ts'
import { yearFrom, type Year } from './promise.hours.ts'

/** A link of a chain with what it gives: `bound` is never above what its own chain gives. */
type Valued = { raw: RawLink; availability: number | null; standIns: Valued[] }
type Chain = { links: Valued[]; circle: readonly SystemElement[] }

/**
 * What each service of a system promises against what the chain behind it can keep. Pure.
 * Availability: the product of the links that are needed together, and 1 − Π(1 − a) of those of which one is enough; the result is the most that
 * the chain gives, since a link that promises nothing is unknown and never 100 %. Hours: what all links are open for at once.
 */
export function promisesOf(system: System): Map<string, ServicePromise> {
  const chains = chainsOf(system)
  const known = followed(chains)
  const year = yearFrom(system.asOf, system.organisation.timeZone)
  return new Map(chains.services.map((service) => [service.id, promiseOf({ service, promised: chains.promised(service), chain: known.get(service.id)!, year })]))
}

/** The services that promise more availability than their chain gives, in the order of keys. */
export function promisedBeyond(system: System): SystemElement[] {
  const chains = chainsOf(system)
  if (!chains.services.some((service) => chains.promised(service).availability !== null)) return []
  const known = followed(chains)
  return chains.services.filter((service) => gapOf(chains.promised(service).availability, productOf(known.get(service.id)!.links)) !== null)
}

/** The chain behind every service. Groups come with what they lead to first, so that a chain is known before it is needed. */
function followed(chains: Chains): Map<string, Chain> {
  const known = new Map<string, Chain>()
  for (const group of groupsOf(chains.services, chains.dependencies)) {
    const fresh = group.map((service) => [service.id, chainOf(service, chains, { known, group })] as const)
    for (const [id, chain] of fresh) known.set(id, chain)
  }
  return known
}

type Known = { known: ReadonlyMap<string, Chain>; group: readonly SystemElement[] }

/** The links behind a service, each once: where one promises nothing, those behind it stand in the chain as well. */
function chainOf(service: SystemElement, chains: Chains, { known, group }: Known): Chain {
  const links = new Map<string, Valued>()
  const add = (link: Valued) => {
    const name = link.raw.element?.id ?? `"${link.raw.title}"`
    if (!links.has(name)) links.set(name, link)
  }
  const valued = (raw: RawLink): Valued => {
    const behind = raw.how === 'dependency' && raw.element ? known.get(raw.element.id) : undefined
    const bound = behind ? productOf(behind.links) : null
    const says = raw.given.availability
    return { raw, availability: says === null ? null : bound === null ? says : Math.min(says, bound), standIns: raw.standIns.map(valued) }
  }
  for (const raw of chains.links(service)) {
    const link = valued(raw)
    add(link)
    if (link.availability !== null || link.standIns.length > 0 || raw.how !== 'dependency' || !raw.element) continue
    for (const further of known.get(raw.element.id)?.links ?? []) add(further)
  }
  return { links: [...links.values()], circle: group.length > 1 ? group : [] }
}

/** Percent that the known links give together; null where none is known. */
function productOf(links: readonly Valued[]): number | null {
  const values = links.flatMap((link) => valueOf(link) ?? [])
  return values.length === 0 ? null : 100 * values.reduce((product, value) => (product * value) / 100, 1)
}

/** A link with its stand-ins: one of them is enough; one that promises nothing adds nothing. */
function valueOf(link: Valued): number | null {
  const values = [link, ...link.standIns].flatMap((each) => each.availability ?? [])
  if (values.length === 0) return null
  return 100 * (1 - values.reduce((product, value) => product * (1 - value / 100), 1))
}

type Promised = { service: SystemElement; promised: Given; chain: Chain; year: Year }

function promiseOf(given: Promised): ServicePromise {
  const { service, chain } = given
  return {
    service: refOf(service),
    links: chain.links.map((link): ChainedLink => ({ ...linkOf(link), standIns: link.standIns.map(linkOf) })),
    availability: availabilityOf(given),
    hours: hoursKept(given),
    circle: chain.circle.map((each) => each.key),
  }
}

function availabilityOf({ promised, chain }: Promised): ServicePromise['availability'] {
  const { links } = chain
  const unknown = links.filter((link) => valueOf(link) === null).map((link) => link.raw.title)
  const achievable = productOf(links)
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

function availabilityText({ standing, promised, achievable, weakest, unknown }: Omit<ServicePromise['availability'], 'text'>, { links, circle }: Chain): string {
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
  const calendars = (link: Valued) => [link, ...link.standIns].flatMap((each) => each.raw.given.hours ?? [])
  const unknown = links.filter((link) => calendars(link).length === 0).map((link) => link.raw.title)
  if (!promised.hours) return { promised: null, minutes: null, uncovered: null, first: null, standing: 'nothing promised', unknown, text: 'No service hours are promised.' }
  const { minutes, uncovered, first, firstText } = year.support(promised.hours, links.map(calendars).filter((each) => each.length > 0))
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

/** A share in percent, cut and never rounded up: 99.9 %, 99.70 %, 99.9951 %. */
export function percent(value: number): string {
  const cut = Math.floor(value * 10_000 + 1e-6) / 10_000
  const digits = String(cut).split('.')[1]?.length ?? 0
  return `${cut.toFixed(Math.min(4, Math.max(1, digits)))} %`
}

function hoursText(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  return hours > 0 ? `${hours.toLocaleString('en')} ${hours === 1 ? 'hour' : 'hours'}` : `${minutes} minutes`
}
