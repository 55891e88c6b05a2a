import type { SystemElement } from '../../shared/system.ts'
import { groupsOf } from './circles.ts'
import type { Chains, RawLink } from './promise.chain.ts'

/** A link of a chain with what it gives: `availability` is never above what its own chain gives; `hours` are its calendars and those of its stand-ins. */
export type Valued = { raw: RawLink; availability: number | null; standIns: Valued[]; hours: readonly SystemElement[] }

/** Chains that are followed only when they are asked for: what is kept of each service are its own links and what its chain gives. */
export type Followed = {
  /** The links behind a service, each once: where one promises nothing, those behind it stand in the chain as well. As long as the chain is. */
  chain: (service: SystemElement) => Valued[]
  /** Percent that the chain behind a service gives at most; null: nothing is known of it. */
  bound: (service: SystemElement) => number | null
  /** The services that depend on each other in a circle with this one; empty: none. */
  circle: (service: SystemElement) => readonly SystemElement[]
}

/** `round` is the last walk that came by, so that a walk keeps no set of its own. */
type Mark = { round: number }
type Place = Mark & { steps: Step[]; circle: readonly SystemElement[]; bound: number | null | undefined }
type Step = { link: Valued; name: Mark; further: Place | undefined }
type Ways = { places: ReadonlyMap<string, Place>; bound: (place: Place) => number | null; name: (raw: RawLink) => Mark; hours: (calendars: readonly SystemElement[]) => readonly SystemElement[] }

/** Values the links of every service. Groups come with what they lead to first, so that what a chain gives is known before it is needed. */
export function followed(chains: Chains): Followed {
  const places = new Map<string, Place>()
  const walk = walker()
  const bound = (place: Place) => (place.bound === undefined ? (place.bound = productOf(walk, place)) : place.bound)
  const ways = { places, bound, name: marks(), hours: sameHours() }
  for (const group of groupsOf(chains.services, chains.dependencies)) {
    const circle = group.length > 1 ? group : []
    // All before any is set: what stands in a circle with a service is not followed from it.
    const fresh = group.map((service) => [service.id, { round: 0, steps: chains.links(service).map((raw) => stepOf(raw, ways)), circle, bound: undefined }] as const)
    for (const [id, place] of fresh) places.set(id, place)
  }
  return {
    chain: (service) => {
      const links: Valued[] = []
      walk(places.get(service.id)!, (link) => void links.push(link))
      return links
    },
    bound: (service) => bound(places.get(service.id)!),
    circle: (service) => places.get(service.id)!.circle,
  }
}

function stepOf(raw: RawLink, ways: Ways): Step {
  const link = valued(raw, ways)
  const silent = link.availability === null && link.standIns.length === 0
  return { link, name: ways.name(raw), further: silent ? placeBehind(raw, ways) : undefined }
}

function valued(raw: RawLink, ways: Ways): Valued {
  const says = raw.given.availability
  const behind = says === null ? undefined : placeBehind(raw, ways)
  const most = behind ? ways.bound(behind) : null
  const hours = ways.hours([raw, ...raw.standIns].flatMap((each) => each.given.hours ?? []))
  return { raw, availability: says === null || most === null ? says : Math.min(says, most), standIns: raw.standIns.map((each) => valued(each, ways)), hours }
}

function placeBehind({ how, element }: RawLink, { places }: Ways): Place | undefined {
  return how === 'dependency' && element ? places.get(element.id) : undefined
}

/** One mark for each element, and for each name that nothing answers to. */
function marks(): (raw: RawLink) => Mark {
  const known = new Map<string, Mark>()
  return ({ element, title }) => {
    const name = element?.id ?? `"${title}"`
    const mark = known.get(name) ?? { round: 0 }
    known.set(name, mark)
    return mark
  }
}

/** Links with the same calendars share one list, so that the hours of a long chain are a few lists. */
function sameHours(): Ways['hours'] {
  const known = new Map<string, readonly SystemElement[]>()
  return (calendars) => {
    const name = calendars.map((each) => each.id).sort().join('+')
    const same = known.get(name) ?? calendars
    known.set(name, same)
    return same
  }
}

type Walk = (from: Place, visit: (link: Valued) => void) => void

/** Walks the links behind a place, each name and each place once, in order and without recursion, so that a long chain costs no stack. */
function walker(): Walk {
  let round = 0
  return (from, visit) => {
    round += 1
    const path = [{ place: from, at: 0 }]
    for (let here = path.at(-1); here; here = path.at(-1)) {
      const step = here.place.steps[here.at++]
      if (!step) {
        path.pop()
        continue
      }
      if (step.name.round !== round) visit(step.link)
      step.name.round = round
      if (!step.further || step.further.round === round) continue
      step.further.round = round
      path.push({ place: step.further, at: 0 })
    }
  }
}

/** Percent that the known links behind a place give together; null where none is known. */
function productOf(walk: Walk, place: Place): number | null {
  const found = { any: false, product: 1 }
  walk(place, (link) => {
    const value = valueOf(link)
    if (value === null) return
    found.any = true
    found.product = (found.product * value) / 100
  })
  return found.any ? 100 * found.product : null
}

/** Percent that a link gives with its stand-ins: one of them is enough; one that promises nothing adds nothing. */
export function valueOf(link: Valued): number | null {
  if (link.standIns.length === 0) return link.availability === null ? null : 100 * (1 - (1 - link.availability / 100))
  const values = [link, ...link.standIns].flatMap((each) => each.availability ?? [])
  if (values.length === 0) return null
  return 100 * (1 - values.reduce((product, value) => product * (1 - value / 100), 1))
}
