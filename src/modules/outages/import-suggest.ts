import type { Column } from '../transfer/columns.ts'
import type { PlainMapping } from '../transfer/plain-mapping.ts'
import { outageTargets, type OutageTarget } from './import-row.ts'

const words: Partial<Record<OutageTarget | 'key', readonly string[]>> = {
  key: ['id', 'key', 'number', 'ticket', 'incident', 'reference', 'guid'],
  service: ['service', 'services', 'affected', 'affected service', 'system', 'component', 'application', 'resource', 'site', 'name'],
  start: ['start', 'start time', 'started', 'started at', 'begin', 'began', 'from', 'date', 'down', 'opened', 'created'],
  end: ['end', 'end time', 'ended', 'ended at', 'resolved', 'resolved when', 'resolved at', 'to', 'until', 'restored', 'up', 'closed'],
  planned: ['planned', 'scheduled', 'class', 'type', 'kind'],
  registered: ['registered', 'created', 'created at', 'created time', 'announced', 'reported'],
  share: ['share', 'users', 'impact share'],
  title: ['title', 'summary', 'subject', 'description', 'headline'],
  severity: ['severity', 'impact', 'priority', 'level'],
  note: ['note', 'notes', 'description', 'details', 'body', 'comment', 'text'],
  record: ['record', 'incident', 'ticket', 'change'],
  zone: ['zone', 'time zone', 'timezone', 'tz'],
}

function plain(text: string): string {
  return text.replaceAll('[*]', '').replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ').trim()
}

/** A mapping to begin with, guessed from the names of columns. Whoever imports looks it over. */
export function suggestOutages(columns: readonly Column[], files: readonly string[]): PlainMapping {
  const taken = new Set<string>()
  const find = (target: OutageTarget | 'key') => {
    for (const word of words[target] ?? []) {
      const column = columns.find((each) => !taken.has(each.path) && plain(each.path) === word && (target !== 'key' || each.unique))
      if (column) return column.path
    }
    return undefined
  }
  const fields: Record<string, string> = {}
  for (const target of outageTargets) {
    const path = find(target)
    if (path === undefined) continue
    fields[target] = path
    taken.add(path)
  }
  taken.clear()
  // Ends and notes change; where nothing else names an outage, its service and start do.
  const lasting = columns.find((each) => each.unique && !Object.values(fields).includes(each.path))?.path
  const key = find('key') ?? (files.length > 1 ? '$file' : (lasting ?? (fields['service'] && fields['start'] ? `{${fields['service']}} {${fields['start']}}` : '$file')))
  return { kind: 'outage', from: (files[0]?.split(/[\\/]/).at(files.length > 1 ? -2 : -1) ?? 'A file').replace(/\.[^.]+$/, '').slice(0, 100) || 'A file', key, fields, services: {} }
}
