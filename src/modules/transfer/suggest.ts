import type { Kind } from '../../shared/kind.ts'
import type { Column } from './columns.ts'
import type { Kinds } from './compile.ts'
import type { FieldSource, LinkSpec, Mapping } from './mapping.ts'
import { fitted, holderTargets, personTargets, targetsOf, type Target } from './targets.ts'

type Words = Record<string, readonly string[]>

/** What people call a field in their lists, the likelier names first. */
const fieldWords: Words = {
  title: ['title', 'friendly name', 'display name', 'service name', 'full name', 'name', 'label'],
  description: ['description', 'summary', 'purpose', 'notes', 'comment', 'about', 'business value'],
  criticality: ['criticality', 'tier', 'priority', 'importance', 'crit'],
  stage: ['stage', 'lifecycle', 'status', 'state'],
  type: ['type', 'category'],
  contractFromOn: ['contract start', 'contract from', 'start date'],
  contractToOn: ['contract end', 'contract to', 'expiry', 'end date'],
  accountable: ['accountable role', 'owner role', 'accountable'],
  name: ['name', 'full name', 'display name', 'person', 'owner'],
  email: ['email', 'e mail', 'mail', 'email address', 'owner'],
  from: ['from', 'start', 'since', 'start date'],
  to: ['to', 'until', 'end', 'end date'],
  role: ['role', 'role name'],
  person: ['person', 'holder', 'email', 'e mail', 'name', 'owner'],
  element: ['held for', 'element', 'service', 'supplier', 'unit', 'for'],
  deputy: ['deputy'],
}

const linkWords: Record<string, { type: string; to: string; words: readonly string[] }[]> = {
  service: [
    { type: 'dependsOn', to: 'service', words: ['depends on', 'dependencies', 'dependency', 'needs', 'requires', 'uses', 'upstream'] },
    { type: 'provides', to: 'unit', words: ['team', 'teams', 'unit', 'business unit', 'department', 'provided by'] },
    { type: 'provides', to: 'supplier', words: ['supplier', 'suppliers', 'vendor', 'vendors'] },
  ],
  unit: [{ type: 'partOf', to: 'unit', words: ['parent', 'part of', 'parent unit', 'belongs to'] }],
  supplier: [{ type: 'provides', to: 'service', words: ['services', 'service', 'provides'] }],
}

const keyWords = ['key', 'id', 'code', 'slug', 'identifier', 'number', 'email', 'name', 'service name', 'title']

/** A mapping to begin with, guessed from the names of columns and what stands in them. Whoever imports looks it over. */
export function suggestMapping(kind: string, columns: readonly Column[], kinds: Kinds): Mapping {
  const definition = kinds.get(kind)
  const targets = kind === 'person' ? personTargets : kind === 'holder' ? holderTargets : definition ? targetsOf(definition) : []
  const filled = columns.some((column) => column.filled > 0) ? columns.filter((column) => column.filled > 0) : columns
  const fields: Record<string, FieldSource> = {}
  const taken = new Set<string>()
  const links = (linkWords[kind] ?? []).flatMap(({ type, to, words }): LinkSpec[] => {
    const column = columnFor(words, filled.filter((one) => !taken.has(one.path)), true)
    if (!column || !kinds.has(to)) return []
    taken.add(column.path)
    return [{ type, each: listed(column), to }]
  })
  const key = kind === 'holder' ? undefined : keyFor(filled, kind)
  for (const target of targets) {
    const fitting = filled.filter((one) => !taken.has(one.path) && !one.path.includes('[*]') && fits(one, target, definition))
    const column = columnFor([...(fieldWords[target.name] ?? []), target.name === 'title' ? kind : plain(target.name)], fitting)
    if (!column || (target.name !== 'title' && target.name !== 'name' && column.path === key && kind !== 'person')) continue
    fields[target.name] = column.path
    if (kind !== 'person') taken.add(column.path)
  }
  return { kind, ...(key === undefined ? {} : { key }), fields, links, also: [] }
}

/** True when at least half of what was seen in a column may stand in the field; the rest shows in the preview. */
function fits(column: Column, target: Target, definition: Kind | undefined): boolean {
  if (!definition || target.name.includes('.') || ['title', 'accountable', 'reviewEvery'].includes(target.name)) return true
  const fitting = column.samples.filter((sample) => definition.body.safeParse({ ...(definition.empty as object), [target.name]: fitted(sample, target) }).success)
  return fitting.length * 2 >= column.samples.length
}

function keyFor(columns: readonly Column[], kind: string): string {
  const unique = columns.filter((column) => column.unique)
  return (columnFor([...keyWords, kind], unique) ?? unique[0] ?? columns[0])?.path ?? '$row'
}

/** The column that the first fitting word names: as a whole, else as the last part of its path, or with `within` as any part. */
function columnFor(words: readonly string[], columns: readonly Column[], within = false): Column | undefined {
  const ways = [(path: string) => [plain(path)], (path: string) => [plain(lastPart(path))], ...(within ? [(path: string) => path.split('.').map(plain)] : [])]
  for (const parts of ways) {
    for (const word of words) {
      const found = columns.find((column) => parts(column.path).includes(word))
      if (found) return found
    }
  }
  return undefined
}

function lastPart(path: string): string {
  const parts = path.replaceAll('[*]', '').split('.')
  return parts.at(-1) ?? path
}

function plain(text: string): string {
  return text.replaceAll('[*]', '').replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ').trim()
}

/** How a column gives several names: item by item, or a cell split at the mark that stands in it. */
export function listed(column: Pick<Column, 'path' | 'samples'>): FieldSource {
  if (column.path.includes('[*]')) return column.path
  const split = [';', '|', ','].find((mark) => column.samples.some((sample) => sample.includes(mark)))
  return split ? { from: column.path, split } : column.path
}
