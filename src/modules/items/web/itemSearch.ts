import { itemStatuses } from '../item.ts'

const states = [...itemStatuses, 'any'] as const

/** What an address says of the list of items. */
export type ItemSearch = { text?: string | undefined; type?: string | undefined; status?: (typeof states)[number] | undefined; service?: string | undefined; sort?: 'key' | 'changed' | undefined }

export function parseItemSearch(search: Record<string, unknown>): ItemSearch {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined)
  const status = states.find((each) => each === search.status)
  const sort = (['key', 'changed'] as const).find((each) => each === search.sort)
  return {
    ...(text(search.text) ? { text: text(search.text) } : {}), ...(text(search.type) ? { type: text(search.type) } : {}), ...(text(search.service) ? { service: text(search.service) } : {}),
    ...(status ? { status } : {}), ...(sort ? { sort } : {}),
  }
}
