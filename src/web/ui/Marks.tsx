import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './Marks.module.css'

export type State = 'met' | 'watch' | 'missed' | 'unknown'

/** Met ●, watch ▲, missed ■, unknown ○: a shape, a colour and always a word, which is only spoken where `children` say it already. */
export function StateMark({ state, children, bare }: { state: State; children?: ReactNode; bare?: boolean }) {
  const { t } = useLingui()
  const words = { met: t`met`, watch: t`watch`, missed: t`missed`, unknown: t`not known yet` }
  return (
    <span className={styles.mark}>
      <svg width="9" height="9" viewBox="0 0 9 9" className={styles[state]} aria-hidden="true" focusable="false">
        {shapes[state]}
      </svg>
      {children === undefined ? <span className={classes(bare && 'visually-hidden')}>{words[state]}</span> : <span>{children}</span>}
      {children !== undefined && <span className="visually-hidden">({words[state]})</span>}
    </span>
  )
}

const shapes = {
  met: <circle cx="4.5" cy="4.5" r="4.3" />,
  watch: <path d="M4.5 .6 8.9 8.4H.1z" />,
  missed: <rect x=".3" y=".3" width="8.4" height="8.4" />,
  unknown: <circle cx="4.5" cy="4.5" r="3.7" />,
}

export type ScopeState = 'in' | 'partly' | 'not yet' | 'not stated'

/** ● in scope, ◐ partly, ○ not yet, blank while not stated. Drawn, so that every font shows the same. */
export function ScopeMark({ state, size = 11, label }: { state: ScopeState; size?: number; label?: string }) {
  const { t } = useLingui()
  const words = { in: t`in scope`, partly: t`partly in scope`, 'not yet': t`not yet in scope`, 'not stated': t`not stated` }
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" role="img" aria-label={label ?? words[state]} className={styles.scope} focusable="false">
      {state === 'in' && <circle cx="6" cy="6" r="5.5" fill="currentColor" />}
      {state === 'partly' && (
        <>
          <circle cx="6" cy="6" r="4.9" fill="none" stroke="currentColor" strokeWidth="1.2" />
          <path d="M6 1.1A4.9 4.9 0 0 0 6 10.9z" fill="currentColor" />
        </>
      )}
      {state === 'not yet' && <circle cx="6" cy="6" r="4.9" fill="none" className={styles.open} strokeWidth="1.2" />}
    </svg>
  )
}
