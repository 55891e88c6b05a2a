import type { Kind } from '../../src/shared/kind.ts'
import { columnFaults } from '../../src/modules/transfer/columns.ts'
import { compileMapping } from '../../src/modules/transfer/compile.ts'
import { indexExisting } from '../../src/modules/transfer/existing.ts'
import type { ExistingElement, ExistingHolder, ExistingPerson } from '../../src/modules/transfer/existing.ts'
import { mappingProblem, parseMapping } from '../../src/modules/transfer/mapping.ts'
import { planImport } from '../../src/modules/transfer/plan-import.ts'
import type { ImportPlan, PlanInput } from '../../src/modules/transfer/plan.ts'
import { readSources } from '../../src/modules/transfer/read.ts'
import type { SourceFile } from '../../src/modules/transfer/rows.ts'

/** An organisation in memory that imports are planned for and applied to, so that plans can be tested one after another. */
export function importing(kinds: readonly Kind[], options: { today?: string; asDraft?: boolean; barred?: PlanInput['barred'] } = {}) {
  const byKind = new Map<string, Kind>(kinds.map((kind) => [kind.kind, kind]))
  const elements = new Map<string, ExistingElement>()
  const people = new Map<string, ExistingPerson>()
  const holders = new Map<string, ExistingHolder>()
  const numbers = new Map<string, number>()
  let ids = 0

  const plan = (mappingText: unknown, ...files: (SourceFile | string)[]): ImportPlan => {
    const mapping = parseMapping(mappingText)
    const source = readSources(files.map((file) => (typeof file === 'string' ? { name: 'rows.csv', bytes: new TextEncoder().encode(file) } : file)), mapping.source, mapping.rows)
    const { parts, faults } = compileMapping(mapping, byKind)
    const all = [...faults, ...columnFaults(parts, source.rows, source.header)]
    if (all.length > 0) throw mappingProblem(all)
    const existing = indexExisting({ elements: [...elements.values()], people: [...people.values()], holders: [...holders.values()] })
    return planImport({ rows: source.rows, parts, kinds: byKind, existing, today: options.today ?? '2026-01-15', asDraft: options.asDraft ?? false, ...(options.barred ? { barred: options.barred } : {}), nextId: () => `id-${++ids}` })
  }

  const put = (element: Partial<ExistingElement> & { kind: string; title: string }): ExistingElement => {
    const kind = byKind.get(element.kind)!
    const number = (numbers.get(kind.prefix) ?? 0) + 1
    numbers.set(kind.prefix, number)
    const full: ExistingElement = {
      id: `id-${++ids}`, key: `${kind.prefix}-${number}`, externalKey: null, status: 'in force', version: 1, obstacle: null, accountable: null, reviewEvery: kind.reviewEvery,
      body: kind.empty as Record<string, unknown>, links: [], unknown: [], ...element,
    }
    elements.set(full.id, full)
    return full
  }

  const apply = (planned: ImportPlan): ImportPlan => {
    for (const { id, kind, externalKey, existing, title, accountable, reviewEvery, body, links, unknown } of planned.elements) {
      if (existing) elements.set(id, { ...existing, externalKey, title, accountable, reviewEvery, body, links, unknown, version: existing.version + 1 })
      else put({ id, kind, externalKey, title, accountable, reviewEvery, body, links, unknown })
    }
    for (const { id, externalKey, name, email, fromOn, toOn } of planned.people) people.set(id, { id, externalKey, name, email, fromOn, toOn })
    for (const { id, roleId, personId, elementId, deputy, fromOn, toOn } of planned.holders) holders.set(id, { id, roleId, personId, elementId, deputy, fromOn, toOn })
    return planned
  }

  const of = (kind: string) => [...elements.values()].filter((element) => element.kind === kind)
  const named = (kind: string, name: string) => of(kind).find((element) => element.externalKey === name || element.title === name)!
  /** Titles at the other end of an element's links. */
  const linked = (element: ExistingElement, type: string) => element.links.filter((link) => link.type === type).map((link) => elements.get(link.to)!.title)
  return { elements, people, holders, plan, put, apply, of, named, linked, run: (mapping: unknown, ...files: (SourceFile | string)[]) => apply(plan(mapping, ...files)) }
}

/** The four counts of a plan in a line. */
export function counts({ read, created, changed, unchanged, rejected }: ImportPlan): string {
  return `${read} read, ${created} created, ${changed} changed, ${unchanged} unchanged, ${rejected.length} rejected`
}
