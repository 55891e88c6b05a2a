import { wayBack } from '../../shared/ways.ts'
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
