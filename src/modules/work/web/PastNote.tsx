import { Trans } from '@lingui/react/macro'
import { useAsOf } from '../../../web/asOf.ts'
import { dayInWords } from '../../../web/words.ts'
import styles from './Form.module.css'

/** On a past day: what is shown is how it stood at its end, and what counts as having happened by then. */
export function PastNote({ shows }: { shows: 'record' | 'records' }) {
  const asOf = useAsOf()
  if (!asOf) return null
  const day = dayInWords(asOf)
  return (
    <p className={styles.moved} role="note">
      {shows === 'record' ? <Trans>This is how it stood at the end of {day}.</Trans> : <Trans>Records as they stood at the end of {day}, in the order in which they were opened.</Trans>} <Trans>What an import brought counts from when it happened.</Trans>
    </p>
  )
}
