import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { messageOf } from '../ui/Problem.tsx'
import styles from './RenameField.module.css'

type RenameFieldProps = { title: string; onRename: (title: string) => Promise<void>; onLeave: () => void }

/** The title as a field: Enter saves, Esc leaves it as it was; leaving it by a click saves what was changed. */
export function RenameField({ title, onRename, onLeave }: RenameFieldProps) {
  const { t } = useLingui()
  const [text, setText] = useState(title)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const left = useRef(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const leave = () => {
    left.current = true
    onLeave()
  }
  const save = async () => {
    const next = text.trim()
    if (busy || left.current) return
    if (next === title) return leave()
    if (next === '') return setFault(t`Give a title, or leave with Esc.`)
    setBusy(true)
    try {
      await onRename(next)
      leave()
    } catch (error) {
      setFault(messageOf(error))
      setBusy(false)
    }
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void save()
    else if (event.key === 'Escape') leave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <span className={styles.rename}>
      <input
        ref={field}
        className={styles.field}
        aria-label={t`New title; Enter saves, Esc leaves`}
        aria-invalid={fault !== null || undefined}
        aria-busy={busy || undefined}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
        onBlur={() => void save()}
      />
      {fault && (
        <span role="alert" className={styles.fault}>
          {fault}
        </span>
      )}
    </span>
  )
}
