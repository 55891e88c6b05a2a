import { Trans } from '@lingui/react/macro'
import type { ElementStatus } from '../../shared/kind.ts'
import styles from './StatusWord.module.css'

/** Where an element stands, in words: a draft and a retired element read differently from what is in force. */
export function StatusWord({ status, hasDraft }: { status: ElementStatus; hasDraft?: boolean }) {
  return (
    <span className={styles.status} data-status={status}>
      {status === 'draft' && <Trans>Draft</Trans>}
      {status === 'in force' && <Trans>In force</Trans>}
      {status === 'retired' && <Trans>Retired</Trans>}
      {hasDraft && status !== 'draft' && (
        <span className={styles.more}>
          {' · '}
          <Trans>change drafted</Trans>
        </span>
      )}
    </span>
  )
}
