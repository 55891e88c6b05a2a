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
      organisation: { id: 'tenant-1', key: 'tenant', name, timeZone: 'Europe/Oslo', wentLiveOn: null, singleHanded: null, simulated: false, ...organisation },
      elements: [], retired: [], drafts: [], holders: [], people: [], ledger: { entries: 0, head: null },
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

  /** Replaces an element by what it is after a change; a body is changed field by field. */
  change(element: SystemElement, given: Given): SystemElement {
    const changed = { ...element, ...given, body: { ...element.body, ...given.body } }
    this.system.elements = this.system.elements.map((each) => (each.id === element.id ? changed : each))
    return changed
  }

  /** Takes an element out of force. */
  retire(element: SystemElement, retiredOn = '2026-06-30'): void {
    const { id, key, kind, title } = element
    this.system.elements = this.system.elements.filter((each) => each.id !== id)
    this.system.retired.push({ id, key, kind, title, retiredOn })
  }

  person(name: string, toOn: string | null = null): string {
    const id = `person-${this.system.people.length + 1}`
    this.system.people.push({ id, name, toOn })
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

const prefixes: Record<string, string> = { organisation: 'ORG', service: 'SVC', supplier: 'SUP', policy: 'POL', unit: 'UNT', location: 'LOC', role: 'ROL', routine: 'RTN', measure: 'MSR', review: 'RVW', objective: 'OBJ', obligation: 'OBL', plan: 'PLN', party: 'PTY' }

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

/** A system with much of everything; `words` makes the texts long. Every fifth service is not stated, every third role is vacant. */
export function crowded(services: number, others: number, words = 1): System {
  const long = (text: string) => Array.from({ length: words }, () => text).join(' and ')
  const made = new SystemMaker(long('Northwind Platform and Services'), { singleHanded: 'Ingrid Solheim', simulated: true })
  made.add('organisation', 'Northwind', { purpose: long('Dependable services for everyone who relies on them, day and night.') })
  const units = Array.from({ length: others }, (_, at) => made.add('unit', long(`Unit ${at + 1}`)))
  const entries = Array.from({ length: services }, (_, at) => {
    const service = made.add('service', long(`Service ${at + 1}`), { criticality: (at % 4) + 1 })
    units[at % Math.max(1, units.length)]?.links.push({ type: 'provides', to: service.id })
    return { service: service.id, axis: 'unit', element: '*', state: (['in', 'partly', 'not yet'] as const)[at % 3], reason: long('Moves next year'), byOn: at % 2 ? '2027-04-01' : '2026-03-01' }
  })
  made.add('scope', 'Scope', { sentence: long('Everything that our customers use.'), entries: entries.filter((_, at) => at % 5 !== 0) })
  const person = made.person(long('Ingrid Solheim'))
  for (let at = 0; at < others; at++) {
    made.add('supplier', long(`Supplier ${at + 1}`))
    made.add('policy', long(`Policy ${at + 1}`), { statement: '', principles: Array.from({ length: at % 7 }, (_, rule) => ({ text: long(`Principle ${rule + 1} of policy ${at + 1}`) })) })
    const role = made.add('role', long(`Role ${at + 1}`), { heldPer: (['organisation', 'service', 'routine'] as const)[at % 3] })
    if (at % 3) made.holds(role, person)
    made.add('routine', long(`Routine ${at + 1}`), { steps: Array.from({ length: at % 14 }, (_, step) => ({ id: `s${step}`, name: long(`Step ${step + 1}`), process: 'change' })) })
    made.add('measure', long(`Measure ${at + 1}`), { target: at % 4 ? at * 1000.5 : null, direction: 'lower is better', unit: long('calls'), period: 'month' })
    made.add('review', long(`Review ${at + 1}`), { rrule: ['FREQ=WEEKLY;BYDAY=MO', 'FREQ=MONTHLY;BYDAY=1TU', 'FREQ=YEARLY', 'FREQ=SOMETIMES'][at % 4], firstOn: '2026-01-05' })
  }
  return made.system
}
