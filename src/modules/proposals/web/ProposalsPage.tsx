import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { kindNamed } from '../../../web/elements/kinds.ts'
import { ProposeDialog } from '../../../web/elements/ProposeDialog.tsx'
import { useIsLive } from '../../../web/session.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import { EmptyState, Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { Tabs } from '../../../web/ui/Tabs.tsx'
import { dayInWords } from '../../../web/words.ts'
import { listProposals, openProposal } from '../proposal.contract.ts'
import styles from './Proposals.module.css'

type Listed = z.output<typeof listProposals.output>
type View = 'open' | 'waiting' | 'mine' | 'decided'

/** Changes that wait for a decision or had one, drafts that nobody has proposed, and what comes into force on a later day. */
export function ProposalsPage() {
  const { t } = useLingui()
  const [view, setView] = useState<View>('open')
  const { data, error, refetch } = useQueryOf(listProposals, { state: view, limit: 200 })
  const names: Record<View, string> = { open: t`Open`, waiting: t`Waiting for me`, mine: t`Mine`, decided: t`Decided` }
  const content = (
    <>
      <ProblemNote error={error} retry={() => void refetch()} />
      {!data && !error && <Waiting label={t`Proposals`} />}
      {data && (data.rows.length > 0 ? <Found rows={data.rows} /> : <Nothing view={view} />)}
    </>
  )
  return (
    <Page name={t`Proposals`} subtitle={<Trans>Every change of the system, with who decides it</Trans>}>
      <Tabs label={t`Which proposals`} value={view} onChange={(next) => setView(next as View)} tabs={(Object.keys(names) as View[]).map((id) => ({ id, label: names[id], content: id === view ? content : null }))} />
      {data && data.drafts.length > 0 && <Drafts drafts={data.drafts} mayPropose={data.abilities.includes(openProposal.name)} />}
      {data && data.upcoming.length > 0 && <Upcoming rows={data.upcoming} />}
    </Page>
  )
}

function Found({ rows }: { rows: Listed['rows'] }) {
  const { t } = useLingui()
  return (
    <Rows label={t`Proposals`}>
      {rows.map((proposal) => {
        const opened = dayInWords(proposal.openedAt, 'short')
        return (
          <Row key={proposal.id} note={<><Plural value={proposal.count} one="# element" other="# elements" /> · <Trans>by {proposal.author}, {opened}</Trans></>} end={<Where proposal={proposal} />}>
            <span className={styles.key}>{proposal.key}</span>{' '}
            <Link to="/proposals/$proposal" params={{ proposal: proposal.key }}>
              {proposal.title}
            </Link>
          </Row>
        )
      })}
    </Rows>
  )
}

function Where({ proposal }: { proposal: Listed['rows'][number] }): ReactNode {
  const { t, i18n } = useLingui()
  if (proposal.state !== 'open') return { approved: t`Approved`, refused: t`Refused`, withdrawn: t`Withdrawn` }[proposal.state]
  if (proposal.moved) return <StateMark state="missed">{t`in conflict`}</StateMark>
  const kinds = proposal.waits.map((name) => kindNamed(name)).flatMap((kind) => (kind ? [i18n._(kind.many).toLowerCase()] : []))
  const list = kinds.slice(0, 3).join(', ')
  return t`waits: ${list}${kinds.length > 3 ? ' …' : ''}`
}

function Nothing({ view }: { view: View }) {
  const live = useIsLive()
  if (view === 'waiting') return <EmptyState title={<Trans>Nothing waits for you</Trans>}><p><Trans>Proposals that you may approve come here: those that somebody else wrote, of kinds that a role of yours may put in force.</Trans></p></EmptyState>
  if (view === 'mine') return <EmptyState title={<Trans>You have proposed nothing</Trans>}><p><Trans>Edit what should change, then propose the draft. What you opened stays listed here, decided or not.</Trans></p></EmptyState>
  if (view === 'decided') return <EmptyState title={<Trans>Nothing was decided yet</Trans>}><p><Trans>Every decision stays here with its reason, who took it, and exactly what was decided.</Trans></p></EmptyState>
  return (
    <EmptyState title={<Trans>No open proposals</Trans>}>
      <p>
        {live ? (
          <Trans>Edit what should change, then propose the drafts together. Somebody else who holds the role decides.</Trans>
        ) : (
          <Trans>While founding, drafts are put in force directly. Once the organisation has gone live, changes come here and somebody else decides.</Trans>
        )}
      </p>
    </EmptyState>
  )
}

function Drafts({ drafts, mayPropose }: { drafts: Listed['drafts']; mayPropose: boolean }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const [chosen, setChosen] = useState<string[]>([])
  const [proposing, setProposing] = useState(false)
  const may = mayPropose && !asOf
  const picked = drafts.filter((draft) => chosen.includes(draft.id))
  return (
    <Section title={<Trans>Drafts that nobody has proposed</Trans>}>
      <Rows>
        {drafts.map((draft) => (
          <Row key={draft.id}>
            <span className={styles.draft}>
              {may && <Checkbox label={t`Choose ${draft.title}`} hideLabel checked={chosen.includes(draft.id)} onChange={(on) => setChosen(on ? [...chosen, draft.id] : chosen.filter((id) => id !== draft.id))} />}
              <span className={styles.key}>{draft.key}</span> <KeyLink elementKey={draft.key}>{draft.title}</KeyLink>
            </span>
          </Row>
        ))}
      </Rows>
      {may && (
        <div className={styles.bar}>
          <Button look="primary" disabled={picked.length === 0} onClick={() => setProposing(true)}>
            <Plural value={picked.length} _0="Propose" one="Propose # draft" other="Propose # drafts" />
          </Button>
          <Button look="quiet" onClick={() => setChosen(chosen.length === drafts.length ? [] : drafts.map((draft) => draft.id))}>
            {chosen.length === drafts.length ? <Trans>Choose none</Trans> : <Trans>Choose all</Trans>}
          </Button>
        </div>
      )}
      {proposing && <ProposeDialog elements={picked.map((draft) => draft.key)} title={picked.length === 1 ? (picked[0]?.title ?? '') : ''} onClose={() => setProposing(false)} />}
    </Section>
  )
}

function Upcoming({ rows }: { rows: Listed['upcoming'] }) {
  return (
    <Section title={<Trans>Comes into force later</Trans>}>
      <Rows>
        {rows.map((row) => (
          <Row key={`${row.key} ${row.version}`} note={row.retires ? <Trans>is retired</Trans> : <Trans>version {row.version}</Trans>} end={dayInWords(row.effectiveOn)}>
            <span className={styles.key}>{row.key}</span> <KeyLink elementKey={row.key}>{row.title}</KeyLink>
          </Row>
        ))}
      </Rows>
    </Section>
  )
}
