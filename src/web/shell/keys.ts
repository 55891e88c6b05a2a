import { useEffect, useRef } from 'react'

/** What each key does; an answer of false leaves the key to the browser. */
export type Keys = Record<string, (event: KeyboardEvent) => unknown>

/** Keys for a whole page: `mod+k` is Ctrl or ⌘ with K. Single letters rest while one types or a dialog is open. */
export function useKeys(keys: Keys, enabled = true): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      const verb = latest.current[nameOf(event)]
      if (!verb || event.defaultPrevented || (!event.ctrlKey && !event.metaKey && isBusy(event.target))) return
      if (verb(event) !== false) event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [enabled])
}

/** How long the second key of a pair may take. */
const pairMs = 1500

/** Keys pressed one after the other, such as `g m`; while the second is awaited, single keys of the page rest. */
export function useKeyPairs(pairs: Keys): void {
  const latest = useRef(pairs)
  const first = useRef({ key: '', at: 0 })
  useEffect(() => {
    latest.current = pairs
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = nameOf(event)
      if (event.ctrlKey || event.metaKey || event.defaultPrevented || isBusy(event.target)) return
      const verb = Date.now() - first.current.at < pairMs ? latest.current[`${first.current.key} ${key}`] : undefined
      const begins = !verb && Object.keys(latest.current).some((pair) => pair.startsWith(`${key} `))
      first.current = begins ? { key, at: Date.now() } : { key: '', at: 0 }
      if (!verb && !begins) return
      event.preventDefault()
      event.stopImmediatePropagation()
      verb?.(event)
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [])
}

function nameOf(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : ''
  return event.altKey ? '' : mod + (event.key.length === 1 ? event.key.toLowerCase() : event.key)
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]')) return true
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
