import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** Which item of the rail a kind belongs to. */
export type Place = 'scope' | 'policies' | 'roles' | 'routines' | 'measures' | 'reviews' | 'operating model' | 'settings'

export type WebKind = {
  kind: string
  prefix: string
  path: string
  place: Place
  /** Lower case, singular and plural, as the contracts name them. */
  noun: string
  plural: string
  /** As a heading and on a button. */
  one: MessageDescriptor
  many: MessageDescriptor
  create: MessageDescriptor
  /** What belongs here and why, for an empty list. */
  teaches: MessageDescriptor
}

export const kinds: readonly WebKind[] = [
  { kind: 'policy', prefix: 'POL', path: 'policies', place: 'policies', noun: 'policy', plural: 'policies', one: msg`Policy`, many: msg`Policies`, create: msg`New policy`, teaches: msg`A policy is a page of short principles: risk appetite, change, escalation, suppliers, data. Each one points at the objective or obligation that it serves, so that a rule without a reason shows.` },
  { kind: 'objective', prefix: 'OBJ', path: 'objectives', place: 'policies', noun: 'objective', plural: 'objectives', one: msg`Objective`, many: msg`Objectives`, create: msg`New objective`, teaches: msg`An objective is a business goal, a security need or a service objective that can be measured. It is the why behind policies, services and routines.` },
  { kind: 'obligation', prefix: 'OBL', path: 'obligations', place: 'policies', noun: 'obligation', plural: 'obligations', one: msg`Obligation`, many: msg`Obligations`, create: msg`New obligation`, teaches: msg`An obligation comes from a law, a contract or a customer. Write in your own words what it demands, so that the rules that meet it can point at it.` },
  { kind: 'role', prefix: 'ROL', path: 'roles', place: 'roles', noun: 'role', plural: 'roles', one: msg`Role`, many: msg`Roles`, create: msg`New role`, teaches: msg`A role says what somebody answers for and may decide. People hold it from a day to a day; work goes to the role, so that it goes on when people change.` },
  { kind: 'routine', prefix: 'RTN', path: 'routines', place: 'routines', noun: 'routine', plural: 'routines', one: msg`Routine`, many: msg`Routines`, create: msg`New routine`, teaches: msg`A routine is how a kind of work always goes: what starts it, its steps, the role behind each step and what evidence it leaves. Incident, change and problem are routines.` },
  { kind: 'measure', prefix: 'MSR', path: 'measures', place: 'measures', noun: 'measure', plural: 'measures', one: msg`Measure`, many: msg`Measures`, create: msg`New measure`, teaches: msg`A measure is a figure with a target that a review will discuss. Few and lean: availability, time to restore, change failure rate, supplier performance.` },
  { kind: 'review', prefix: 'RVW', path: 'reviews', place: 'reviews', noun: 'review', plural: 'reviews', one: msg`Review`, many: msg`Reviews`, create: msg`New review`, teaches: msg`A review is a meeting that comes back: monthly for the system, quarterly for top management, yearly for scope and risk. A beat that was missed stays visible.` },
  { kind: 'service', prefix: 'SVC', path: 'services', place: 'operating model', noun: 'service', plural: 'services', one: msg`Service`, many: msg`Services`, create: msg`New service`, teaches: msg`A service is what customers use and would miss. Start with the most critical one; scope, agreements and measures hang on it.` },
  { kind: 'unit', prefix: 'UNT', path: 'units', place: 'operating model', noun: 'unit', plural: 'units', one: msg`Unit`, many: msg`Units`, create: msg`New unit`, teaches: msg`A unit is a department, a product team, a platform team or a vendor team. Units provide services and operate routines; they can be moved without touching either.` },
  { kind: 'location', prefix: 'LOC', path: 'locations', place: 'operating model', noun: 'location', plural: 'locations', one: msg`Location`, many: msg`Locations`, create: msg`New location`, teaches: msg`A location is an office, a data centre or a cloud region from which services are run. Write down those that matter for the scope, which says where the system holds and where it does not yet.` },
  { kind: 'supplier', prefix: 'SUP', path: 'suppliers', place: 'operating model', noun: 'supplier', plural: 'suppliers', one: msg`Supplier`, many: msg`Suppliers`, create: msg`New supplier`, teaches: msg`A supplier is somebody outside on whom services depend. Write down what you expect, who follows it up and until when the contract runs, since no promise can be better than what suppliers keep.` },
  { kind: 'calendar', prefix: 'CAL', path: 'calendars', place: 'operating model', noun: 'calendar', plural: 'calendars', one: msg`Calendar`, many: msg`Calendars`, create: msg`New calendar`, teaches: msg`A calendar holds service hours and holidays in a time zone. Clocks and availability count only the time that it opens.` },
  { kind: 'agreement', prefix: 'AGR', path: 'agreements', place: 'operating model', noun: 'agreement', plural: 'agreements', one: msg`Agreement`, many: msg`Agreements`, create: msg`New agreement`, teaches: msg`An agreement is an SLA, an OLA or a contract with targets as numbers. It binds a service, a party or supplier, and a calendar, so that everybody knows what is promised and whether the chain behind it can keep it.` },
  { kind: 'party', prefix: 'PTY', path: 'parties', place: 'operating model', noun: 'party', plural: 'parties', one: msg`Party`, many: msg`Parties`, create: msg`New party`, teaches: msg`A party is a customer, a regulator, an owner or a partner: anybody whose needs the services have to meet. Reviews ask whether they still do.` },
  { kind: 'plan', prefix: 'PLN', path: 'plans', place: 'operating model', noun: 'plan', plural: 'plans', one: msg`Plan`, many: msg`Plans`, create: msg`New plan`, teaches: msg`A plan looks ahead: service management, continuity, capacity, budget, communication or audits. It is where an auditor asks what was meant to happen; a continuity plan carries its tests.` },
  { kind: 'organisation', prefix: 'ORG', path: 'organisation', place: 'settings', noun: 'organisation', plural: 'organisation', one: msg`Organisation`, many: msg`Organisation`, create: msg`New organisation`, teaches: msg`The organisation whose service management system this is.` },
  { kind: 'scope', prefix: 'SCO', path: 'scope', place: 'scope', noun: 'scope', plural: 'scope', one: msg`Scope`, many: msg`Scope`, create: msg`New scope`, teaches: msg`The scope says which services, units, locations and suppliers the system covers.` },
  { kind: 'framework', prefix: 'FRM', path: 'frameworks', place: 'settings', noun: 'framework', plural: 'frameworks', one: msg`Framework`, many: msg`Frameworks`, create: msg`New framework`, teaches: msg`A framework is a lens over the same system.` },
]

