import { Trans } from '@lingui/react/macro'
import type { ElementStatus } from '../../shared/kind.ts'
import { dayInWords } from '../words.ts'
import styles from './StatusWord.module.css'

/** Where an element stands, in words: a draft and a retired element read differently from what is in force. */
export function StatusWord({ status, hasDraft, coming }: { status: ElementStatus; hasDraft?: boolean; /** What is approved for a later day. */ coming?: { on: string; status: string } | null }) {
  const on = dayInWords(coming?.on, 'short')
  return (
    <span className={styles.status} data-status={status}>
      {status === 'draft' && (coming ? <Trans>Approved</Trans> : <Trans>Draft</Trans>)}
      {status === 'in force' && <Trans>In force</Trans>}
      {status === 'retired' && <Trans>Retired</Trans>}
      {coming && (
        <span className={styles.more}>
          {' · '}
          {coming.status === 'retired' ? <Trans>retired from {on}</Trans> : status === 'draft' ? <Trans>in force from {on}</Trans> : <Trans>changes on {on}</Trans>}
        </span>
      )}
      {hasDraft && status !== 'draft' && (
        <span className={styles.more}>
          {' · '}
          <Trans>change drafted</Trans>
        </span>
      )}
    </span>
  )
}
