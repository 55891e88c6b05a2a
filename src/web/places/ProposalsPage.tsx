import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { listProposals, openProposal } from '../../modules/proposals/proposal.contract.ts'
import { useAction, useQueryOf } from '../api.ts'
import { useAsOf } from '../asOf.ts'
import { useIsLive } from '../session.ts'
import { Page } from '../shell/Page.tsx'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { EmptyState, Waiting } from '../ui/EmptyState.tsx'
import { Row, Rows, Section } from '../ui/Facts.tsx'
import { KeyLink } from '../ui/KeyLink.tsx'
import { faultAt, ProblemNote } from '../ui/Problem.tsx'
import { Select } from '../ui/Select.tsx'
import { TextArea, TextField } from '../ui/TextField.tsx'
import { say } from '../ui/Toast.tsx'
import { dayInWords } from '../words.ts'
import styles from './Proposals.module.css'

type State = 'open' | 'approved' | 'refused' | 'withdrawn' | 'any'

/** Changes that wait for somebody else's decision, and drafts that nobody has proposed yet. */
export function ProposalsPage() {
  const { t } = useLingui()
  const live = useIsLive()
  const [state, setState] = useState<State>('open')
  const { data, error, refetch } = useQueryOf(listProposals, { state, limit: 200 })
  const choices: { value: State; label: string }[] = [
    { value: 'open', label: t`Open` },
    { value: 'approved', label: t`Approved` },
    { value: 'refused', label: t`Refused` },
    { value: 'withdrawn', label: t`Withdrawn` },
    { value: 'any', label: t`All` },
  ]
  return (
    <Page name={t`Proposals`} subtitle={<Trans>Changes to the system that wait for a decision</Trans>}>
      <div className={styles.filter}>
        <Select label={t`State`} hideLabel choices={choices} value={state} onChange={(next) => next && setState(next)} />
      </div>
      <ProblemNote error={error} retry={() => void refetch()} />
      {!data && !error && <Waiting label={t`Proposals`} />}
      {data && data.rows.length > 0 && (
        <Rows label={t`Proposals`}>
          {data.rows.map((proposal) => {
            const opened = dayInWords(proposal.openedAt, 'short')
            return (
              <Row key={proposal.id} note={<><Plural value={proposal.count} one="# element" other="# elements" /> · <Trans>by {proposal.author}, {opened}</Trans></>} end={choices.find((choice) => choice.value === proposal.state)?.label}>
                <span className={styles.key}>{proposal.key}</span>{' '}
                <Link to="/proposals/$proposal" params={{ proposal: proposal.key }}>
                  {proposal.title}
                </Link>
              </Row>
            )
          })}
        </Rows>
      )}
      {data && data.rows.length === 0 && (
        <EmptyState title={<Trans>No proposals</Trans>}>
          <p>
            {live ? (
              <Trans>Edit what should change, then propose the drafts together. Somebody else who holds the role decides.</Trans>
            ) : (
              <Trans>While founding, drafts are put in force directly. Once the organisation has gone live, changes come here and somebody else decides.</Trans>
            )}
          </p>
        </EmptyState>
      )}
      {data && data.drafts.length > 0 && <Drafts drafts={data.drafts} mayPropose={data.abilities.includes(openProposal.name)} />}
    </Page>
  )
}

type DraftRow = { id: string; key: string; title: string; retiring: boolean }

function Drafts({ drafts, mayPropose }: { drafts: readonly DraftRow[]; mayPropose: boolean }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const open = useAction(openProposal)
  const [chosen, setChosen] = useState<string[]>([])
  const [title, setTitle] = useState('')
  const [reason, setReason] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await open.mutateAsync({ title, elements: chosen, ...(reason.trim() && { reason: reason.trim() }) }).catch(() => null)
    if (!done) return
    setChosen([])
    setTitle('')
    setReason('')
    say(t`Proposed`, `${done.key} ${title}`)
  }
  return (
    <Section title={<Trans>Drafts that nobody has proposed</Trans>}>
      <Rows>
        {drafts.map((draft) => (
          <Row key={draft.id} end={draft.retiring ? <Trans>to be retired</Trans> : undefined}>
            <span className={styles.draft}>
              {mayPropose && !asOf && <Checkbox label={t`Choose ${draft.title}`} hideLabel checked={chosen.includes(draft.id)} onChange={(on) => setChosen(on ? [...chosen, draft.id] : chosen.filter((id) => id !== draft.id))} />}
              <span className={styles.key}>{draft.key}</span> <KeyLink elementKey={draft.key}>{draft.title}</KeyLink>
            </span>
          </Row>
        ))}
      </Rows>
      {mayPropose && !asOf && chosen.length > 0 && (
        <form className={styles.form} onSubmit={submit} noValidate>
          <ProblemNote error={open.error} shown={['title', 'reason']} />
          <TextField label={t`What the proposal changes`} required value={title} onChange={setTitle} fault={faultAt(open.error, 'title')} />
          <TextArea label={t`Reason`} optional value={reason} onChange={setReason} fault={faultAt(open.error, 'reason')} />
          <Button type="submit" look="primary" busy={open.isPending}>
            <Plural value={chosen.length} one="Propose # draft" other="Propose # drafts" />
          </Button>
        </form>
      )}
    </Section>
  )
}
