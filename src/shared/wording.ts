export type Piece = { text: string; state: 'same' | 'added' | 'removed' }

/** The two texts as one run of words: kept, added and removed. Word by word up to 2,000 words a side; beyond that as a whole. */
export function wordDiff(before: string, after: string): Piece[] {
  return joined(sequenceDiff(words(before), words(after)))
}

function words(text: string): string[] {
  return text.match(/\s+|[^\s]+/g) ?? []
}

/** Items kept, added and removed, in reading order. */
export function sequenceDiff(before: readonly string[], after: readonly string[]): Piece[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  const same = (text: string): Piece => ({ text, state: 'same' })
  return [
    ...before.slice(0, start).map(same),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ]
}

// Longest common subsequence over what lies between the common ends.
function middle(before: readonly string[], after: readonly string[]): Piece[] {
  const removed = before.map((text): Piece => ({ text, state: 'removed' }))
  const added = after.map((text): Piece => ({ text, state: 'added' }))
  if (!before.length || !after.length || before.length > 2000 || after.length > 2000) return [...removed, ...added]
  const width = after.length + 1
  const lengths = new Uint16Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i * width + j] = before[i] === after[j] ? 1 + lengths[(i + 1) * width + j + 1]! : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  return traced(before, after, lengths)
}

function traced(before: readonly string[], after: readonly string[], lengths: Uint16Array): Piece[] {
  const width = after.length + 1
  const pieces: Piece[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    const down = i < before.length ? lengths[(i + 1) * width + j]! : -1
    const across = j < after.length ? lengths[i * width + j + 1]! : -1
    if (i < before.length && j < after.length && before[i] === after[j]) {
      pieces.push({ text: before[i]!, state: 'same' })
      i++
      j++
    } else if (down >= across) pieces.push({ text: before[i++]!, state: 'removed' })
    else pieces.push({ text: after[j++]!, state: 'added' })
  }
  return pieces
}

function joined(pieces: readonly Piece[]): Piece[] {
  const runs: Piece[] = []
  for (const piece of pieces) {
    const last = runs[runs.length - 1]
    if (last?.state === piece.state) last.text += piece.text
    else runs.push({ ...piece })
  }
  return runs
}
