import type { ElementStatus } from './kind.ts'

/** A whole service management system as of a day: what the A3, the X-ray and exports are computed from. */
export type SystemLink = { type: string; to: string; for?: string; extent?: 'full' | 'partial'; note?: string }

export type SystemElement = {
  id: string
  key: string
  kind: string
  title: string
  status: ElementStatus
  /** 0 while it has only ever been a draft. */
  version: number
  effectiveOn: string | null
  /** Id of the accountable role. */
  accountable: string | null
  reviewEvery: string | null
  reviewedOn: string | null
  /** The last day on which it ran (a routine) or acted (a role), as far as records tell. */
  operatedOn?: string
  body: Record<string, unknown>
  links: SystemLink[]
  /** Names that an import brought and no link can end at: a team that is in no list, or with `itself` the element's own name. */
  unknown: UnknownName[]
}

export type UnknownName = { type: string; name: string; itself?: true }

/** What was in force before the day and is no more, without its content. */
export type SystemRetired = { id: string; key: string; kind: string; title: string; retiredOn: string }

/** A draft that waits, of an element that may be in force beside it. */
export type SystemDraft = { elementId: string; changedOn: string }

export type SystemHolder = {
  id: string
  roleId: string
  personId: string
  /** The element it is held for; null: the whole organisation. */
  elementId: string | null
  deputy: boolean
  fromOn: string
  toOn: string | null
  accepted: boolean
}

/** True when the holder holds on that day; `toOn` is the last day held. */
export function holdsOn(holder: Pick<SystemHolder, 'fromOn' | 'toOn'>, on: string): boolean {
  return holder.fromOn <= on && (holder.toOn === null || on <= holder.toOn)
}

/** Facts of the registers: services with items in use, outages that have been open for long, and planned work that was registered late. */
export type OperationFacts = {
  withItems: string[]
  longOpen: { key: string; serviceId: string; days: number }[]
  late: { key: string; serviceId: string }[]
}

export type System = {
  asOf: string
  /** True when asOf is today: drafts are then included with status `draft`. */
  live: boolean
  organisation: { id: string; key: string; name: string; timeZone: string; wentLiveOn: string | null; singleHanded: string | null; simulated: boolean }
  elements: SystemElement[]
  retired: SystemRetired[]
  /** Empty unless live: no draft is part of a past day. */
  drafts: SystemDraft[]
  holders: SystemHolder[]
  /** `toOn` is the last day with the organisation, as far as it was recorded by the day. */
  people: { id: string; name: string; toOn: string | null }[]
  ledger: { entries: number; head: string | null }
  /** What the registers of outages and items say now; left out where nobody asked them, as for a past day. */
  operation?: OperationFacts
}
