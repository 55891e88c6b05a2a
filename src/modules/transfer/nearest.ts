/** The one of the names that is closest to what was written, when it is close enough to be meant. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const wanted = written.toLowerCase()
  let best: { name: string; distance: number } | undefined
  for (const name of names) {
    const distance = distanceOf(wanted, name.toLowerCase(), 3)
    if (distance <= allowance(wanted) && (!best || distance < best.distance)) best = { name, distance }
  }
  return best?.name
}

function allowance(text: string): number {
  if (text.length < 3) return 0
  return text.length < 8 ? 1 : text.length < 13 ? 2 : 3
}

/** How many letters differ (insertions, deletions, replacements), counted up to `most` and given as more than that beyond. */
export function distanceOf(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const now = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      now.push(Math.min(before[j]! + 1, now[j - 1]! + 1, replaced))
    }
    if (Math.min(...now) > most) return most + 1
    before = now
  }
  return before[b.length]!
}
