import type { RecordView } from '../record.contract.ts'
import type { RecordField } from './FieldInput.tsx'

export type Way = RecordView['ways'][number]
type Missing = Way['missing']

/** The ways out of the present step, the one that leads forward first. Ends and ways back come after it, those that are closed last. */
export function orderedWays(record: Filled & Pick<RecordView, 'ways' | 'steps'>): Way[] {
  const rank = new Map(record.steps.map((step, at) => [step.id, at]))
  const here = record.steps.findIndex((step) => step.current)
  const distance = (way: Way) => Math.abs((rank.get(way.to) ?? here) - here)
  const weight = (way: Way) => (isOpen(way, record) ? 0 : 10_000) + (way.back ? 1000 : 0) + distance(way)
  return record.ways.toSorted((one, other) => weight(one) - weight(other))
}

type Filled = Pick<RecordView, 'fields' | 'assignee' | 'priority' | 'outcome' | PlaceName>

/** Whether a way may be pressed: this person may take it, and it is open or opens by what is not filled in yet, which its form asks. What is missing is asked then too. */
export function isOpen(way: Way, record: Filled): boolean {
  return way.allowed && (!way.closed || way.asks.some((path) => isUnfilled(path, record)))
}

function isUnfilled(path: string, record: Filled): boolean {
  if (path === 'assignee') return record.assignee.person === null
  if (path === 'priority' || path === 'outcome') return record[path] === ''
  const place = placeNames.find((name) => name === path)
  if (place) return record[place] === null
  const value = record.fields.find((field) => `fields.${field.id}` === path)?.value
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

export const placeNames = ['service', 'configurationItem', 'unit', 'location', 'supplier', 'requester'] as const
export type PlaceName = (typeof placeNames)[number]

export type Asked = { fields: RecordField[]; places: PlaceName[]; assignee: boolean; priority: boolean; outcome: boolean; title: boolean; /** What no field here can mend. */ rest: Missing }

/** What a form has to ask so that nothing is missing any more; paths are `fields.<id>`, `outcome`, `assignee`, `priority`, `title`, a place's name, or `exit.<n>`, which is mended by what that condition asks. */
export function askedFor(record: Pick<RecordView, 'fields' | 'exit'>, missing: Missing, asks: readonly string[] = []): Asked {
  const pathsOf = (path: string) => (path.startsWith('exit.') ? (record.exit[Number(path.slice('exit.'.length))]?.asks ?? []) : [path.replace(/^record\./, '')])
  const paths = new Set([...missing.flatMap((one) => pathsOf(one.path)), ...asks])
  const fields = record.fields.filter((field) => paths.has(`fields.${field.id}`))
  const places = placeNames.filter((name) => paths.has(name))
  const known = new Set(['assignee', 'priority', 'outcome', 'title', ...places, ...fields.map((field) => `fields.${field.id}`)])
  return {
    fields, places, assignee: paths.has('assignee'), priority: paths.has('priority'), outcome: paths.has('outcome'), title: paths.has('title'),
    rest: missing.filter((one) => !pathsOf(one.path).some((path) => known.has(path))),
  }
}
