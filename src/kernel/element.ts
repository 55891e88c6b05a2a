import { canonicalJson } from '../shared/canonical.ts'
import { dayOf, startOfDay } from '../shared/days.ts'
import type { Draft, Kind } from '../shared/kind.ts'
import { Problem } from '../shared/problem.ts'
import { sortKey } from '../shared/sorting.ts'
import { writersAt, writtenBy } from '../shared/writers.ts'
import type { RowChange } from './rows.ts'
import type { ElementRow } from './tables.ts'

/**
 * A draft as it is kept: links hold ids; `unknown` holds names that an import brought and nothing answers to; `basedOn` is the version
 * that it would replace, absent where there was none; `writers` everybody who wrote any of it, where they are several.
 */
export type KeptDraft = Draft & { unknown: { type: string; name: string }[]; retiring?: boolean; basedOn?: number; writers?: string[] }

/** The current row of an element with its draft parsed. */
export type Element = {
  id: string; kind: string; key: string; keyNumber: number; externalKey: string | null; title: string
  status: 'draft' | 'in force' | 'retired'; version: number; revision: number
  draft: KeptDraft | null; draftBy: string | null
  accountableId: string | null; reviewEvery: string | null; reviewedOn: string | null; changedAt: Date
}

/** A version about to be written, or as read: immutable, in force from `effectiveAt`. */
export type Version = {
  elementId: string; version: number; status: 'in force' | 'retired'; effectiveOn: string; effectiveAt: Date
  approvedBy: string | null; content: VersionContent
}

/** The canonical content of a version: the envelope, the body and the links. */
export type VersionContent = {
  id: string; key: string; kind: string; title: string; status: 'in force' | 'retired'; version: number; effectiveOn: string
  accountable: string | null; reviewEvery: string | null; body: Record<string, unknown>; links: Draft['links']; unknown: { type: string; name: string }[]
}

/** One element's change: its new current row and, when something comes into force, the version. */
export type ElementChange = { element: Element; version?: Version }

/** Parses the stored row. */
export function elementOf(row: ElementRow): Element {
  return {
    id: row.id, kind: row.kind, key: row.key, keyNumber: row.key_number, externalKey: row.external_key, title: row.title, status: row.status, version: row.version,
    revision: row.revision, draft: row.draft === null ? null : (JSON.parse(row.draft) as KeptDraft), draftBy: row.draft_by, accountableId: row.accountable_id,
    reviewEvery: row.review_every, reviewedOn: row.reviewed_on, changedAt: row.changed_at,
  }
}

/** The governed row (projection and hashed content) of an element. */
export function rowOf(element: Element): RowChange {
  return {
    subject: 'element', id: element.id, revision: element.revision,
    columns: {
      kind: element.kind, key: element.key, key_number: element.keyNumber, external_key: element.externalKey, title: element.title, sort_key: sortKey(element.title),
      status: element.status, version: element.version, draft: element.draft === null ? null : canonicalJson(element.draft), draft_by: element.draftBy,
      accountable_id: element.accountableId, review_every: element.reviewEvery, reviewed_on: element.reviewedOn, changed_at: element.changedAt.toISOString(),
    },
  }
}

/** Refuses when the element changed since it was read. */
export function demandRevision(element: Element, revision: number | undefined): void {
  if (revision !== undefined && revision !== element.revision) {
    throw new Problem('conflict', `${element.key} was changed meanwhile (you had revision ${revision}, it is ${element.revision}). Load it again and repeat your change.`)
  }
}

type Stamp = { at: Date; by: string | null; timeZone: string }

/** A new element that has only a draft. */
export function begin(kind: Kind, identity: { id: string; key: string; keyNumber: number; externalKey?: string | null }, draft: KeptDraft, stamp: Stamp): Element {
  return {
    ...identity, externalKey: identity.externalKey ?? null, kind: kind.kind, title: draft.title, status: 'draft', version: 0, revision: 1, draft, draftBy: stamp.by,
    accountableId: draft.accountable, reviewEvery: draft.reviewEvery, reviewedOn: null, changedAt: stamp.at,
  }
}

