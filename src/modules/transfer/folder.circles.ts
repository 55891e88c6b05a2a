import type { FolderChange, Standing } from './folder.change.ts'

/** A fault for every changed unit that would be part of itself, by any way round, at the link that says so. */
export function unitCircles(changes: readonly FolderChange[], existing: readonly Standing[], keyOf: (id: string) => string): { key: string; path: string; message: string }[] {
  const parents = new Map<string, readonly string[]>()
  for (const each of existing) if (each.kind === 'unit' && each.status !== 'retired') parents.set(each.id, parentsIn(each.content ?? each.draft))
  const units = changes.filter((change) => change.kind === 'unit' && change.as !== 'retired')
  for (const change of units) parents.set(change.id, parentsIn(change.content))
  return units.flatMap((change) => {
    const way = wayBack(change.id, parents)
    if (!way) return []
    const at = change.content.links.findIndex((link) => link.type === 'partOf' && link.to === way[1])
    return [{ key: change.key, path: `links.${at}.partOf`, message: `This closes a circle of units: ${way.map(keyOf).join(' → ')}. A unit cannot be part of itself.` }]
  })
}

function parentsIn(content: { links: readonly { type: string; to: string }[] } | null): string[] {
  return (content?.links ?? []).filter((link) => link.type === 'partOf').map((link) => link.to)
}

/** The shortest way up from a unit to itself, both ends included, or undefined. */
function wayBack(from: string, parents: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [from]
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const next of parents.get(at) ?? []) {
      if (next === from) {
        const way = [from]
        for (let step = at; step !== from; step = cameFrom.get(step)!) way.unshift(step)
        return [from, ...way]
      }
      if (cameFrom.has(next)) continue
      cameFrom.set(next, at)
      queue.push(next)
    }
  }
  return undefined
}
