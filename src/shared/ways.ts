/** What each one leads to. */
export type Leads = ReadonlyMap<string, readonly string[]>

/** The shortest way from one to another, both ends included; undefined where there is none. */
export function wayFrom(from: string, to: string, leads: Leads): string[] | undefined {
  return search([from], to, leads)
}

/** The shortest way from one back to itself, both ends included; undefined where it is on no circle. */
export function wayBack(from: string, leads: Leads): string[] | undefined {
  const way = search(leads.get(from) ?? [], from, leads)
  return way && [from, ...way]
}

function search(starts: readonly string[], to: string, leads: Leads): string[] | undefined {
  const cameFrom = new Map<string, string | null>(starts.map((start) => [start, null]))
  const queue = [...cameFrom.keys()]
  for (let place = 0; place < queue.length; place++) {
    const at = queue[place]!
    if (at === to) {
      const way: string[] = []
      for (let step: string | null | undefined = at; step; step = cameFrom.get(step)) way.unshift(step)
      return way
    }
    for (const next of leads.get(at) ?? []) {
      if (cameFrom.has(next)) continue
      cameFrom.set(next, at)
      queue.push(next)
    }
  }
  return undefined
}
