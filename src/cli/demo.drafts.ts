import type { ElementReceipt, ElementView } from '../shared/element.contract.ts'
import { edited, linkOf } from '../modules/demo/edits.ts'
import type { DraftedLink, Edits } from '../modules/demo/edits.ts'
import type { Drafted } from '../modules/demo/script.ts'
import { kindOf, kinds } from '../modules/kinds.ts'
import type { Stage } from './demo.stage.ts'

/** The kind of element that has a key, by its prefix. */
export function kindOfKey(key: string): string {
  const kind = kinds.find(({ prefix }) => key.startsWith(`${prefix}-`))
  if (!kind) throw new Error(`${key} is the key of no kind.`)
  return kind.kind
}

export async function viewOf(stage: Stage, key: string): Promise<ElementView> {
  return stage.read<ElementView>(`${kindOfKey(key)}.get`, { element: key })
}

/** Drafts a new element, or a change of one, as somebody; answers its key and revision. */
export async function draft(stage: Stage, drafted: Drafted, who: string): Promise<ElementReceipt> {
  const receipt = drafted.kind ? await begun(stage, drafted, drafted.kind, who) : await changed(stage, drafted, who)
  if (receipt.key !== drafted.key) throw new Error(`The demo expected ${drafted.key} and was given ${receipt.key}.`)
  return receipt
}

async function begun(stage: Stage, { title, accountable, reviewEvery, body, links }: Drafted, kind: string, who: string): Promise<ElementReceipt> {
  const input = { title, accountable, reviewEvery: reviewEvery ?? kindOf(kind)!.reviewEvery, body: { ...kindOf(kind)!.empty, ...body }, links: links.map(linkOf) }
  return stage.act<ElementReceipt>(`${kind}.draft`, input, who)
}

async function changed(stage: Stage, drafted: Drafted, who: string): Promise<ElementReceipt> {
  const view = await viewOf(stage, drafted.key)
  const outward = view.links.filter((link) => link.direction === 'out').map(({ type, element, for: of, extent, note }): DraftedLink => ({
    type: type as DraftedLink['type'], to: element.key, ...(of ? { for: of.key } : {}), ...(extent ? { extent } : {}), ...(note ? { note } : {}),
  }))
  const gone = drafted.unlink.map(linkOf)
  const links = [...outward.filter((link) => !gone.some(({ type, to }) => type === link.type && to === link.to)), ...drafted.links.map(linkOf)]
  const content = { title: drafted.title ?? view.title, accountable: drafted.accountable ?? view.accountable?.key ?? null, reviewEvery: drafted.reviewEvery ?? view.reviewEvery, body: { ...view.body, ...drafted.body } }
  const next = edited(content, drafted.set as Edits)
  return stage.act<ElementReceipt>(`${view.kind}.draft`, { element: view.key, revision: view.revision, ...next, links }, who)
}
