/** What a list's address says; an address can be kept, sent and gone back to. */
export type ListSearch = {
  text?: string | undefined
  status?: 'draft' | 'in force' | 'retired' | 'any' | undefined
  accountable?: string | undefined
  sort?: 'title' | 'key' | 'status' | 'changed' | undefined
  direction?: 'asc' | 'desc' | undefined
}

const allowed = { status: ['draft', 'in force', 'retired', 'any'], sort: ['title', 'key', 'status', 'changed'], direction: ['asc', 'desc'] } as const

export function parseListSearch(search: Record<string, unknown>): ListSearch {
  const one = <Value extends string>(name: string, values: readonly Value[]) => values.find((value) => value === search[name])
  const said = (name: string) => (typeof search[name] === 'string' && search[name] ? search[name] : undefined)
  const text = search.text === undefined ? undefined : String(search.text)
  const parsed: ListSearch = { text: text || undefined, accountable: said('accountable'), status: one('status', allowed.status), sort: one('sort', allowed.sort), direction: one('direction', allowed.direction) }
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined))
}
