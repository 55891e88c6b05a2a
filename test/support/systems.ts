import type { System, SystemElement, SystemHolder } from '../../src/shared/system.ts'

type Given = Partial<Omit<SystemElement, 'links'>> & { links?: SystemElement['links'] }

/** A system made by hand: elements get readable ids (`service-1`), keys and sensible envelopes unless they say otherwise. */
export class SystemMaker {
  readonly system: System
  private readonly numbers = new Map<string, number>()

  constructor(name: string, given: Partial<Pick<System, 'asOf' | 'live'>> & Partial<System['organisation']> = {}) {
    const { asOf = '2026-11-23', live = true, ...organisation } = given
    this.system = {
      asOf, live,
      organisation: { id: 'organisation-1', key: 'ORG-1', name, timeZone: 'Europe/Oslo', wentLiveOn: null, singleHanded: null, simulated: false, ...organisation },
      elements: [], holders: [], people: [], ledger: { entries: 0, head: null },
    }
  }

  add(kind: string, title: string, body: Record<string, unknown> = {}, given: Given = {}): SystemElement {
    const number = (this.numbers.get(kind) ?? 0) + 1
    this.numbers.set(kind, number)
    const element: SystemElement = {
      id: `${kind}-${number}`, key: `${prefixes[kind] ?? kind.slice(0, 3).toUpperCase()}-${number}`, kind, title, status: 'in force', version: 1,
      effectiveOn: '2026-01-01', accountable: null, reviewEvery: 'P1Y', reviewedOn: null, body, links: [], unknown: [], ...given,
    }
    this.system.elements.push(element)
    return element
  }

  person(name: string): string {
    const id = `person-${this.system.people.length + 1}`
    this.system.people.push({ id, name })
    return id
  }

  holds(role: SystemElement, personId: string, given: Partial<SystemHolder> = {}): SystemHolder {
    const holder: SystemHolder = {
      id: `holder-${this.system.holders.length + 1}`, roleId: role.id, personId, elementId: null, deputy: false, fromOn: '2026-01-01', toOn: null, accepted: true, ...given,
    }
    this.system.holders.push(holder)
    return holder
  }
}

const prefixes: Record<string, string> = { organisation: 'ORG', service: 'SVC', supplier: 'SUP', policy: 'POL', unit: 'UNT', location: 'LOC', role: 'ROL', routine: 'RTN', measure: 'MEA', review: 'REV', objective: 'OBJ', obligation: 'OBL' }

/** A service catalogue as organisations bring it: many services and teams, nothing else; `none` services name no team, `unknown` only one that is in no list. */
export function catalogue(services = 55, teams = 63, none = 42, unknown = 2): System {
  const made = new SystemMaker('Northwind Platform')
  const units = Array.from({ length: teams }, (_, at) => made.add('unit', `Team ${at + 1}`))
  for (let at = 0; at < services; at++) {
    const lost = at >= none && at < none + unknown
    const service = made.add('service', `Service ${at + 1}`, { criticality: (at % 4) + 1 }, lost ? { unknown: [{ type: 'provides', name: 'platform_next' }] } : {})
    if (at >= none + unknown) units[at % units.length]?.links.push({ type: 'provides', to: service.id })
  }
  return made.system
}
