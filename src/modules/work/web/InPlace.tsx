import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import type { RecordView } from '../record.contract.ts'
import styles from './InPlace.module.css'
import { MovedOn } from './MovedOn.tsx'
import { useBase, type Base } from './useBase.ts'

type Save = { run: (base: Base) => Promise<boolean>; busy: boolean; error: Error | null }

type InPlaceProps = { record: RecordView; label: string; may: boolean; shown: ReactNode; empty?: string; /** Opened from elsewhere, by a key. */ open?: boolean; onOpenChange?: (open: boolean) => void; editor: (leave: () => void) => ReactNode }

/** A fact that is changed where it stands: pressing it opens its editor, Esc leaves it as it was. */
export function InPlace({ label, may, shown, empty, open, onOpenChange, editor }: InPlaceProps) {
  const { t } = useLingui()
  const [here, setHere] = useState(false)
  const editing = open ?? here
  const set = (next: boolean) => (onOpenChange ? onOpenChange(next) : setHere(next))
  const nothing = shown === '' || shown === null || shown === undefined
  if (editing && may) {
    return <Editor onLeave={() => set(false)}>{editor(() => set(false))}</Editor>
  }
  if (!may) return <>{nothing ? <span className={styles.none}>{empty ?? '—'}</span> : shown}</>
  return (
    <span className={styles.place}>
      <span className={styles.shown}>{nothing ? <span className={styles.none}>{empty ?? '—'}</span> : shown}</span>
      <button type="button" className={styles.edit} onClick={() => set(true)} aria-label={t`Change ${label}`}>
        {nothing ? <Trans>Add</Trans> : <Trans>Change</Trans>}
      </button>
    </span>
  )
}

/** Puts the focus on the first control, and leaves with Esc unless something is open over it. */
function Editor({ onLeave, children }: { onLeave: () => void; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const leave = useRef(onLeave)
  useEffect(() => {
    leave.current = onLeave
  })
  useEffect(() => {
    // A control that is loaded when it is first shown takes a moment to appear.
    const timer = setTimeout(() => place.current?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, [role=combobox]')?.focus(), 30)
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[role="listbox"],[role="dialog"]')) leave.current()
    }
    window.addEventListener('keydown', onKey)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('keydown', onKey)
    }
  }, [])
  return <div ref={place}>{children}</div>
}

/** The form inside: its control, save and cancel, and word of what others changed meanwhile. */
export function InPlaceForm({ record, save, onLeave, children, shownFaults = [] }: { record: RecordView; save: Save; onLeave: () => void; children: ReactNode; shownFaults?: readonly string[] }) {
  const base = useBase(record)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!base.moved && (await save.run(base))) onLeave()
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {!save.busy && <MovedOn record={record} base={base} />}
      <ProblemNote error={save.error} shown={shownFaults} />
      {children}
      <div className={styles.verbs}>
        <Button type="submit" small look="primary" busy={save.busy} disabled={base.moved}>
          <Trans>Save</Trans>
        </Button>
        <Button small onClick={onLeave}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}
