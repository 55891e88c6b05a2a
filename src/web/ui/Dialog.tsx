import { Dialog as Base } from '@base-ui/react/dialog'
import { useLingui } from '@lingui/react/macro'
import { useRef, type ReactNode } from 'react'
import { buttonClass } from './Button.tsx'
import { classes } from './classes.ts'
import styles from './Dialog.module.css'
import { Icon } from './Icon.tsx'

type DialogProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  /** The verbs, the one that is meant last. */
  verbs?: ReactNode
  wide?: boolean
}

export function Dialog({ open, onClose, title, description, children, verbs, wide }: DialogProps) {
  const { t } = useLingui()
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={classes(styles.popup, wide && styles.wide)} ref={popup} initialFocus={(how) => (how === 'touch' ? null : firstField(popup.current))}>
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <Base.Close className={styles.close} aria-label={t`Close`}>
              <Icon name="close" />
            </Base.Close>
          </header>
          {description && <Base.Description className={styles.description}>{description}</Base.Description>}
          {children && <div className={styles.body}>{children}</div>}
          {verbs && <footer className={styles.verbs}>{verbs}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** Whoever opened a dialog by the keyboard goes on typing; on a telephone the keys would cover what it says. */
function firstField(popup: HTMLElement | null): HTMLElement | null {
  return popup?.querySelector<HTMLElement>('input:not([type=hidden], :disabled), textarea:not(:disabled)') ?? null
}

/** The button that leaves a dialog without doing anything. */
export function Leave({ children }: { children: ReactNode }) {
  return <Base.Close className={buttonClass('plain')}>{children}</Base.Close>
}
