import { Trans, useLingui } from '@lingui/react/macro'
import { Problem } from '../../shared/problem.ts'
import { Button } from './Button.tsx'
import styles from './Problem.module.css'

/** A refusal in words: what is wrong, where, and what would be right. Faults that stand at their field are left out through `shown`. */
export function ProblemNote({ error, shown = [], retry }: { error: unknown; shown?: readonly string[]; retry?: () => void }) {
  if (!error) return null
  const faults = error instanceof Problem ? error.faults.filter((fault) => !shown.includes(fault.path)) : []
  return (
    <div className={styles.problem} role="alert">
      <p className={styles.title}>{messageOf(error)}</p>
      {faults.length > 0 && (
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