const byKind = new Map(kinds.map((kind) => [kind.kind, kind]))
const byPath = new Map(kinds.map((kind) => [kind.path, kind]))
const byPrefix = new Map(kinds.map((kind) => [kind.prefix, kind]))

export function kindNamed(kind: string): WebKind | undefined {
  return byKind.get(kind)
}

export function kindAt(path: string): WebKind | undefined {
  return byPath.get(path)
}

/** Where the pages of a key's kind live: SVC-3 → services. Undefined for a key of no known kind. */
export function placeOfKey(key: string): string | undefined {
  return byPrefix.get(key.replace(/-\d+$/, ''))?.path
}

/** The pages of keys that belong to no element. */
const otherPlaces: Readonly<Record<string, string>> = { OUT: 'outages', CI: 'items', VER: 'items/samples' }

/** The page of a key: /services/SVC-3, /outages/OUT-7, /items/CI-12, and of a record /work/INC-1042. Undefined for what is no key. */
export function pageOfKey(key: string): string | undefined {
  const [, prefix] = /^([A-Z]{2,4})-\d+$/.exec(key) ?? []
  return prefix && `/${placeOfKey(key) ?? otherPlaces[prefix] ?? 'work'}/${key}`
}

/** Whether a key is of an element, an outage, an item or a verification; of records anything may be, such as ISO-27001. */
export function isKnownKey(key: string): boolean {
  return placeOfKey(key) !== undefined || otherPlaces[key.replace(/-\d+$/, '')] !== undefined
}

/** There is exactly one of these, found with the organisation. */
export function isSingle(kind: string): boolean {
  return kind === 'organisation' || kind === 'scope'
}
