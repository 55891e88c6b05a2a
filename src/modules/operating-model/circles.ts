import { byKey } from '../../shared/sorting.ts'

/**
 * The circles of a graph: each group of elements that all reach each other, as one shortest way round from the element with the first key.
 * Tarjan's algorithm without recursion, so that a long chain costs no stack.
 */
export function circlesOf<Item extends { id: string; key: string }>(items: readonly Item[], next: (item: Item) => readonly Item[]): Item[][] {
  return groupsOf(items, next)
    .filter((group) => group.length > 1)
    .map((group) => wayRound(group.sort(byKey), next))
    .sort((a, b) => byKey(a[0]!, b[0]!))
}

type Visit<Item> = { item: Item; ends: readonly Item[]; at: number }

/** Groups of items that reach each other; what an item leads to is in an earlier group. */
export function groupsOf<Item extends { id: string }>(items: readonly Item[], next: (item: Item) => readonly Item[]): Item[][] {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const open: Item[] = []
  const onOpen = new Set<string>()
  const groups: Item[][] = []
  const enter = (item: Item): Visit<Item> => {
    order.set(item.id, order.size)
    low.set(item.id, order.get(item.id)!)
    open.push(item)
    onOpen.add(item.id)
    return { item, ends: next(item), at: 0 }
  }
  const lower = (id: string, value: number) => low.set(id, Math.min(low.get(id)!, value))
  for (const root of items) {
    if (order.has(root.id)) continue
    const path = [enter(root)]
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const end = visit.ends[visit.at++]
      if (end) {
        if (!order.has(end.id)) path.push(enter(end))
        else if (onOpen.has(end.id)) lower(visit.item.id, order.get(end.id)!)
        continue
      }
      path.pop()
      const { id } = visit.item
      if (path.length > 0) lower(path.at(-1)!.item.id, low.get(id)!)
      if (low.get(id) !== order.get(id)) continue
      const group = open.splice(open.findIndex((item) => item.id === id))
      for (const item of group) onOpen.delete(item.id)
      groups.push(group)
    }
  }
  return groups
}

/** The shortest way from the first of a group back to itself; each once. */
function wayRound<Item extends { id: string }>(group: readonly Item[], next: (item: Item) => readonly Item[]): Item[] {
  const first = group[0]!
  const inside = new Set(group.map((item) => item.id))
  const cameFrom = new Map<string, Item>()
  const queue = [first]
  for (const item of queue) {
    for (const end of next(item)) {
      if (end.id === first.id) {
        const way = [item]
        for (let before = cameFrom.get(item.id); before; before = cameFrom.get(before.id)) way.unshift(before)
        return way
      }
      if (!inside.has(end.id) || cameFrom.has(end.id)) continue
      cameFrom.set(end.id, item)
      queue.push(end)
    }
  }
  return [first]
}
