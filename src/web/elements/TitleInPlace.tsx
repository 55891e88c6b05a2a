import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useRename } from './founding.ts'
import { RenameField } from './RenameField.tsx'
import styles from './RenameField.module.css'

type TitleInPlaceProps = { kind: string; elementKey: string; title: string; may: boolean }

/** A title that is changed where it stands: by a click, or by Enter while it has the focus. */
export function TitleInPlace({ kind, elementKey, title, may }: TitleInPlaceProps) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const rename = useRename()
  if (!may) return title
  if (open) return <RenameField title={title} onRename={(next) => rename(kind, elementKey, next)} onLeave={() => setOpen(false)} />
  return (
    <button type="button" className={styles.title} title={t`Rename`} onClick={() => setOpen(true)}>
      {title}
    </button>
  )
}
