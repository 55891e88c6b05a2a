import { useLingui } from '@lingui/react/macro'
import { useEffect, useSyncExternalStore } from 'react'
import { Icon } from './Icon.tsx'
import styles from './Toast.module.css'

type Verb = { label: string; run: () => void }
type Said = { id: number; title: string; description?: string | undefined; problem: boolean; verb?: Verb | undefined }

const most = 3
const readableMs = 6000
/** Time to change one's mind. */
const undoableMs = 20_000
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

/** Says in a corner what has just happened, and offers the verb that takes it back. */
export function say(title: string, description?: string, verb?: Verb): void {
  add({ title, description, problem: false, verb })
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
  const { id, problem, verb } = toast
  const dismiss = () => show(said.filter((one) => one.id !== id))
  useEffect(() => {
    if (problem) return
    const timer = setTimeout(() => show(said.filter((one) => one.id !== id)), verb ? undoableMs : readableMs)
    return () => clearTimeout(timer)
  }, [id, problem, verb])
  return (
    <div className={styles.toast} data-problem={problem ? '' : undefined}>
      <div>
        <p className={styles.title}>{toast.title}</p>
        {toast.description && <p className={styles.description}>{toast.description}</p>}
      </div>
      {verb && (
        <button
          type="button"
          className={styles.verb}
          onClick={() => {
            dismiss()
            verb.run()
          }}
        >
          {verb.label}
        </button>
      )}
      <button type="button" className={styles.close} aria-label={t`Dismiss`} onClick={dismiss}>
        <Icon name="close" size={14} />
      </button>
    </div>
  )
}
