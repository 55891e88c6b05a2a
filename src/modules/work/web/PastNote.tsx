import { Trans } from '@lingui/react/macro'
import { useAsOf } from '../../../web/asOf.ts'
import { dayInWords } from '../../../web/words.ts'
import styles from './Form.module.css'

/** On a past day: records are read as they stand now, and nobody is to take that for how they stood then. */
export function PastNote({ openedOn }: { openedOn?: string }) {
  const asOf = useAsOf()
  if (!asOf) return null
  const day = dayInWords(asOf)
  return (
    <p className={styles.moved} role="note">
      {openedOn && openedOn > asOf ? <Trans>This record was not there yet on {day}. It is shown as it stands now.</Trans> : <Trans>Records are shown as they stand now, not as they stood on {day}. What happened says when each of them changed.</Trans>}
    </p>
  )
}
