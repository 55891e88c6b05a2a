/** A stretch of time in milliseconds since 1970, its end not included. */
export type Span = { readonly from: number; readonly to: number }

/** The same time as spans that neither touch nor overlap, in order. What is empty or runs backwards is nothing. */
export function unionOf(spans: readonly Span[]): Span[] {
  const union: { from: number; to: number }[] = []
  for (const { from, to } of spans.filter((span) => span.to > span.from).sort((a, b) => a.from - b.from)) {
    const last = union.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else union.push({ from, to })
  }
  return union
}

/** What two sets of spans have in common, in order. */
export function common(some: readonly Span[], others: readonly Span[]): Span[] {
  const [a, b] = [unionOf(some), unionOf(others)]
  const both: Span[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [one, other] = [a[i]!, b[j]!]
    const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)]
    if (from < to) both.push({ from, to })
    if (one.to < other.to) i++
    else j++
  }
  return both
}

/** The time of some spans that is in none of the others, in order. */
export function without(some: readonly Span[], others: readonly Span[]): Span[] {
  const taken = unionOf(others)
  let at = 0
  return unionOf(some).flatMap(({ from, to }) => {
    const left: Span[] = []
    let begin = from
    while (at < taken.length && taken[at]!.to <= begin) at++
    for (let i = at; i < taken.length && taken[i]!.from < to; i++) {
      if (taken[i]!.from > begin) left.push({ from: begin, to: taken[i]!.from })
      begin = Math.max(begin, taken[i]!.to)
    }
    if (begin < to) left.push({ from: begin, to })
    return left
  })
}

/** Spans as far as they lie within a period; each stays its own. */
export function clipped(spans: readonly Span[], period: Span): Span[] {
  return spans.flatMap(({ from, to }) => {
    const within = { from: Math.max(from, period.from), to: Math.min(to, period.to) }
    return within.from < within.to ? [within] : []
  })
}

/** Milliseconds that spans cover together: time that several cover counts once. */
export function lengthOf(spans: readonly Span[]): number {
  return unionOf(spans).reduce((sum, { from, to }) => sum + to - from, 0)
}
