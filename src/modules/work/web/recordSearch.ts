import { recordSorts } from '../record.contract.ts'

/** What the address of a list of records says; an address can be kept, sent and gone back to. */
export type RecordSearch = {
  text?: string | undefined
  routine?: string | undefined
  state?: string | undefined
  priority?: string | undefined
  service?: string | undefined
  role?: string | undefined
  assignee?: string | undefined
  standing?: 'closed' | 'any' | undefined
  overdue?: true | undefined
  watched?: true | undefined
  sort?: (typeof recordSorts)[number] | undefined
  direction?: 'asc' | undefined
}

/** Reads an address; what a list cannot be narrowed or sorted by is left out, and so is what holds anyway (open ones, the newest first). */
export function parseRecordSearch(search: Record<string, unknown>): RecordSearch {
  const said = (name: string) => (search[name] === undefined || search[name] === null || search[name] === '' ? undefined : String(search[name]))
  const one = <Value extends string>(name: string, values: readonly Value[]) => values.find((value) => value === search[name])
  const flag = (name: string) => (search[name] === true || search[name] === 'true' ? (true as const) : undefined)
  const parsed: RecordSearch = {
    text: said('text'), routine: said('routine'), state: said('state'), priority: said('priority'), service: said('service'), role: said('role'), assignee: said('assignee'),
    standing: one('standing', ['closed', 'any'] as const), overdue: flag('overdue'), watched: flag('watched'), sort: one('sort', recordSorts), direction: one('direction', ['asc'] as const),
  }
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined))
}

/** What can be asked of a past day: it is listed in the order of opening, and not by who watches. */
export function pastSearch({ sort, watched: _, direction, ...search }: RecordSearch): RecordSearch {
  return { ...search, ...(direction && (sort ?? 'number') === 'number' && { direction }) }
}

/** Whether a list shows less than all that is open. */
export function isNarrowed(search: RecordSearch): boolean {
  return Object.keys(search).some((name) => !['sort', 'direction', 'routine'].includes(name))
}
