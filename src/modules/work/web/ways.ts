import type { RecordView } from '../record.contract.ts'
import type { RecordField } from './FieldInput.tsx'

export type Way = RecordView['ways'][number]
type Missing = Way['missing']

/** The ways out of the present step, the one that leads forward first. Ends and ways back come after it, those that are closed last. */
export function orderedWays(record: Pick<RecordView, 'ways' | 'steps'>): Way[] {
  const rank = new Map(record.steps.map((step, at) => [step.id, at]))
  const here = record.steps.findIndex((step) => step.current)
  const distance = (way: Way) => {
    const ahead = (rank.get(way.to) ?? here) - here
    return ahead > 0 ? ahead : 1000 - ahead
  }
  const weight = (way: Way) => (way.closed || !way.allowed ? 10_000 : 0) + distance(way)
  return record.ways.toSorted((one, other) => weight(one) - weight(other))
}

/** Whether a way may be pressed: it is open, and this person may take it. What is missing is asked then. */
export function isOpen(way: Way): boolean {
  return way.allowed && !way.closed
}

export const placeNames = ['service', 'configurationItem', 'unit', 'location', 'supplier', 'requester'] as const
export type PlaceName = (typeof placeNames)[number]

export type Asked = { fields: RecordField[]; places: PlaceName[]; assignee: boolean; outcome: boolean; title: boolean; /** What no field here can mend. */ rest: Missing }

/** What a form has to ask so that nothing is missing any more; paths are `fields.<id>`, `outcome`, `assignee`, `title`, a place's name, or `exit.<n>`, which is mended by what that condition asks. */
export function askedFor(record: Pick<RecordView, 'fields' | 'exit'>, missing: Missing): Asked {
  const pathsOf = (path: string) => (path.startsWith('exit.') ? (record.exit[Number(path.slice('exit.'.length))]?.asks ?? []) : [path.replace(/^record\./, '')])
  const paths = new Set(missing.flatMap((one) => pathsOf(one.path)))
  const fields = record.fields.filter((field) => paths.has(`fields.${field.id}`))
  const places = placeNames.filter((name) => paths.has(name))
  const known = new Set(['assignee', 'outcome', 'title', ...places, ...fields.map((field) => `fields.${field.id}`)])
  return {
    fields, places, assignee: paths.has('assignee'), outcome: paths.has('outcome'), title: paths.has('title'),
    rest: missing.filter((one) => !pathsOf(one.path).some((path) => known.has(path))),
  }
}
