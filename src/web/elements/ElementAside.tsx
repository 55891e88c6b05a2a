import { Trans } from '@lingui/react/macro'
import { spanInWords } from '../cadence.ts'
import type { ElementView } from '../../shared/element.contract.ts'
import { useToday } from '../session.ts'
import { Facts, Row, Rows, Section } from '../ui/Facts.tsx'
import { CopyKey, KeyLink } from '../ui/KeyLink.tsx'
import { StateMark } from '../ui/Marks.tsx'
import { dayInWords } from '../words.ts'
import { StatusWord } from './StatusWord.tsx'

/** Facts of the envelope, and who answers. */
export function ElementAside({ view }: { view: ElementView }) {
  const today = useToday()
  const due = view.reviewDueOn
  return (
    <>
      <Section title={<Trans>Facts</Trans>}>
        <Facts
          narrow
          rows={[
            { label: <Trans>Key</Trans>, value: <>{view.key} <CopyKey text={view.key} /></> },
            { label: <Trans>Status</Trans>, value: <StatusWord status={view.status} hasDraft={view.draft !== null} coming={view.coming} /> },
            { label: <Trans>Version</Trans>, value: view.version || <Trans>none yet</Trans> },
            { label: <Trans>In force since</Trans>, value: dayInWords(view.effectiveOn) },
            { label: <Trans>Reviewed</Trans>, value: view.reviewEvery ? <Trans>every {spanInWords(view.reviewEvery)}</Trans> : <Trans>no cadence agreed</Trans> },
            { label: <Trans>Last review</Trans>, value: dayInWords(view.reviewedOn) },
            { label: <Trans>Next review</Trans>, value: due && <StateMark state={due < today ? 'missed' : 'met'}>{dayInWords(due)}</StateMark> },
          ]}
        />
      </Section>
      <Section title={<Trans>Who</Trans>}>
        <Who view={view} />
      </Section>
    </>
  )
}

function Who({ view }: { view: ElementView }) {
  const role = view.accountable
  if (!role) {
    return (
      <StateMark state="missed">
        <Trans>No role answers for it.</Trans>
      </StateMark>
    )
  }
  return (
    <Rows>
      <Row note={<Trans>answers for it</Trans>}>
        <KeyLink elementKey={role.key}>{role.title}</KeyLink>
      </Row>
      {role.holders.map((holder) => (
        <Row key={holder.personId} end={holder.deputy ? <Trans>deputy</Trans> : <Trans>holder</Trans>}>
          {holder.name}
        </Row>
      ))}
      {role.holders.length === 0 && (
        <Row>
          <StateMark state="missed">
            <Trans>Nobody holds this role now.</Trans>
          </StateMark>
        </Row>
      )}
    </Rows>
  )
}
