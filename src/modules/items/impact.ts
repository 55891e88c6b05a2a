/** A relation as an impact follows it: `from` stands on `to`. */
export type Standing = { from: string; to: string; type: string }

/** One thing that stands on something, with what it stands on and how; `depth` 1 stands on it directly. */
export type Step = { id: string; on: string; type: string; depth: number }

/**
 * What stands on a thing, the nearest first, each once: at the shortest way that leads to it. Circles end where they close. An item is hit by what it runs
 * on and uses, and by its parts; what is connected to it may be and is named beside.
 */
export function standingOnIt(start: string, standings: readonly Standing[]): Step[] {
  const above = Map.groupBy(standings, ({ to }) => to)
  const seen = new Set([start])
  const steps: Step[] = []
  let level = [start]
  for (let depth = 1; level.length > 0; depth++) {
    const next: string[] = []
    for (const on of level) {
      for (const { from, type } of above.get(on) ?? []) {
        if (seen.has(from)) continue
        seen.add(from)
        steps.push({ id: from, on, type, depth })
        next.push(from)
      }
    }
    level = next
  }
  return steps
}
