import { isSame } from '../routines/engine.fields.ts'
import type { FieldValue } from '../routines/record.ts'
import { foldedOf, type CaseHistory, type HistoryEvent } from './intake.history.ts'
import { columnDefaults, columnTypes, type ColumnName } from './stored.ts'

/** What Wellrun works out itself, whatever a source says. */
const own: ReadonlySet<string> = new Set(['prefix', 'number', 'routine_id', 'routine_version', 'assignee_role_id', 'clocks', 'approvals', 'due_at', 'fires_at', 'planned_from_at', 'planned_to_at', 'merged_into', 'priority_by', 'source', 'external_id', 'creator_id', 'catalogue_item'])
const told = (Object.keys(columnTypes) as ColumnName[]).filter((name) => !own.has(name))

type Told = { at: string; set: Record<string, unknown>; fields: Record<string, FieldValue> }

/**
 * What a source says anew of a case that it told of before: the events that are later than all it told, and one more for what else differs.
 * Empty where it says the same again. What people changed here meanwhile stays, unless the source itself now says something else than it did.
 */
export function newsOf(before: readonly Told[], history: CaseHistory): HistoryEvent[] {
  const last = before.reduce((latest, event) => (event.at > latest ? event.at : latest), '')
  const was = foldedOf(before)
  const later = history.events.filter((event, at) => at > 0 && event.at > last)
  const news = later.flatMap((event) => {
    const set = Object.fromEntries(Object.entries(event.set).filter(([name, value]) => (name === 'entered_at' && 'state' in event.set) || !isEqual(was.columns[name], value, name)))
    const fields = Object.fromEntries(Object.entries(event.fields).filter(([id, value]) => !isSame(value, was.fields[id])))
    Object.assign(was.columns, set)
    Object.assign(was.fields, fields)
    return Object.keys(set).length + Object.keys(fields).length + Object.keys(event.more).length > 0 ? [{ ...event, set, fields }] : []
  })
  const is = foldedOf(history.events)
  const set: Record<string, unknown> = {}
  for (const name of told) if (!isEqual(was.columns[name], is.columns[name], name)) set[name] = is.columns[name] ?? columnDefaults[name] ?? null
  const fields: Record<string, FieldValue> = {}
  for (const id of new Set([...Object.keys(was.fields), ...Object.keys(is.fields)])) if (!isSame(was.fields[id], is.fields[id])) fields[id] = is.fields[id] ?? null
  if (Object.keys(set).length + Object.keys(fields).length === 0) return news
  if ('priority' in set) set['priority_by'] = set['priority'] === '' ? '' : 'hand'
  const at = history.events.at(-1)!.at
  return [...news, { type: 'state' in set ? 'advance' : 'fill', at: at > last ? at : last || at, set, fields, more: {} }]
}

function isEqual(one: unknown, other: unknown, name: string): boolean {
  const nothing = columnDefaults[name] ?? null
  return (one ?? nothing) === (other ?? nothing)
}
