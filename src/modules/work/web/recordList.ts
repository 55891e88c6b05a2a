import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { read } from '../../../web/api.ts'
import { recordQueries, type RecordRow } from '../record.contract.ts'
import type { RecordSearch } from './recordSearch.ts'

const firstPage = 50
const laterPages = 200

type Narrowing = RecordSearch & { asOf?: string | undefined }

function pagesOf(search: Narrowing) {
  return infiniteQueryOptions({
    queryKey: [recordQueries.list.name, 'pages', search],
    queryFn: ({ pageParam, signal }) => read(recordQueries.list, { ...search, after: pageParam, limit: pageParam ? laterPages : firstPage }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
}

/** Records, page after page by keyset. */
export function useRecordList(search: Narrowing) {
  return useInfiniteQuery(pagesOf(search))
}

/** Every record that matches, up to `most`, for an export. */
export async function readAllRecords(search: Narrowing, most: number): Promise<RecordRow[]> {
  const rows: RecordRow[] = []
  let after: string | null = null
  do {
    const page: { rows: RecordRow[]; next: string | null } = await read(recordQueries.list, { ...search, after, limit: laterPages })
    rows.push(...page.rows)
    after = page.next
  } while (after && rows.length < most)
  return rows
}
