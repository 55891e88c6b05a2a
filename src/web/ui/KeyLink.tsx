import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { pageOfKey } from '../elements/kinds.ts'
import { Icon } from './Icon.tsx'
import styles from './KeyLink.module.css'
import { say } from './Toast.tsx'

/** A key as a link to its page, followed by what it is called; `copy` offers the key for the clipboard. */
export function KeyLink({ elementKey, children, copy }: { elementKey: string; children?: ReactNode; copy?: boolean }) {
  const to = pageOfKey(elementKey)
  const words = children ?? elementKey
  return (
    <span className={styles.key}>
      {to ? <Link to={to}>{words}</Link> : words}
      {copy && <CopyKey text={elementKey} />}
    </span>
  )
}

export function CopyKey({ text }: { text: string }) {
  const { t } = useLingui()
  const copyText = async () => {
    await navigator.clipboard.writeText(text)
    say(t`Copied ${text}`)
  }
  return (
    <button type="button" className={styles.copy} onClick={copyText} title={t`Copy ${text}`} aria-label={t`Copy ${text}`}>
      <Icon name="copy" size={14} />
    </button>
  )
}
