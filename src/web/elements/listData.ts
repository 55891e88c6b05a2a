import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import type { ElementRowView } from '../../shared/element.contract.ts'
import { read } from '../api.ts'
import { contractsOf } from './contracts.ts'
import type { WebKind } from './kinds.ts'
import type { ListSearch } from './listSearch.ts'

const firstPage = 50
const laterPages = 200

function listOptions(kind: WebKind, search: ListSearch, asOf: string | undefined) {
  const contract = contractsOf(kind).list
  return infiniteQueryOptions({
    queryKey: [contract.name, 'pages', search, asOf ?? null],
    queryFn: ({ pageParam, signal }) => read(contract, { ...search, asOf, after: pageParam, limit: pageParam ? laterPages : firstPage }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
}

/** A kind's list, page after page by keyset. */
export function useElementList(kind: WebKind, search: ListSearch, asOf: string | undefined) {
  return useInfiniteQuery(listOptions(kind, search, asOf))
}

/** Every row that matches, for an export. */
export async function readAllRows(kind: WebKind, search: ListSearch, asOf: string | undefined): Promise<ElementRowView[]> {
  const rows: ElementRowView[] = []
  let after: string | null = null
  do {
    const page: { rows: ElementRowView[]; next: string | null } = await read(contractsOf(kind).list, { ...search, asOf, after, limit: laterPages })
    rows.push(...page.rows)
    after = page.next
  } while (after)
  return rows
}
