import { Trans } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import styles from './Form.module.css'

type ActionDialogProps = {
  title: string
  description?: string
  verb: string
  action: { busy: boolean; error: Error | null }
  /** Answers true once it is done; the dialog then closes. */
  submit: () => Promise<boolean>
  onClose: () => void
  ready: boolean
  /** Paths of the faults that stand at their fields. */
  shown?: readonly string[]
  wide?: boolean
  children: ReactNode
}

/** One verb with what it asks. */
export function ActionDialog({ title, description, verb, action, submit, onClose, ready, shown = [], wide = false, children }: ActionDialogProps) {
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault()
    if (ready && (await submit())) onClose()
  }
  return (
    <Dialog open onClose={onClose} title={title} description={description} wide={wide}>
      <form className={styles.form} onSubmit={onSubmit} noValidate>
        <ProblemNote error={action.error} shown={shown} />
        {children}
        <div className={styles.end}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look="primary" busy={action.busy} disabled={!ready}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
