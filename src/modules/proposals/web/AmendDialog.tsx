import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { useAction } from '../../../web/api.ts'
import { useToday } from '../../../web/session.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { amendProposal } from '../proposal.contract.ts'
import type { ProposalSeen } from './ProposedElements.tsx'
import styles from './Proposals.module.css'

/** Another title, or another day from which all of it is to hold; a moved day asks everybody again. */
export function AmendDialog({ proposal, onClose }: { proposal: ProposalSeen; onClose: () => void }) {
  const { t } = useLingui()
  const today = useToday()
  const amend = useAction(amendProposal)
  const [title, setTitle] = useState(proposal.title)
  const [day, setDay] = useState(proposal.effectiveOn ?? '')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await amend.mutateAsync({ proposal: proposal.id, revision: proposal.revision, title, effectiveOn: day || null }).catch(() => null)
    if (!done) return
    say(t`Changed`, `${done.key} ${title}`)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title={<Trans>Change title or day</Trans>} description={<Trans>Whoever agreed to another day is asked again.</Trans>}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <ProblemNote error={amend.error} shown={['title', 'effectiveOn']} />
        <TextField label={t`What it changes`} required value={title} onChange={setTitle} maxLength={200} fault={faultAt(amend.error, 'title')} />
        <TextField label={t`Holds from`} optional type="date" min={today} value={day} onChange={setDay} help={t`Left empty, from its approval on.`} fault={faultAt(amend.error, 'effectiveOn')} />
        <div className={styles.foot}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look="primary" busy={amend.isPending}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
