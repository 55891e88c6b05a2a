import { wayFrom } from '../../shared/ways.ts'
import { named } from './existing.ts'
import { takeBack } from './plan-links.ts'
import type { Planning, Subject } from './plan.ts'

/** Takes back every newly asked `partOf` that lies on a circle of units, naming the circle; the order of rows does not matter. */
export function dropCircles(planning: Planning): void {
  const parents = parentsOf(planning)
  const closing: { subject: Subject; key: string; circle: string[] }[] = []
  for (const subject of planning.byId.values()) {
    for (const [key, asked] of subject.asked) {
      if (asked.link.type !== 'partOf' || !asked.isNew) continue
      const way = wayFrom(asked.link.to, subject.id, parents)
      if (way) closing.push({ subject, key, circle: [subject.id, ...way] })
    }
  }
  const titleOf = (id: string) => planning.byId.get(id)?.title ?? planning.existing.byId.get(id)?.title ?? id
  for (const { subject, key, circle } of closing) takeBack(planning, subject, key, `This closes a circle of units: ${circle.map(titleOf).join(' → ')}. A unit cannot be part of itself.`)
}

/** What each unit shall be part of, before circles are taken out. */
function parentsOf(planning: Planning): Map<string, string[]> {
  const parents = new Map<string, string[]>()
  const add = (from: string, to: string) => parents.set(from, [...(parents.get(from) ?? []), to])
  for (const element of planning.existing.byId.values()) {
    if (element.kind !== 'unit' || element.status === 'retired') continue
    const subject = planning.byId.get(element.id)
    const decided = subject?.decided.has(named('partOf', 'unit')) ?? false
    for (const link of element.links) if (link.type === 'partOf' && !decided && !subject?.dropped.has(named(link.type, link.to))) add(element.id, link.to)
  }
  for (const subject of planning.byId.values()) {
    for (const { link, isNew } of subject.asked.values()) if (link.type === 'partOf' && (isNew || subject.decided.has(named('partOf', 'unit')))) add(subject.id, link.to)
  }
  return parents
}
