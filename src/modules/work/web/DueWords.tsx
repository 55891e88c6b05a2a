import { useLingui } from '@lingui/react/macro'
import type { RecordRow } from '../record.contract.ts'
import styles from './Records.module.css'
import { useSpan } from './useSpan.ts'
import { useWhen } from './useWhen.ts'

const soonMs = 3_600_000

/** How long there is until the nearest clock is due, in the colour of how pressing that is. */
export function DueWords({ row, now }: { row: RecordRow; now: number }) {
  const { t } = useLingui()
  const span = useSpan()
  const when = useWhen()
  if (!row.dueAt || !row.open) return <span className={styles.soft}>—</span>
  const left = Date.parse(row.dueAt) - now
  const words = span(left)
  return (
    <span className={styles.due} data-state={left < 0 ? 'missed' : left < soonMs ? 'watch' : undefined} title={when.full(row.dueAt)}>
      {left < 0 ? t`late by ${words}` : t`in ${words}`}
    </span>
  )
}
