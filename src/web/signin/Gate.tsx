import type { FormEvent, ReactNode } from 'react'
import { useWindowTitle } from '../shell/Page.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import styles from './Gate.module.css'

type GateProps = {
  title: string
  lead?: ReactNode
  error?: unknown
  /** Paths of faults that stand at their fields. */
  shown?: readonly string[]
  onSubmit?: () => void
  children: ReactNode
  foot?: ReactNode
}

/** One form on a quiet page. */
export function Gate({ title, lead, error, shown, onSubmit, children, foot }: GateProps) {
  useWindowTitle(title)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  return (
    <main className={styles.gate}>
      <p className={styles.mark}>Wellrun</p>
      <h1 className={styles.title}>{title}</h1>
      {lead && <div className={styles.lead}>{lead}</div>}
      <form className={styles.form} onSubmit={submit} noValidate>
        {error ? <ProblemNote error={error} {...(shown && { shown })} /> : null}
        {children}
      </form>
      {foot && <div className={styles.foot}>{foot}</div>}
    </main>
  )
}
