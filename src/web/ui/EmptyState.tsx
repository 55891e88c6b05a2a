import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

/** What belongs here, why, and one button. */
export function EmptyState({ title, children, verb }: { title: ReactNode; children?: ReactNode; verb?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2 className={styles.title}>{title}</h2>
      {children && <div className={styles.words}>{children}</div>}
      {verb && <div className={styles.verb}>{verb}</div>}
    </div>
  )
}

/** Keeps the place of what is on its way; says so only when it takes long. */
export function Waiting({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <output aria-label={label} className={styles.waiting}>
      {Array.from({ length: rows }, (_, at) => (
        <span key={at} style={{ width: `${82 - ((at * 23) % 47)}%` }} />
      ))}
    </output>
  )
}
