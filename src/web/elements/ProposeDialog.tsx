import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { openProposal } from '../../modules/proposals/proposal.contract.ts'
import { useAction } from '../api.ts'
import { useToday } from '../session.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, Leave } from '../ui/Dialog.tsx'
import { faultAt, ProblemNote } from '../ui/Problem.tsx'
import { TextArea, TextField } from '../ui/TextField.tsx'
import { say } from '../ui/Toast.tsx'
import styles from './ProposeDialog.module.css'

type ProposeDialogProps = {
  /** Keys of drafts that it takes along, or of what it would retire. */
  elements?: readonly string[]
  retire?: readonly string[]
  title: string
  /** Why, as far as it was said already. */
  reason?: string
  onClose: () => void
}

/** Turns drafts into one proposal: what it changes, why, and from which day it is to hold. */
export function ProposeDialog({ elements = [], retire = [], title: start, reason: given = '', onClose }: ProposeDialogProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const today = useToday()
  const open = useAction(openProposal)
  const [title, setTitle] = useState(start)
  const [reason, setReason] = useState(given)
  const [effectiveOn, setEffectiveOn] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await open.mutateAsync({ title, elements: [...elements], retire: [...retire], ...(reason.trim() && { reason: reason.trim() }), ...(effectiveOn && { effectiveOn }) }).catch(() => null)
    if (!done) return
    say(t`Proposed`, `${done.key} ${title}`)
    onClose()
    await navigate({ to: '/proposals/$proposal', params: { proposal: done.key } })
  }
  return (
    <Dialog open onClose={onClose} title={retire.length > 0 ? <Trans>Propose to retire</Trans> : <Trans>Propose</Trans>} description={<Trans>Nothing changes until somebody else who holds the role approves it.</Trans>}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <ProblemNote error={open.error} shown={['title', 'reason', 'effectiveOn']} />
        <TextField label={t`What it changes`} required value={title} onChange={setTitle} maxLength={200} fault={faultAt(open.error, 'title')} />
        <TextArea label={t`Why`} optional value={reason} onChange={setReason} fault={faultAt(open.error, 'reason')} />
        <TextField label={t`Holds from`} optional type="date" min={today} value={effectiveOn} onChange={setEffectiveOn} help={t`Left empty, from its approval on.`} fault={faultAt(open.error, 'effectiveOn')} />
        <div className={styles.foot}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look="primary" busy={open.isPending}>
            <Plural value={elements.length + retire.length} one="Propose" other="Propose # together" />
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
