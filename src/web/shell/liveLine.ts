import type { LiveNotice } from '../../modules/work/record.contract.ts'

/** What a window is told: that a record changed, or (null) that something may have been missed. */
export type Heard = (notice: LiveNotice | null) => void

/** After this long without a line, what came meanwhile may have been missed. */
const reopenMs = 5000
const name = 'wellrun live'

/**
 * Hears of changes until it is aborted. A browser opens few connections to one server, so of all its windows one keeps the line and tells
 * the others; when that one closes, another takes over.
 */
export function hearLive(heard: Heard, signal: AbortSignal): void {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return openLine(heard, signal)
  const channel = new BroadcastChannel(name)
  channel.onmessage = (event: MessageEvent<LiveNotice | null>) => heard(event.data)
  signal.addEventListener('abort', () => channel.close())
  const keep = () =>
    new Promise<void>((done) => {
      signal.addEventListener('abort', () => done())
      openLine((notice) => {
        heard(notice)
        channel.postMessage(notice)
      }, signal)
    })
  navigator.locks.request(name, { signal }, keep).catch(() => {
    // The window closed before its turn came.
  })
}

function openLine(heard: Heard, signal: AbortSignal): void {
  const source = new EventSource('/api/live')
  let lostAt = 0
  source.onmessage = (event: MessageEvent<string>) => heard(noticeIn(event.data))
  source.addEventListener('again', () => heard(null))
  source.onerror = () => (lostAt ||= Date.now())
  source.onopen = () => {
    if (lostAt && Date.now() - lostAt > reopenMs) heard(null)
    lostAt = 0
  }
  signal.addEventListener('abort', () => source.close())
}

function noticeIn(data: string): LiveNotice | null {
  try {
    const value = JSON.parse(data) as Partial<LiveNotice> | null
    return typeof value?.record === 'string' && typeof value.key === 'string' ? { record: value.record, key: value.key, revision: value.revision ?? 0 } : null
  } catch {
    return null
  }
}
