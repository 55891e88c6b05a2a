import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SystemMaker } from '../../../test/support/systems.ts'
import { to } from '../../../test/support/xrayed.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { groupsOf } from './circles.ts'
import { chainsOf, type Chains, type RawLink } from './promise.chain.ts'
import { followed } from './promise.follow.ts'
import { brokenPromises, promisedBeyond, promiseOf } from './promise.ts'

type Plain = { raw: RawLink; availability: number | null; standIns: Plain[] }

/** Percent that links give together, each with its stand-ins; null where none is known. */
function product(links: readonly Plain[]): number | null {
  const values = links.flatMap((link) => {
    const either = [link, ...link.standIns].flatMap((each) => each.availability ?? [])
    return either.length === 0 ? [] : [100 * (1 - either.reduce((none, value) => none * (1 - value / 100), 1))]
  })
  return values.length === 0 ? null : 100 * values.reduce((whole, value) => (whole * value) / 100, 1)
}

/** Straightforward: the whole chain of every service is written out, and that of what it leads to is copied into it. */
function writtenOut(chains: Chains): Map<string, Plain[]> {
  const known = new Map<string, Plain[]>()
  const valued = (raw: RawLink): Plain => {
    const behind = raw.how === 'dependency' && raw.element ? known.get(raw.element.id) : undefined
    const bound = behind ? product(behind) : null
    const says = raw.given.availability
    return { raw, availability: says === null ? null : bound === null ? says : Math.min(says, bound), standIns: raw.standIns.map(valued) }
  }
  const chainOf = (service: SystemElement) => {
    const links = new Map<string, Plain>()
    const add = (link: Plain) => {
      const name = link.raw.element?.id ?? `"${link.raw.title}"`
      if (!links.has(name)) links.set(name, link)
    }
    for (const raw of chains.links(service)) {
      const link = valued(raw)
      add(link)
      if (link.availability !== null || link.standIns.length > 0 || raw.how !== 'dependency' || !raw.element) continue
      for (const further of known.get(raw.element.id) ?? []) add(further)
    }
    return [...links.values()]
  }
  for (const group of groupsOf(chains.services, chains.dependencies)) {
    const fresh = group.map((service) => [service.id, chainOf(service)] as const)
    for (const [id, chain] of fresh) known.set(id, chain)
  }
  return known
}

const figure = fc.option(fc.constantFrom(90, 97.3, 99, 99.9), { freq: 2 })
const at = fc.nat({ max: 7 })
const graph = fc.record({
  needs: fc.array(fc.record({ from: at, to: at, beside: fc.option(at) }), { maxLength: 18 }),
  promises: fc.array(fc.record({ type: fc.constantFrom('SLA', 'OLA'), of: at, value: figure, hours: fc.option(fc.nat({ max: 1 })) }), { maxLength: 8 }),
  supplied: fc.array(fc.record({ by: fc.nat({ max: 1 }), to: at, value: figure, everywhere: fc.boolean() }), { maxLength: 4 }),
  unknown: fc.array(fc.record({ of: at, name: fc.constantFrom('postgres', 'redis') }), { maxLength: 3 }),
})
type Graph = typeof graph extends fc.Arbitrary<infer Made> ? Made : never

function systemOf({ needs, promises, supplied, unknown }: Graph): System {
  const made = new SystemMaker('Northwind')
  const calendars = ['08:00', '10:00'].map((from) => made.add('calendar', `From ${from}`, { timeZone: 'Europe/Oslo', windows: [{ days: ['monday'], from, to: '16:00' }], holidays: [] }))
  const services = Array.from({ length: 8 }, (_, each) => made.add('service', `Service ${each}`))
  const suppliers = ['Nordlink', 'Fjordnet'].map((title) => made.add('supplier', title))
  for (const need of needs) services[need.from]!.links.push(to('dependsOn', services[need.to]!, need.beside === null ? {} : { for: services[need.beside]!.id }))
  for (const { of, name } of unknown) services[of]!.unknown.push({ type: 'dependsOn', name })
  const targets = (value: number | null) => (value === null ? [] : [{ quantity: 'availability', comparator: 'at least', value, unit: '%' }])
  for (const { type, of, value, hours } of promises) {
    made.add('agreement', `${type} of ${of}`, { type, targets: targets(value) }, { links: [to('binds', services[of]!), ...(hours === null ? [] : [to('binds', calendars[hours]!)])] })
  }
  for (const { by, to: served, value, everywhere } of supplied) {
    suppliers[by]!.links.push(to('provides', services[served]!))
    made.add('agreement', `Contract of ${by}`, { type: 'contract', targets: targets(value) }, { links: [to('binds', suppliers[by]!), ...(everywhere ? [] : [to('binds', services[served]!)])] })
  }
  return made.system
}

const plain = ({ raw, availability, standIns }: Plain): unknown => ({ raw, availability, standIns: standIns.map(plain) })

describe('chains that are followed when they are asked for', () => {
  it('are link by link what they are when every one is written out, in whatever circles and ways round', () => {
    fc.assert(fc.property(graph, (given) => {
      const chains = chainsOf(systemOf(given))
      const [right, found] = [writtenOut(chains), followed(chains)]
      for (const service of chains.services) {
        const links = right.get(service.id)!
        expect(found.chain(service).map(plain)).toEqual(links.map(plain))
        expect(found.bound(service)).toBe(product(links))
      }
    }), { numRuns: 400 })
  })

  it('are told as broken exactly where the page of the service says so', () => {
    fc.assert(fc.property(graph, (given) => {
      const system = systemOf(given)
      const pages = chainsOf(system).services.map((service) => ({ ...promiseOf(system, service), service }))
      const told = pages.flatMap(({ service, availability, hours }) => {
        const broken = { availability: availability.standing === 'broken' ? availability.text : null, hours: hours.standing === 'broken' ? hours.text : null }
        return broken.availability ?? broken.hours ? [{ service, by: availability.by?.key ?? null, ...broken }] : []
      })
      expect(brokenPromises(system)).toEqual(told)
      expect(promisedBeyond(system)).toEqual(told.filter((each) => each.availability !== null).map((each) => each.service))
    }), { numRuns: 100 })
  })

  it('keep no copy of what is behind them: a service behind five thousand silent ones is found, and its link stays one', () => {
    const made = new SystemMaker('Northwind')
    const first = made.add('service', 'Service 1')
    made.add('agreement', 'SLA', { type: 'SLA', targets: [{ quantity: 'availability', comparator: 'at least', value: 97, unit: '%' }] }, { links: [to('binds', first)] })
    let last = first
    for (let each = 2; each <= 5000; each++) last = made.add('service', `Service ${each}`, {}, { links: [to('dependsOn', last)] })
    const chains = chainsOf(made.system)
    const found = followed(chains)
    expect(chains.services.map(found.bound).filter((bound) => bound === 97)).toHaveLength(4999)
    expect(found.chain(last)).toHaveLength(4999)
    expect(found.chain(last).at(-1)).toBe(found.chain(chains.services.find((each) => each.title === 'Service 2')!)[0])
  })
})
