import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { useAction } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { declineAppointment } from '../../roles/holder.contract.ts'
import type { InboxItem } from '../inbox.contract.ts'
import styles from './ForYou.module.css'

/** Declines an appointment, with the reason that whoever appointed reads. */
export function DeclineDialog({ item, onClose }: { item: Pick<InboxItem, 'holder' | 'about'>; onClose: () => void }) {
  const { t } = useLingui()
  const decline = useAction(declineAppointment)
  const [reason, setReason] = useState('')
  const { holder, about } = item
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!holder || decline.isPending || !(await decline.mutateAsync({ holder, reason }).catch(() => null))) return
    say(t`Declined`, about.title)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t`Decline ${about.title}`} description={t`Whoever appointed you is told why. You hold the role no longer.`}>
      <form className={styles.dialog} onSubmit={(event) => void submit(event)} noValidate>
        <ProblemNote error={decline.error} shown={['reason']} />
        <TextArea label={t`Reason`} required value={reason} onChange={setReason} fault={faultAt(decline.error, 'reason')} />
        <div className={styles.dialogVerbs}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look="primary" busy={decline.isPending}>
            <Trans>Decline</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
