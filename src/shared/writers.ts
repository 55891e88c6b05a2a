type Written = { writers?: string[] }

/** Ids of everybody who wrote any of the draft at an element. */
export function writersAt({ draft, draftBy }: { draft: Written | null; draftBy: string | null }): string[] {
  return draft?.writers ?? (draft && draftBy ? [draftBy] : [])
}

/** The draft with those who wrote it, where they are several; one alone is the element's `draftBy`. */
export function writtenBy<D extends Written>(draft: D, writers: readonly string[]): D {
  const { writers: _earlier, ...content } = draft
  return (writers.length > 1 ? { ...content, writers: [...writers] } : content) as D
}
