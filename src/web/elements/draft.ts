import type { z } from 'zod'
import type { ElementView } from '../../shared/element.contract.ts'
import type { Body, KindForm } from '../forms/form.ts'
import type { KindContracts } from './contracts.ts'
import type { Picked } from './ElementField.tsx'
import type { WebKind } from './kinds.ts'

export type EditorProps = {
  kind: WebKind
  form: KindForm
  view: ElementView | null
  start: Edited
  /** Key of the proposal whose draft is edited; absent: the element's own. */
  proposal?: string | undefined
}

export type EditedLink = { type: string; to: Picked; for?: Picked | undefined; extent?: 'full' | 'partial' | undefined; note?: string | undefined }

/** What stands in the editor. */
export type Edited = {
  title: string
  accountable: Picked | null
  reviewEvery: string | null
  effectiveOn: string | null
  body: Body
  links: EditedLink[]
  reason: string
}

export function blank(form: KindForm): Edited {
  return { title: '', accountable: null, reviewEvery: form.reviewEvery, effectiveOn: null, body: structuredClone(form.empty), links: [], reason: '' }
}

/** The draft when there is one, otherwise what is in force; fields that came later are filled from the empty body. */
export function editedFrom(view: ElementView, form: KindForm): Edited {
  const from = view.draft ?? view
  const links = view.draft ? view.draft.links : view.links.filter((link) => link.direction === 'out')
  const accountable = view.draft ? view.draft.accountable : (view.accountable?.id ?? null)
  return {
    title: from.title,
    accountable: accountable === null ? null : view.accountable?.id === accountable ? picked({ ...view.accountable, kind: 'role' }) : { id: accountable, title: '', kind: 'role' },
    reviewEvery: from.reviewEvery,
    effectiveOn: view.draft ? view.draft.effectiveOn : null,
    body: { ...structuredClone(form.empty), ...from.body },
    links: links.map((link) => ({ type: link.type, to: picked(link.element), for: link.for && picked(link.for), extent: link.extent, note: link.note })),
    reason: '',
  }
}

function picked({ id, key, title, kind }: { id: string; key: string; title: string; kind: string }): Picked {
  return { id, key, title, kind }
}

type DraftInput = z.input<KindContracts['draft']['input']>

/** What is sent: a new element without `view`, otherwise a draft of it at the revision that was read. */
export function inputOf(edited: Edited, view: Pick<ElementView, 'key' | 'revision'> | null): DraftInput {
  return {
    ...(view && { element: view.key, revision: view.revision }),
    title: edited.title,
    accountable: edited.accountable?.id ?? null,
    reviewEvery: edited.reviewEvery,
    effectiveOn: edited.effectiveOn,
    body: edited.body,
    links: edited.links.map((link) => ({ type: link.type, to: link.to.id, ...(link.for && { for: link.for.id }), ...(link.extent && { extent: link.extent }), ...(link.note && { note: link.note }) })),
    ...(edited.reason.trim() && { reason: edited.reason.trim() }),
  }
}
