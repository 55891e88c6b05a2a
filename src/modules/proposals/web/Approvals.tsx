import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { kindNamed } from '../../../web/elements/kinds.ts'
import { Facts, Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { CopyKey, KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { dayInWords, instantInWords } from '../../../web/words.ts'
import styles from './Proposals.module.css'
import type { ProposalSeen } from './ProposedElements.tsx'

/** Who decides, by name and by kind of element; who agreed, and to exactly what. */
export function Approvals({ proposal }: { proposal: ProposalSeen }) {
  const open = proposal.state === 'open'
  return (
    <>
      <Section title={open ? <Trans>Who decides</Trans> : <Trans>Who decided</Trans>}>
        <Rows>
          {proposal.approvals.map((approval) => (
            <Approval key={approval.kind} approval={approval} open={open} />
          ))}
        </Rows>
        {!open && proposal.decidedBy && <Decided proposal={proposal} />}
      </Section>
      <Section title={<Trans>Facts</Trans>}>
        <Facts
          narrow
          rows={[
            { label: <Trans>Key</Trans>, value: <>{proposal.key} <CopyKey text={proposal.key} /></> },
            { label: <Trans>Opened</Trans>, value: instantInWords(proposal.openedAt) },
            { label: <Trans>Holds from</Trans>, value: proposal.effectiveOn ? dayInWords(proposal.effectiveOn) : <Trans>its approval</Trans> },
            { label: <Trans>Follows</Trans>, value: proposal.reopens },
            { label: <Trans>Content</Trans>, value: <span className={styles.hash} title={proposal.matter}>{proposal.matter.slice(0, 12)}… <CopyKey text={proposal.matter} /></span> },
          ]}
        />
        <Hashes proposal={proposal} />
      </Section>
    </>
  )
}

function Approval({ approval, open }: { approval: ProposalSeen['approvals'][number]; open: boolean }) {
  const { i18n } = useLingui()
  const kind = kindNamed(approval.kind)
  const may = approval.may.map((person) => person.name).join(', ')
  const agreed = approval.agreed.map((person) => `${person.name} (${person.role})`).join(', ')
  const waits = open && approval.waits > 0
  const title = kind ? i18n._(approval.count === 1 ? kind.one : kind.many) : approval.kind
  return (
    <Row
      note={
        <>
          {agreed && <div><Trans>agreed: {agreed}</Trans></div>}
          {waits && (may ? <div><Trans>may approve: {may}</Trans></div> : <div><Trans>Nobody but its authors may approve this now. Appoint somebody to a role that may.</Trans></div>)}
        </>
      }
      end={waits ? <Plural value={approval.waits} one="# waits" other="# wait" /> : undefined}
    >
      {waits ? <StateMark state={may ? 'unknown' : 'missed'}>{title}</StateMark> : open || agreed ? <StateMark state="met">{title}</StateMark> : title}
    </Row>
  )
}

function Decided({ proposal }: { proposal: ProposalSeen }) {
  const by = proposal.decidedBy
  const on = instantInWords(proposal.decidedAt)
  return (
    <div>
      <p className={styles.small}><Trans>{by}, {on}</Trans></p>
      {proposal.decision && <p className={styles.reason}>{proposal.decision}</p>}
    </div>
  )
}

/** Each agreement names the content that it is about, so that nobody is taken to have agreed to something else. */
function Hashes({ proposal }: { proposal: ProposalSeen }) {
  return (
    <details className={styles.more}>
      <summary>
        <Trans>What exactly is decided</Trans>
      </summary>
      <Rows>
        {proposal.agreements.map((agreement) => {
          const at = instantInWords(agreement.at)
          return (
            <Row key={agreement.id} note={<><div>{agreement.role} · {at}</div><div className={styles.hash}>{agreement.matter.slice(0, 12)}…</div>{agreement.reason && <div>{agreement.reason}</div>}</>}>
              {agreement.counts ? <StateMark state="met">{agreement.by.name}</StateMark> : <StateMark state="watch"><Trans>{agreement.by.name}, to an earlier content</Trans></StateMark>}
            </Row>
          )
        })}
        {proposal.elements.map((element) => (
          <Row key={element.id} note={<span className={styles.hash}>{element.hash ?? element.openedHash}</span>}>
            <KeyLink elementKey={element.key}>{element.key}</KeyLink>
          </Row>
        ))}
      </Rows>
    </details>
  )
}
