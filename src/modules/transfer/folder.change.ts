import type { KeptDraft } from '../../kernel/element.ts'
import type { ElementStatus } from '../../shared/kind.ts'

/** An element as the organisation has it. */
export type Standing = {
  id: string; key: string; kind: string; title: string; status: ElementStatus; version: number
  /** What holds today, or where nothing does yet, what will; null while it has only ever been a draft. */
  content: KeptDraft | null
  /** The day still to come from which `content` holds, or null. */
  plannedOn: string | null
  draft: (KeptDraft & { retiring?: boolean }) | null
  draftBy: string | null
  /** The open proposal that carries it. */
  proposal: string | undefined
}

/** One element that is written. `as`: how the folder wants it. */
export type FolderChange = { id: string; key: string; kind: string; before: Standing | null; as: ElementStatus; content: KeptDraft; paths: string[] }
