import type { ElementView } from '../shared/element.contract.ts'
import { addDuration } from '../shared/days.ts'
import type { DraftLink, Kind } from '../shared/kind.ts'
import { Problem } from '../shared/problem.ts'
import type { SystemElement } from '../shared/system.ts'
import type { Actor, Tenant } from './access.ts'
import type { Tx } from './database.ts'
import { mayOnElement } from './element.actions.ts'
import { draftOf } from './element.ts'
import type { Element, KeptDraft, VersionContent } from './element.ts'
import { erased, findShown, listLinks, reviewedOnAt } from './element.find.ts'
import type { ElementRef, SeenLink } from './element.find.ts'
import { signsFor } from './element.signs.ts'
import type { Moment } from './query.ts'
import { elementsById, holdersOf, operatedBy } from './system.ts'
import type { NamedHolder } from './system.ts'

type Context = { actor: Actor; tenant: Tenant; moment: Moment; tx: Tx }

/** One element as a person sees it at a moment: facts, links both ways, who answers, draft, signs and what this person may do. */
export async function viewElement(kind: Kind, reference: string, context: Context): Promise<ElementView> {
  const { tx, moment, tenant } = context
  // Both by the reference, so that they leave together.
  const [{ element, inForce, coming, draftedBy }, links] = await Promise.all([findShown(tx, kind.kind, reference, moment.at), listLinks(tx, reference, moment.at)])
  if (!holds(element, inForce, moment)) throw new Problem('notFound', `${element.key} did not hold on ${moment.on}.`)
  const draft = moment.live ? element.draft : null
  const shown = subjectOf(element, inForce, draft ?? coming)
  const answering = shown.accountable ? [shown.accountable] : []
  const [{ refs, elements }, holders, reviewedOn, operated] = await Promise.all([
    elementsById(tx, [...answering, ...idsOf(shown.links), ...idsOf(draft?.links ?? [])], moment),
    holdersOf(tx, kind.kind === 'role' ? [...answering, element.id] : answering, moment),
    moment.live ? element.reviewedOn : reviewedOnAt(tx, element.id, moment.at),
    operatedBy(tx, element, moment.at),
  ])
  const signs = signsFor({ ...shown, reviewedOn, ...operated }, kind, { on: moment.on, others: elements, holders, founding: tenant.liveAt === null || tenant.liveAt > moment.at })
  const role = refs.get(shown.accountable ?? '')
  return {
    id: element.id, key: element.key, kind: element.kind, title: shown.title, status: shown.status, version: shown.version, revision: element.revision,
    effectiveOn: shown.effectiveOn, reviewEvery: shown.reviewEvery, reviewedOn, reviewDueOn: dueOn(shown.reviewEvery, reviewedOn ?? shown.effectiveOn),
    accountable: role ? answeringView(role, element.id, holders) : null,
    body: shown.body, links: [...(inForce || draft ? [] : shown.links.flatMap((link) => draftLinkView(link, refs))), ...links.map(linkView)], unknown: shown.unknown,
    draft: draft && draftView(element, draft, refs, draftedBy), coming: comingView(coming, moment),
    missing: kind.missing?.(draft ?? draftOf({ ...shown, id: element.id, key: element.key, kind: element.kind, status: 'in force', effectiveOn: '' })) ?? [],
    abilities: moment.live ? abilitiesOn(kind, element, context, tenant) : [], signs,
  }
}

function answeringView({ id, key, title }: ElementRef, elementId: string, holders: readonly NamedHolder[]): ElementView['accountable'] {
  return { id, key, title, holders: holdersFor(elementId, holders.filter((holder) => holder.roleId === id)) }
}

function comingView(coming: VersionContent | null, { live }: Moment): ElementView['coming'] {
  return coming && live ? { on: coming.effectiveOn, status: coming.status } : null
}

function holds(element: Element, inForce: VersionContent | null, { live }: Moment): boolean {
  return inForce !== null || (live && (element.version > 0 || element.draft !== null || element.status === 'retired'))
}

/** A draft of an element that lies elsewhere, as its page would show it. */
export async function viewDraft(element: Element, draft: KeptDraft, { tx, moment }: Pick<Context, 'tx' | 'moment'>): Promise<ElementView['draft']> {
  const { refs } = await elementsById(tx, idsOf(draft.links), moment)
  return draftView(element, draft, refs, null)
}

function draftView(element: Element, draft: KeptDraft, refs: Map<string, ElementRef>, draftedBy: string | null): ElementView['draft'] {
  const { title, accountable, reviewEvery, effectiveOn, body } = draft
  const by = element.draftBy ? { id: element.draftBy, name: draftedBy ?? erased } : null
  return {
    title, accountable, reviewEvery, effectiveOn, body, links: draft.links.flatMap((link) => draftLinkView(link, refs)), retiring: draft.retiring ?? false, by, at: element.changedAt.toISOString(),
  }
}

/** What is shown of the element: what is in force, otherwise its draft or what is approved for a later day, otherwise (retired, discarded) what it was called. */
function subjectOf(element: Element, inForce: VersionContent | null, draft: KeptDraft | VersionContent | null): SystemElement {
  const { id, key, kind, reviewedOn } = element
  if (inForce) {
    const { title, status, version, effectiveOn, accountable, reviewEvery, body, links, unknown } = inForce
    return { id, key, kind, reviewedOn, title, status, version, effectiveOn, accountable, reviewEvery, body, links, unknown }
  }
  const from = draft ?? { title: element.title, accountable: null, reviewEvery: null, body: {}, links: [], unknown: [] }
  const { title, accountable, reviewEvery, body, links, unknown } = from
  return { id, key, kind, reviewedOn, title, status: element.status === 'retired' ? 'retired' : 'draft', version: 0, effectiveOn: null, accountable, reviewEvery, body, links, unknown }
}

function linkView({ type, direction, element, for: narrowed, extent, note }: SeenLink): ElementView['links'][number] {
  return { type, direction, element, ...(narrowed ? { for: narrowed } : {}), ...(extent ? { extent } : {}), ...(note ? { note } : {}) }
}

function idsOf(links: readonly DraftLink[]): string[] {
  return links.flatMap((link) => (link.for ? [link.to, link.for] : [link.to]))
}

function draftLinkView(link: DraftLink, refs: Map<string, ElementRef>): ElementView['links'] {
  const other = refs.get(link.to)
  const narrowed = link.for ? refs.get(link.for) : undefined
  if (!other) return []
  return [{ type: link.type, direction: 'out', element: other, ...(narrowed ? { for: narrowed } : {}), ...(link.extent ? { extent: link.extent } : {}), ...(link.note ? { note: link.note } : {}) }]
}

/** Those who hold a role for everything, or for this element. */
function holdersFor(elementId: string, holders: readonly NamedHolder[]) {
  return holders.filter((h) => h.elementId === null || h.elementId === elementId).map(({ personId, name, deputy }) => ({ personId, name, deputy }))
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

