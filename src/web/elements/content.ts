import type { ElementView } from '../../shared/element.contract.ts'
import type { Body } from '../forms/form.ts'

/** What two versions of an element are compared by; links and roles are ids until their titles are known. */
export type Content = {
  title: string
  accountable: string | null
  reviewEvery: string | null
  effectiveOn: string | null
  body: Body
  links: readonly { type: string; to: string; for?: string | undefined; note?: string | undefined }[]
}

export function contentOfView(view: ElementView): Content {
  const links = view.links.filter((link) => link.direction === 'out')
  return { title: view.title, accountable: view.accountable?.id ?? null, reviewEvery: view.reviewEvery, effectiveOn: null, body: view.body, links: links.map(bare) }
}

export function contentOfDraft(draft: NonNullable<ElementView['draft']>): Content {
  return { ...draft, effectiveOn: draft.effectiveOn, links: draft.links.map(bare) }
}

function bare(link: ElementView['links'][number]): Content['links'][number] {
  return { type: link.type, to: link.element.id, for: link.for?.id, note: link.note }
}
