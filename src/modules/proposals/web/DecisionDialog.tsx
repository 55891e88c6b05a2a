import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import type { ActionContract } from '../../../shared/contract.ts'
import { useAction } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { approveProposal, refuseProposal, withdrawProposal } from '../proposal.contract.ts'
import styles from './Proposals.module.css'

export type Decision = 'approve' | 'refuse' | 'withdraw'

const contracts: Record<Decision, ActionContract> = { approve: approveProposal, refuse: refuseProposal, withdraw: withdrawProposal }

type DecisionProps = { decision: Decision; proposal: { id: string; key: string; title: string; revision: number }; others: string; onClose: () => void }

/** One decision on a proposal: says what it does, and asks why. */
export function DecisionDialog({ decision, proposal, others, onClose }: DecisionProps) {
  const { t } = useLingui()
  const decide = useAction(contracts[decision])
  const [reason, setReason] = useState('')
  const [discard, setDiscard] = useState(false)
  const words = useWords(decision, others)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const said = reason.trim() || decision === 'refuse' ? { reason: reason.trim() } : {}
    const kept = decision === 'withdraw' && discard ? { drafts: 'discard' } : {}
    const receipt = await decide.mutateAsync({ proposal: proposal.id, revision: proposal.revision, ...said, ...kept }).catch(() => null)
    if (!receipt) return
    say(words.done, `${proposal.key} ${proposal.title}`)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title={`${words.label}: ${proposal.title}`} description={words.says}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <ProblemNote error={decide.error} shown={['reason']} />
        <TextArea label={t`Reason`} optional={decision !== 'refuse'} required={decision === 'refuse'} value={reason} onChange={setReason} fault={faultAt(decide.error, 'reason')} />
        {decision === 'withdraw' && <Checkbox label={t`Throw its drafts away instead of laying them back at their elements`} checked={discard} onChange={setDiscard} />}
        <div className={styles.foot}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look={decision === 'approve' ? 'primary' : 'danger'} busy={decide.isPending}>
            {words.label}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function useWords(decision: Decision, others: string): { label: string; says: string; done: string } {
  const { t } = useLingui()
  const approves = others ? t`You agree to what is yours. It comes into force once ${others} is approved too.` : t`Everything in it comes into force together.`
  return {
    approve: { label: t`Approve`, done: others ? t`Agreed` : t`Approved`, says: approves },
    refuse: { label: t`Refuse`, done: t`Refused`, says: t`Nothing comes into force. What was proposed stays here and can be proposed again.` },
    withdraw: { label: t`Withdraw`, done: t`Withdrawn`, says: t`The proposal is taken back. Its drafts lie at their elements again, to be changed and proposed anew.` },
  }[decision]
}
