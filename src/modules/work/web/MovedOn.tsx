import { Trans } from '@lingui/react/macro'
import { useQueryOf } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { recordQueries, type RecordView } from '../record.contract.ts'
import styles from './Form.module.css'
import type { Base } from './useBase.ts'

/** Tells whoever is typing that the record moved on meanwhile, what changed, and lets them go on from there with what they wrote. */
export function MovedOn({ record, base }: { record: RecordView; base: Base }) {
  const { data } = useQueryOf(recordQueries.timeline, { record: record.key }, base.moved)
  if (!base.moved) return null
  const since = (data?.entries ?? []).filter((entry) => entry.position > base.revision).toSorted((one, other) => one.position - other.position)
  const who = [...new Set(since.map((entry) => entry.actorName).filter(Boolean))].join(', ')
  return (
    <div className={styles.moved} role="alert">
      <p>
        <strong>{who ? <Trans>{who} changed this record while you were writing.</Trans> : <Trans>This record changed while you were writing.</Trans>}</strong> <Trans>What you wrote is still here.</Trans>
      </p>
      <ul>
        {since.map((entry) => (
          <li key={entry.position}>
            {entry.text}
            {entry.changes.map((change) => (
              <span key={change.label} className={styles.note}>
                {' '}
                {change.label}: <del>{change.before || '—'}</del> → <ins>{change.after || '—'}</ins>
              </span>
            ))}
          </li>
        ))}
      </ul>
      <div>
        <Button small onClick={base.takeOver}>
          <Trans>Go on from there</Trans>
        </Button>
      </div>
    </div>
  )
}
