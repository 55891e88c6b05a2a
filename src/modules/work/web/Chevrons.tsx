import { Trans, useLingui } from '@lingui/react/macro'
import type { RecordView } from '../record.contract.ts'
import styles from './Chevrons.module.css'
import { useWhen } from './useWhen.ts'

/** The steps in the colour of their kind of work: those behind with when, the present one with who has it, those ahead blank. */
export function Chevrons({ record }: { record: RecordView }) {
  const { t } = useLingui()
  return (
    <ol className={styles.steps} aria-label={t`Steps`}>
      {record.steps.map((step) => (
        <li key={step.id} className={step.enteredAt ? styles[step.process] : styles.ahead} data-current={step.current ? '' : undefined} aria-current={step.current ? 'step' : undefined}>
          <span className={styles.name}>{step.name}</span>
          <StepWords step={step} record={record} />
        </li>
      ))}
    </ol>
  )
}

function StepWords({ step, record }: { step: RecordView['steps'][number]; record: RecordView }) {
  const when = useWhen()
  const { t } = useLingui()
  if (!step.enteredAt) return <span className="visually-hidden">{t`not reached yet`}</span>
  const since = when.short(step.enteredAt)
  if (!step.current) return <span className={styles.when}>{since}</span>
  if (!record.open) return <span className={styles.when}><Trans>closed {when.short(record.closedAt)}</Trans></span>
  const holder = record.assignee.person?.name ?? record.assignee.role?.title ?? step.role?.title
  return <span className={styles.when}>{holder ? <Trans>since {since}, held by {holder}</Trans> : <Trans>since {since}, nobody has it yet</Trans>}</span>
}
