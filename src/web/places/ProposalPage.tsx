import { Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { approveProposal, getProposal, refuseProposal, withdrawProposal } from '../../modules/proposals/proposal.contract.ts'
import type { ActionContract } from '../../shared/contract.ts'
import { useAction, useQueryOf } from '../api.ts'
import { Differences } from '../elements/Differences.tsx'
import { Page } from '../shell/Page.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog, Leave } from '../ui/Dialog.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { KeyLink } from '../ui/KeyLink.tsx'
import { faultAt, PageProblem, ProblemNote } from '../ui/Problem.tsx'
import { TextArea } from '../ui/TextField.tsx'
import { say } from '../ui/Toast.tsx'
import { dayInWords } from '../words.ts'
import styles from './Proposals.module.css'

type Decision = 'approve' | 'refuse' | 'withdraw'
const contracts: Record<Decision, ActionContract> = { approve: approveProposal, refuse: refuseProposal, withdraw: withdrawProposal }

export function ProposalPage() {
  const { t } = useLingui()
  const { proposal: key } = useParams({ from: '/proposals/$proposal' })
  const [decision, setDecision] = useState<Decision | null>(null)
  const { data: proposal, error, refetch } = useQueryOf(getProposal, { proposal: key })
  const crumbs = [{ label: t`Proposals`, to: '/proposals' as const }, { label: key }]
  if (!proposal) return <Page name={key} crumbs={crumbs}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Proposal`} />}</Page>
  const words = { approve: t`Approve`, refuse: t`Refuse`, withdraw: t`Withdraw` }
  const states = { open: t`Open`, approved: t`Approved`, refused: t`Refused`, withdrawn: t`Withdrawn` }
  const opened = dayInWords(proposal.openedAt)
  const decided = dayInWords(proposal.decidedAt)
  return (
    <Page
      name={proposal.title}
      crumbs={crumbs}
      subtitle={<><strong>{states[proposal.state]}</strong> · <Trans>by {proposal.author}, {opened}</Trans>{decided && <> · <Trans>decided {decided}</Trans></>}</>}
      verbs={(['withdraw', 'refuse', 'approve'] as const)
        .filter((verb) => proposal.abilities.includes(`proposal.${verb}`))
        .map((verb) => (
          <Button key={verb} look={verb === 'approve' ? 'primary' : 'plain'} onClick={() => setDecision(verb)}>
            {words[verb]}
          </Button>
        ))}
    >
      <ul>
        {proposal.elements.map((element) => {
          return (
            <li key={element.id} className={styles.element}>
              <h3>
                <span className={styles.key}>{element.key}</span> <KeyLink elementKey={element.key}>{element.title}</KeyLink>
              </h3>
              {element.retiring && <p><Trans>Is to be retired.</Trans></p>}
              {!element.retiring && element.hasDraft && <Differences differences={element.differences} />}
            </li>
          )
        })}
      </ul>
      {decision && <DecisionDialog decision={decision} label={words[decision]} proposal={proposal} onClose={() => setDecision(null)} />}
    </Page>
  )
}

type DecisionProps = { decision: Decision; label: string; proposal: { id: string; key: string; title: string; revision: number }; onClose: () => void }

function DecisionDialog({ decision, label, proposal, onClose }: DecisionProps) {
  const { t } = useLingui()
  const decide = useAction(contracts[decision])
  const [reason, setReason] = useState('')
  const done = { approve: t`Approved`, refuse: t`Refused`, withdraw: t`Withdrawn` }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const receipt = await decide.mutateAsync({ proposal: proposal.id, revision: proposal.revision, ...((reason.trim() || decision === 'refuse') && { reason: reason.trim() }) }).catch(() => null)
    if (!receipt) return
    say(done[decision], `${proposal.key} ${proposal.title}`)
    onClose()
  }
  const says = { approve: t`Every draft in it comes into force together.`, refuse: t`Nothing comes into force. What was proposed stays here, and can be proposed again.`, withdraw: t`The proposal is taken back; its drafts lie at their elements again.` }
  return (
    <Dialog open onClose={onClose} title={`${label}: ${proposal.title}`} description={says[decision]}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <ProblemNote error={decide.error} shown={['reason']} />
        <TextArea label={t`Reason`} optional={decision !== 'refuse'} required={decision === 'refuse'} value={reason} onChange={setReason} fault={faultAt(decide.error, 'reason')} />
        <div style={{ display: 'flex', justifyContent: 'end', gap: '0.625rem', paddingBlock: '0.5rem 1rem' }}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look={decision === 'approve' ? 'primary' : 'danger'} busy={decide.isPending}>
            {label}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
