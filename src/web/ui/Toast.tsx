import { useLingui } from '@lingui/react/macro'
import { useEffect, useSyncExternalStore } from 'react'
import { Icon } from './Icon.tsx'
import styles from './Toast.module.css'

type Said = { id: number; title: string; description?: string | undefined; problem: boolean }

const most = 3
const readableMs = 6000
let said: readonly Said[] = []
let last = 0
const listeners = new Set<() => void>()

function show(next: readonly Said[]): void {
  said = next
  for (const listener of listeners) listener()
}

function add(toast: Omit<Said, 'id'>): void {
  last++
  show([...said, { ...toast, id: last }].slice(-most))
}

/** Says in a corner what has just happened. */
export function say(title: string, description?: string): void {
  add({ title, description, problem: false })
}

/** Says what was refused, until it is dismissed. */
export function sayProblem(title: string, description?: string): void {
  add({ title, description, problem: true })
}

/** Where things are said; screen readers hear them too. */
export function Toasts() {
  const { t } = useLingui()
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => said,
  )
  return (
    <section className={styles.place} aria-label={t`Notices`} aria-live="polite">
      {shown.map((toast) => (
        <Toast key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function Toast({ toast }: { toast: Said }) {
  const { t } = useLingui()
  const { id, problem } = toast
  const dismiss = () => show(said.filter((one) => one.id !== id))
  useEffect(() => {
    if (problem) return
    const timer = setTimeout(() => show(said.filter((one) => one.id !== id)), readableMs)
    return () => clearTimeout(timer)
  }, [id, problem])
  return (
    <div className={styles.toast} data-problem={problem ? '' : undefined}>
      <div>
        <p className={styles.title}>{toast.title}</p>
        {toast.description && <p className={styles.description}>{toast.description}</p>}
      </div>
      <button type="button" className={styles.close} aria-label={t`Dismiss`} onClick={dismiss}>
        <Icon name="close" size={14} />
      </button>
    </div>
  )
}
