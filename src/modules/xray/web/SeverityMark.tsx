import type { ReactNode } from 'react'
import type { Severity } from '../check.ts'
import styles from './Xray.module.css'

/** High ■, medium ▲, low ○ before what is that severe; the word stands beside it. */
export function SeverityMark({ severity, children }: { severity: Severity; children: ReactNode }) {
  return (
    <span className={styles.marked}>
      <svg width="9" height="9" viewBox="0 0 9 9" className={styles[severity]} aria-hidden="true" focusable="false">
        {shapes[severity]}
      </svg>
      <span>{children}</span>
    </span>
  )
}

const shapes: Record<Severity, ReactNode> = {
  high: <rect x=".3" y=".3" width="8.4" height="8.4" />,
  medium: <path d="M4.5 .6 8.9 8.4H.1z" />,
  low: <circle cx="4.5" cy="4.5" r="3.7" />,
}
