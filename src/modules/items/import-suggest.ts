import type { Column } from '../transfer/columns.ts'
import type { PlainMapping } from '../transfer/plain-mapping.ts'

/** What columns are called elsewhere, the likeliest first. */
const words: Readonly<Record<string, readonly string[]>> = {
  key: ['id', 'key', 'ci id', 'sys id', 'asset id', 'asset tag', 'number', 'serial number', 'serial', 'guid', 'name'],
  name: ['name', 'ci name', 'hostname', 'host name', 'asset name', 'title', 'label', 'item'],
  type: ['type', 'class', 'ci type', 'ci class', 'category', 'sys class name', 'kind'],
  status: ['status', 'state', 'lifecycle', 'install status', 'operational status'],
  service: ['service', 'services', 'business service', 'application service', 'application'],
  owner: ['owner', 'owned by', 'team', 'unit', 'department', 'support group', 'responsible'],
  location: ['location', 'site', 'room'],
  supplier: ['supplier', 'vendor', 'manufacturer', 'provider'],
  note: ['note', 'notes', 'description', 'comment', 'comments', 'remarks'],
  runsOn: ['runs on', 'hosted on', 'host', 'server', 'hypervisor'],
  partOf: ['part of', 'parent', 'belongs to', 'cluster'],
  uses: ['uses', 'depends on', 'requires'],
  connectedTo: ['connected to', 'network', 'switch'],
}

function plain(text: string): string {
  return text.replaceAll('[*]', '').replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ').trim()
}

/** Columns beyond these are left to whoever imports. */
const mostAttributes = 30

/** A mapping to begin with, guessed from the names of columns; what has no place becomes an attribute. Whoever imports looks it over. */
export function suggestItems(columns: readonly Column[], files: readonly string[]): PlainMapping {
  const taken = new Set<string>()
  const find = (target: string) => {
    for (const word of words[target] ?? []) {
      const column = columns.find((each) => !taken.has(each.path) && plain(each.path) === word && (target !== 'key' || each.unique))
      if (column) return column.path
    }
    return undefined
  }
  const key = find('key') ?? columns.find((each) => each.unique)?.path ?? columns[0]?.path ?? 'id'
  const fields: Record<string, string> = {}
  for (const target of Object.keys(words)) {
    if (target === 'key') continue
    const path = find(target)
    if (path === undefined) continue
    fields[target] = path
    taken.add(path)
  }
  for (const { path } of columns.filter((each) => !taken.has(each.path) && each.path !== key && !each.path.includes('[')).slice(0, mostAttributes)) fields[`attribute.${path.trim().slice(0, 60)}`] = path
  return { kind: 'item', from: (files[0]?.split(/[\\/]/).at(-1) ?? 'A file').replace(/\.[^.]+$/, '').slice(0, 100) || 'A file', key, fields, services: {} }
}
