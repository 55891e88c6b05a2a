import { Dialog as Base } from '@base-ui/react/dialog'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode, RefObject } from 'react'
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
  initialFocus?: RefObject<HTMLElement | null>
}

export function Dialog({ open, onClose, title, description, children, verbs, wide, initialFocus }: DialogProps) {
  const { t } = useLingui()
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={classes(styles.popup, wide && styles.wide)} {...(initialFocus && { initialFocus })}>
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

/** The button that leaves a dialog without doing anything. */
export function Leave({ children }: { children: ReactNode }) {
  return <Base.Close className={buttonClass('plain')}>{children}</Base.Close>
}
