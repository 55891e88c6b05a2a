const shows = ['open', 'planned', 'unplanned', 'withdrawn'] as const

/** What an address says of the list of outages. */
export type OutageSearch = { service?: string | undefined; show?: (typeof shows)[number] | undefined }

export function parseOutageSearch(search: Record<string, unknown>): OutageSearch {
  const show = shows.find((each) => each === search.show)
  return { ...(typeof search.service === 'string' && /^[A-Z]{2,4}-\d{1,9}$/i.test(search.service) ? { service: search.service } : {}), ...(show ? { show } : {}) }
}
