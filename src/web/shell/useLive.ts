import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LiveNotice } from '../../modules/work/record.contract.ts'
import { hearLive, type Heard } from './liveLine.ts'

/** Many changes at once, such as an import, are shown together. */
const gatherMs = 120
const restMs = 750

/** Shows what others change as they change it: each notice asks again what is shown of that record. */
export function useLive(): void {
  const client = useQueryClient()
  useEffect(() => {
    const leaving = new AbortController()
    hearLive(gathering(client), leaving.signal)
    return () => leaving.abort()
  }, [client])
}

/** Gathers notices for a moment, then asks again what they concern; a stream of them is shown at a pace that can be read. */
function gathering(client: QueryClient): Heard {
  const waiting = new Map<string, LiveNotice>()
  let all = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let shownAt = 0
  const show = () => {
    const names = new Set([...waiting.values()].flatMap((notice) => [notice.record, notice.key]))
    const missed = all
    waiting.clear()
    all = false
    timer = undefined
    shownAt = Date.now()
    void client.invalidateQueries({
      predicate: ({ queryKey: [name, input] }) => {
        if (typeof name !== 'string' || !name.startsWith('record.')) return false
        const record = (input as { record?: string } | undefined)?.record
        return missed || record === undefined || names.has(record)
      },
    })
  }
  return (notice) => {
    if (notice) waiting.set(notice.record, notice)
    else all = true
    timer ??= setTimeout(show, Math.max(gatherMs, shownAt + restMs - Date.now()))
  }
}
