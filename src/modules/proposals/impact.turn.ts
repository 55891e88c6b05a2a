import type { KeptDraft } from '../../kernel/element.ts'
import type { Kind } from '../../shared/kind.ts'
import type { MissingOf } from '../../shared/signs.ts'
import type { System } from '../../shared/system.ts'

/** One element as a proposal would leave it. */
export type Proposed = { id: string; key: string; kind: string; title: string; version: number; draft: KeptDraft }

/** What rules about other modules are handed in: how kinds address, what they miss, and the findings of a system. */
export type Judging = {
  kindOf: (kind: string) => Kind | undefined
  missing: MissingOf
  findings: (system: System) => { check: string; severity: string; element: string | null; message: string }[]
}

/** The system before and after, and what a proposal touches of it. */
export type Turn = { before: System; after: System; touched: readonly Proposed[]; judging: Judging }