/** The element with a new draft beside what is in force. */
export function redraft(element: Element, draft: KeptDraft, stamp: Stamp): Element {
  if (element.status === 'retired') throw new Problem('unprocessable', `${element.key} is retired and cannot be changed. Draft a new one instead.`)
  const fresh = element.status === 'draft' ? { title: draft.title, accountableId: draft.accountable, reviewEvery: draft.reviewEvery } : {}
  const basedOn = element.version === 0 ? {} : { basedOn: element.draft?.basedOn ?? element.version }
  const before = writersAt(element)
  const writers = stamp.by === null || before.includes(stamp.by) ? before : [...before, stamp.by]
  return { ...element, ...fresh, draft: writtenBy({ ...draft, ...basedOn }, writers), draftBy: stamp.by, revision: element.revision + 1, changedAt: stamp.at }
}

/** Puts the draft in force: a new immutable version from the later of now and 00:00 of its effective day. */
export function approve(element: Element, stamp: Stamp): ElementChange {
  const { draft } = element
  if (draft === null) throw new Problem('unprocessable', `${element.key} has no draft to put in force. Draft a change first.`)
  const today = dayOf(stamp.at, stamp.timeZone)
  if (draft.effectiveOn !== null && draft.effectiveOn < today) {
    throw new Problem('unprocessable', `effectiveOn: ${draft.effectiveOn} is past; a definition holds from its approval. Give ${today} or later.`, [{ path: 'effectiveOn', message: `Give ${today} or later.` }])
  }
  return putInForce(element, draft, draft.retiring ? 'retired' : 'in force', draft.effectiveOn ?? today, stamp)
}

/** Takes an element out of force from today; it stays readable for good. */
export function retire(element: Element, current: KeptDraft, stamp: Stamp): ElementChange {
  if (element.status !== 'in force') throw new Problem('unprocessable', `Only what is in force can be retired; ${element.key} is ${element.status === 'draft' ? 'a draft: discard it' : 'retired'}.`)
  return putInForce(element, current, 'retired', dayOf(stamp.at, stamp.timeZone), stamp)
}

function putInForce(element: Element, draft: KeptDraft, status: 'in force' | 'retired', effectiveOn: string, stamp: Stamp): ElementChange {
  const number = element.version + 1
  const opens = startOfDay(effectiveOn, stamp.timeZone)
  const next: Element = {
    ...element, title: draft.title, status, version: number, revision: element.revision + 1, draft: null, draftBy: null, accountableId: draft.accountable,
    reviewEvery: draft.reviewEvery, reviewedOn: dayOf(stamp.at, stamp.timeZone), changedAt: stamp.at,
  }
  const content: VersionContent = {
    id: element.id, key: element.key, kind: element.kind, title: draft.title, status, version: number, effectiveOn, accountable: draft.accountable, reviewEvery: draft.reviewEvery,
    body: draft.body, links: draft.links, unknown: draft.unknown,
  }
  return { element: next, version: { elementId: element.id, version: number, status, effectiveOn, effectiveAt: opens > stamp.at ? opens : stamp.at, approvedBy: stamp.by, content } }
}

/** Records that somebody looked at it and found it still right. */
export function review(element: Element, stamp: Stamp): Element {
  if (element.status !== 'in force') throw new Problem('unprocessable', `Only what is in force can be reviewed; ${element.key} is ${element.status}.`)
  return { ...element, reviewedOn: dayOf(stamp.at, stamp.timeZone), revision: element.revision + 1, changedAt: stamp.at }
}

/** Throws the draft away; what is in force stays as it is, and an element never in force becomes retired. */
export function discard(element: Element, stamp: Stamp): Element {
  if (element.draft === null) throw new Problem('unprocessable', `${element.key} has no draft to discard.`)
  return { ...element, status: element.version === 0 ? 'retired' : element.status, draft: null, draftBy: null, revision: element.revision + 1, changedAt: stamp.at }
}

/** The content of a version as a draft to start from. */
export function draftOf(content: VersionContent): KeptDraft {
  const { title, accountable, reviewEvery, body, links, unknown } = content
  return { title, accountable, reviewEvery, effectiveOn: null, body, links, unknown }
}
