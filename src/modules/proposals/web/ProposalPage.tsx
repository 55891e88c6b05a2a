import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { useSession } from '../../../web/session.ts'
import { useKeys } from '../../../web/shell/keys.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { Icon } from '../../../web/ui/Icon.tsx'
import { Menu } from '../../../web/ui/Menu.tsx'
import { PageProblem, ProblemNote } from '../../../web/ui/Problem.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { dayInWords } from '../../../web/words.ts'
import { getProposal, reopenProposal } from '../proposal.contract.ts'
import { AmendDialog } from './AmendDialog.tsx'
import { Approvals } from './Approvals.tsx'
import { Clashes } from './Clashes.tsx'
import { DecisionDialog, type Decision } from './DecisionDialog.tsx'
import { ImpactAside } from './ImpactAside.tsx'
import { ProposedElements, type ProposalSeen } from './ProposedElements.tsx'
import styles from './Proposals.module.css'
import { Talk } from './Talk.tsx'

/** One proposal: the difference in the middle, who decides and what it would change around it beside, and what was said below. */
export function ProposalPage() {
  const { t } = useLingui()
  const { proposal: key } = useParams({ from: '/proposals/$proposal' })
  const { data: proposal, error, refetch } = useQueryOf(getProposal, { proposal: key })
  const crumbs = [{ label: t`Proposals`, to: '/proposals' as const }, { label: key }]
  if (!proposal) return <Page name={key} crumbs={crumbs}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Proposal`} />}</Page>
  return (
    <Page name={proposal.title} crumbs={crumbs} subtitle={<Subtitle proposal={proposal} />} verbs={<Verbs key={proposal.key} proposal={proposal} />} aside={<Beside proposal={proposal} />}>
      {proposal.reason && <p className={styles.reason}>{proposal.reason}</p>}
      {proposal.moved && <Clashes proposal={proposal} />}
      <Section title={<Trans>What changes</Trans>}>
        <ProposedElements proposal={proposal} />
      </Section>
      <Talk proposal={proposal} />
    </Page>
  )
}

function Beside({ proposal }: { proposal: ProposalSeen }) {
  return (
    <div className={styles.aside}>
      <Approvals proposal={proposal} />
      {proposal.state === 'open' && <ImpactAside proposal={proposal.key} />}
    </div>
  )
}

function Subtitle({ proposal }: { proposal: ProposalSeen }) {
  const { t } = useLingui()
  const states = { open: t`Open`, approved: t`Approved`, refused: t`Refused`, withdrawn: t`Withdrawn` }
  const opened = dayInWords(proposal.openedAt)
  const decided = dayInWords(proposal.decidedAt)
  const from = dayInWords(proposal.effectiveOn)
  return (
    <>
      <strong>{states[proposal.state]}</strong> · <Trans>by {proposal.author}, {opened}</Trans>
      {decided && <> · <Trans>decided {decided}</Trans></>}
      {from && <> · <Trans>holds from {from}</Trans></>}
    </>
  )
}

const decisions = ['withdraw', 'refuse', 'approve'] as const

function Verbs({ proposal }: { proposal: ProposalSeen }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [decision, setDecision] = useState<Decision | null>(null)
  const [amending, setAmending] = useState(false)
  const reopen = useAction(reopenProposal)
  const words = { approve: t`Approve`, refuse: t`Refuse`, withdraw: t`Withdraw` }
  const may = (verb: string) => proposal.abilities.includes(`proposal.${verb}`)
  const decide = (verb: Decision) => () => (may(verb) ? setDecision(verb) : false)
  useKeys({ a: decide('approve'), r: decide('refuse') })
  const again = async () => {
    const done = await reopen.mutateAsync({ proposal: proposal.id }).catch(() => null)
    if (!done) return
    say(t`Proposed again`, done.key)
    await navigate({ to: '/proposals/$proposal', params: { proposal: done.key } })
  }
  const me = useSession().data?.person?.id
  const others = proposal.approvals.some((approval) => approval.waits > 0 && !approval.may.some((person) => person.id === me))
  return (
    <>
      <ProblemNote error={reopen.error} />
      {decisions.filter(may).map((verb) => (
        <Button key={verb} look={verb === 'approve' ? 'primary' : 'plain'} onClick={() => setDecision(verb)}>
          {words[verb]}
        </Button>
      ))}
      {may('reopen') && (
        <Button onClick={() => void again()} busy={reopen.isPending}>
          <Trans>Propose again</Trans>
        </Button>
      )}
      {may('amend') && (
        <Menu
          items={[{ id: 'amend', label: t`Change title or day`, onSelect: () => setAmending(true) }]}
          trigger={
            <Button look="quiet" aria-label={t`More verbs`}>
              <Icon name="more" />
            </Button>
          }
        />
      )}
      {amending && <AmendDialog proposal={proposal} onClose={() => setAmending(false)} />}
      {decision && <DecisionDialog decision={decision} proposal={proposal} others={others ? t`the rest of it` : ''} onClose={() => setDecision(null)} />}
    </>
  )
}
