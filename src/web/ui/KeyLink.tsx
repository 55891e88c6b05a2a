import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { placeOfKey } from '../elements/kinds.ts'
import { Icon } from './Icon.tsx'
import styles from './KeyLink.module.css'
import { say } from './Toast.tsx'

/** An element's key as a link to its page, followed by what it is called; `copy` offers the key for the clipboard. */
export function KeyLink({ elementKey, children, copy }: { elementKey: string; children?: ReactNode; copy?: boolean }) {
  const path = placeOfKey(elementKey)
  const words = children ?? elementKey
  if (/^CI-\d+$/.test(elementKey)) return <span className={styles.key}><Link to="/items/$item" params={{ item: elementKey }}>{words}</Link>{copy && <CopyKey text={elementKey} />}</span>
  return (
    <span className={styles.key}>
      {path ? (
        <Link to="/$path/$element" params={{ path, element: elementKey }}>
          {words}
        </Link>
      ) : (
        words
      )}
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
