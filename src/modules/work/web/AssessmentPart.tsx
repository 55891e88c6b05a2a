import { Trans, useLingui } from '@lingui/react/macro'
import type { RecordView } from '../record.contract.ts'
import styles from './Assessment.module.css'

/** Criteria that speak for a value: which of them hold, and what they suggest. People choose. */
export function AssessmentPart({ assessment }: { assessment: RecordView['assessments'][number] }) {
  const { t } = useLingui()
  const { suggests } = assessment
  const words = (holds: boolean | null) => (holds === null ? t`for people to judge` : holds ? t`holds` : t`does not hold`)
  return (
    <details className={styles.assessment} open={assessment.criteria.some((criterion) => criterion.holds === true)}>
      <summary>
        {assessment.name}
        {suggests && <> · <Trans>the criteria speak for “{suggests}”</Trans></>}
      </summary>
      <ul>
        {assessment.criteria.map((criterion) => (
          <li key={criterion.text} data-holds={String(criterion.holds)}>
            {criterion.text} <span className={styles.word}>{words(criterion.holds)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
