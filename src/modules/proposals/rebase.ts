import type { KeptDraft, VersionContent } from '../../kernel/element.ts'
import { differencesBetween } from '../../shared/difference.ts'
import type { Content, Difference } from '../../shared/difference.ts'
import type { Fault, Kind, TitleOf } from '../../shared/kind.ts'
import { mergeContents } from '../../shared/merge.ts'
import type { Clash } from '../../shared/merge.ts'

/** The version that a draft is based on, and the one that holds or was approved since. */
export type Ground = { base: VersionContent; current: VersionContent }

/**
 * A draft brought onto the version that was approved meanwhile: what does not touch is merged, what both changed differently is decided by
 * `choices` (path → mine: the draft, theirs: the version). Faults name what was not chosen, and what does not fit together once merged. Pure.
 */
export function rebased(kind: Kind, { base, current }: Ground, draft: KeptDraft, choices: ReadonlyMap<string, 'mine' | 'theirs'>): { draft: KeptDraft; faults: Fault[] } {
  if (draft.retiring) {
    const { title, accountable, reviewEvery, body, links, unknown } = current
    return { draft: { title, accountable, reviewEvery, effectiveOn: draft.effectiveOn, body, links, unknown, retiring: true, basedOn: current.version }, faults: [] }
  }
  const { content, clashes } = mergeContents(kind.parts, base, draft, current, choices)
  const { title, accountable, reviewEvery, body, links } = content
  const merged: KeptDraft = { title, accountable, reviewEvery, effectiveOn: draft.effectiveOn, body, links, unknown: current.unknown, basedOn: current.version }
  const unchosen = clashes.map(({ path }) => ({ path, message: 'Both changed this differently; choose what is proposed or what is in force.' }))
  return { draft: merged, faults: unchosen.length > 0 ? unchosen : faultsOf(kind, merged) }
}

function faultsOf(kind: Kind, draft: KeptDraft): Fault[] {
  const parsed = kind.body.safeParse(draft.body)
  if (!parsed.success) return parsed.error.issues.map((issue) => ({ path: ['body', ...issue.path].join('/'), message: issue.message }))
  return kind.check?.(draft) ?? []
}

/** What both changed differently, in words: as it was, as proposed and as it is in force. */
export type ClashInWords = { path: string; of: string | null; label: string; base: string | null; proposed: string | null; inForce: string | null }

/** The clashes between a draft and the version approved since, told side by side. Pure. */
export function clashesInWords(kind: Kind, { base, current }: Ground, draft: KeptDraft, titleOf: TitleOf): ClashInWords[] {
  if (draft.retiring) return []
  const { clashes } = mergeContents(kind.parts, base, draft, current)
  const told = differencesBetween(kind, stripped(current), stripped(draft), titleOf)
  const earlier = differencesBetween(kind, stripped(current), stripped(base), titleOf)
  return clashes.map((clash) => inWords(clash, told, earlier))
}

function stripped({ title, accountable, reviewEvery, body, links }: Content): Content {
  return { title, accountable, reviewEvery, body, links }
}

function inWords({ path }: Clash, told: readonly Difference[], earlier: readonly Difference[]): ClashInWords {
  const within = (list: readonly Difference[]) => list.filter((one) => one.path === path || one.path.startsWith(`${path}/`))
  const here = within(told)
  const first = here[0]
  const joined = (list: readonly Difference[], side: 'before' | 'after') => list.map((one) => one[side]).filter((words) => words !== null).join('; ') || null
  const inForce = joined(here, 'before')
  const before = within(earlier)
  return { path, of: first?.of ?? null, label: first?.label ?? path, base: before.length > 0 ? joined(before, 'after') : inForce, proposed: joined(here, 'after'), inForce }
}
