import type { ElementView } from '../shared/element.contract.ts'
import { addDuration } from '../shared/days.ts'
import type { DraftLink, Kind } from '../shared/kind.ts'
import { Problem } from '../shared/problem.ts'
import type { SystemElement } from '../shared/system.ts'
import type { Actor, Tenant } from './access.ts'
import type { Tx } from './database.ts'
import { mayOnElement } from './element.actions.ts'
import { draftOf } from './element.ts'
import type { Element, KeptDraft } from './element.ts'
import { findElement, findReferences, listLinks, maybeFindInForce, namesOf, reviewedOnAt } from './element.find.ts'
import type { ElementRef, InForce, LinkRow } from './element.find.ts'
import { signsFor } from './element.signs.ts'
import type { Moment } from './query.ts'

type Context = { actor: Actor; tenant: Tenant; moment: Moment; tx: Tx }

/** One element as a person sees it at a moment: facts, links both ways, who answers, draft, signs and what this person may do. */
export async function viewElement(kind: Kind, reference: string, context: Context): Promise<ElementView> {
  const { tx, moment, tenant } = context
  const element = await findElement(tx, kind.kind, reference)
  const [inForce, links, reviewedOn] = await Promise.all([
    maybeFindInForce(tx, element.id, moment.at),
    listLinks(tx, element.id, moment.at),
    moment.live ? element.reviewedOn : reviewedOnAt(tx, element.id, moment.at),
  ])
  if (!inForce && (!moment.live || (element.version === 0 && !element.draft && element.status !== 'retired'))) {
    throw new Problem('notFound', `${element.key} did not hold on ${moment.on}.`)
  }
  const draft = moment.live ? element.draft : null
  const shown = subjectOf(element, inForce, draft)
  const accountableId = shown.accountable
  const refs = await findReferences(tx, referencesOf(links, draft, accountableId))
  const [holders, names, signs] = await Promise.all([
    accountableId ? holdersOf(tx, accountableId, element.id, moment) : [],
    namesOf(tx, [element.draftBy]),
    signsFor(tx, { ...shown, reviewedOn }, kind, moment),
  ])
  const role = accountableId ? refs.get(accountableId) : undefined
  return {
    id: element.id, key: element.key, kind: element.kind, title: shown.title, status: shown.status, version: shown.version, revision: element.revision,
    effectiveOn: shown.effectiveOn, reviewEvery: shown.reviewEvery, reviewedOn, reviewDueOn: dueOn(shown.reviewEvery, reviewedOn ?? shown.effectiveOn),
    accountable: role ? { id: role.id, key: role.key, title: role.title, holders } : null,
    body: shown.body, links: links.flatMap((link) => linkView(link, element.id, refs)), unknown: shown.unknown,
    draft: draft && draftView(element, draft, refs, names),
    missing: kind.missing?.(draft ?? draftOf({ ...shown, id: element.id, key: element.key, kind: element.kind, status: 'in force', effectiveOn: '' })) ?? [],
    abilities: moment.live ? abilitiesOn(kind, element, context, tenant) : [], signs,
  }
}

function draftView(element: Element, draft: KeptDraft, refs: Map<string, ElementRef>, names: Map<string, string>): ElementView['draft'] {
  const { title, accountable, reviewEvery, effectiveOn, body } = draft
  const by = element.draftBy ? { id: element.draftBy, name: names.get(element.draftBy) ?? '' } : null
  return {
    title, accountable, reviewEvery, effectiveOn, body, links: draft.links.flatMap((link) => draftLinkView(link, refs)), retiring: draft.retiring ?? false, by, at: element.changedAt.toISOString(),
  }
}

/** What is shown of the element: what is in force, otherwise its draft, otherwise (retired, discarded) what it was called. */
function subjectOf(element: Element, inForce: InForce | undefined, draft: KeptDraft | null): SystemElement {
  const { id, key, kind, reviewedOn } = element
  if (inForce) {
    const { title, status, version, effectiveOn, accountable, reviewEvery, body, links, unknown } = inForce.content
    return { id, key, kind, reviewedOn, title, status, version, effectiveOn, accountable, reviewEvery, body, links, unknown }
  }
  const from = draft ?? { title: element.title, accountable: null, reviewEvery: null, body: {}, links: [], unknown: [] }
  const { title, accountable, reviewEvery, body, links, unknown } = from
  return { id, key, kind, reviewedOn, title, status: element.status === 'retired' ? 'retired' : 'draft', version: 0, effectiveOn: null, accountable, reviewEvery, body, links, unknown }
}

function referencesOf(links: LinkRow[], draft: KeptDraft | null, accountableId: string | null): string[] {
  const ids = links.flatMap((l) => [l.source_id, l.target_id, ...(l.for_id ? [l.for_id] : [])])
  for (const link of draft?.links ?? []) ids.push(link.to, ...(link.for ? [link.for] : []))
  return [...new Set([...ids, ...(accountableId ? [accountableId] : [])])]
}

function linkView(link: LinkRow, elementId: string, refs: Map<string, ElementRef>): ElementView['links'] {
  const out = link.source_id === elementId
  const other = refs.get(out ? link.target_id : link.source_id)
  const narrowed = link.for_id ? refs.get(link.for_id) : undefined
  if (!other) return []
  return [{ type: link.type, direction: out ? 'out' : 'in', element: other, ...(narrowed ? { for: narrowed } : {}), ...(link.extent ? { extent: link.extent } : {}), ...(link.note ? { note: link.note } : {}) }]
}

function draftLinkView(link: DraftLink, refs: Map<string, ElementRef>): ElementView['links'] {
  const other = refs.get(link.to)
  const narrowed = link.for ? refs.get(link.for) : undefined
  if (!other) return []
  return [{ type: link.type, direction: 'out', element: other, ...(narrowed ? { for: narrowed } : {}), ...(link.extent ? { extent: link.extent } : {}), ...(link.note ? { note: link.note } : {}) }]
}

async function holdersOf(tx: Tx, roleId: string, elementId: string, moment: Moment) {
  const rows = await tx
    .selectFrom('holders')
    .innerJoin('people', 'people.id', 'holders.person_id')
    .select(['holders.person_id', 'people.name', 'holders.deputy', 'holders.from_on', 'holders.to_on', 'holders.element_id'])
    .where('role_id', '=', roleId)
    .where('holders.from_on', '<=', moment.on)
    .execute()
  return rows
    .filter((row) => (!row.to_on || row.to_on >= moment.on) && (row.element_id === null || row.element_id === elementId))
    .map((row) => ({ personId: row.person_id, name: row.name ?? 'Erased person', deputy: row.deputy }))
}

/** The first day on which a review is due; null without a cadence. */
export function dueOn(reviewEvery: string | null, since: string | null): string | null {
  return reviewEvery && since ? addDuration(since, reviewEvery) : null
}

const verbs = ['draft', 'approve', 'retire', 'review', 'discard'] as const

function abilitiesOn(kind: Kind, element: Element, { actor }: Context, tenant: Tenant): string[] {
  const fits = { draft: element.status !== 'retired', approve: element.draft !== null, retire: element.status === 'in force' && !kind.single, review: element.status === 'in force', discard: element.draft !== null }
  return verbs.filter((verb) => fits[verb] && 'as' in mayOnElement({ actor, tenant, verb: `${kind.kind}.${verb}` }, element)).map((verb) => `${kind.kind}.${verb}`)
}

