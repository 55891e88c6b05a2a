import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { Problem } from '../../shared/problem.ts'
import { Button } from './Button.tsx'
import styles from './Problem.module.css'

/**
 * A refusal in words: what is wrong, where, and what would be right. Faults that stand at their field are left out through
 * `shown`; the first such field gets the focus.
 */
export function ProblemNote({ error, shown = [], retry }: { error: unknown; shown?: readonly string[]; retry?: () => void }) {
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error) note.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])
  if (!error) return null
  const all = error instanceof Problem ? error.faults : []
  const faults = all.filter((fault) => !shown.includes(fault.path))
  const title = messageOf(error)
  // One fault that says it all at its field need not be said twice.
  const twice = faults.length === 0 && all.some((fault) => title.endsWith(fault.message))
  return (
    <div ref={note} className={twice ? 'visually-hidden' : styles.problem} role="alert">
      <p className={styles.title}>{title}</p>
      {faults.length > 0 && !(faults.length === 1 && title.endsWith(faults[0]?.message ?? '')) && (
        <ul className={styles.faults}>
          {faults.map((fault, at) => (
            <li key={at}>
              {fault.path && <span className={styles.path}>{fault.path.replace(/^body\./, '')}</span>} {fault.message}
            </li>
          ))}
        </ul>
      )}
      {retry && (
        <Button small onClick={retry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  )
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The fault at a path, from a problem's faults. */
export function faultAt(error: unknown, path: string): string | undefined {
  return error instanceof Problem ? error.faults.find((fault) => fault.path === path)?.message : undefined
}

/** What a page shows when it cannot be shown. */
export function PageProblem({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useLingui()
  return (
    <section aria-label={t`Problem`} className={styles.page}>
      <ProblemNote error={error} {...(retry && { retry })} />
    </section>
  )
}
