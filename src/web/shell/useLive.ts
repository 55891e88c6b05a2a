import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LiveNotice } from '../../modules/work/record.contract.ts'

/** Many changes at once, such as an import, are shown together. */
const gatherMs = 120
const restMs = 1500
/** After this long without a word, whatever came meanwhile may have been missed. */
const reopenMs = 5000

/** Shows what others change as they change it: each notice asks again what is shown of that record. */
export function useLive(): void {
  const client = useQueryClient()
  useEffect(() => {
    const show = gathering(client)
    const source = new EventSource('/api/live')
    let lostAt = 0
    source.onmessage = (event: MessageEvent<string>) => {
      const notice = parsed(event.data)
      if (notice) show(notice)
    }
    source.onerror = () => (lostAt ||= Date.now())
    source.onopen = () => {
      if (lostAt && Date.now() - lostAt > reopenMs) void client.invalidateQueries({ predicate: ({ queryKey }) => isOfRecords(queryKey) })
      lostAt = 0
    }
    return () => source.close()
  }, [client])
}

function parsed(data: string): LiveNotice | undefined {
  try {
    const value = JSON.parse(data) as Partial<LiveNotice> | null
    return typeof value?.record === 'string' && typeof value.key === 'string' ? { record: value.record, key: value.key, revision: value.revision ?? 0 } : undefined
  } catch {
    return undefined
  }
}

const isOfRecords = (key: readonly unknown[]) => typeof key[0] === 'string' && key[0].startsWith('record.')

/** Gathers notices for a moment, then asks again; lists rest a while after that. */
function gathering(client: QueryClient): (notice: LiveNotice) => void {
  const waiting = new Map<string, LiveNotice>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let shownAt = 0
  const show = () => {
    timer = undefined
    shownAt = Date.now()
    const names = new Set([...waiting.values()].flatMap((notice) => [notice.record, notice.key]))
    waiting.clear()
    void client.invalidateQueries({
      predicate: ({ queryKey }) => {
        if (!isOfRecords(queryKey)) return false
        const record = (queryKey[1] as { record?: string } | undefined)?.record
        return record === undefined || names.has(record)
      },
    })
  }
  return (notice) => {
    waiting.set(notice.record, notice)
    timer ??= setTimeout(show, Math.max(gatherMs, Math.min(restMs, shownAt + restMs / 2 - Date.now())))
  }
}
