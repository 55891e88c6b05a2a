import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Facts, Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark, type State } from '../../../web/ui/Marks.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { proposalImpact, type Impact } from '../proposal.contract.ts'
import styles from './Proposals.module.css'

/** What a proposal would change around it: people, what no longer fits, vital signs and findings. */
export function ImpactAside({ proposal }: { proposal: string }) {
  const { t } = useLingui()
  const { data: impact, error, refetch } = useQueryOf(proposalImpact, { proposal })
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />
  if (!impact) return <Waiting label={t`Impact`} rows={4} />
  return (
    <>
      <People impact={impact} />
      <Invalid impact={impact} />
      <Signs impact={impact} />
      <Findings impact={impact} />
    </>
  )
}

function People({ impact }: { impact: Impact }) {
  const { t } = useLingui()
  const how = { answers: t`answers`, works: t`works by it`, knows: t`has to know` }
  return (
    <Section title={<Trans>Who is affected</Trans>}>
      <Rows>
        {impact.people.map((person) => (
          <Row key={person.id} note={person.because.slice(0, 3).join('; ')} end={how[person.how]}>
            {person.name}
          </Row>
        ))}
        {impact.vacant.map((role) => (
          <Row key={role.key} note={role.because.join('; ')}>
            <StateMark state="missed"><KeyLink elementKey={role.key}>{role.title}</KeyLink> <Trans>is vacant</Trans></StateMark>
          </Row>
        ))}
        {impact.people.length + impact.vacant.length === 0 && <Row><span className={styles.soft}><Trans>Nobody holds a role that this concerns.</Trans></span></Row>}
      </Rows>
    </Section>
  )
}

function Invalid({ impact }: { impact: Impact }) {
  return (
    <>
      {impact.invalid.length > 0 && (
        <Section title={<Trans>What no longer fits</Trans>}>
          <Rows>
            {impact.invalid.map((one, at) => (
              <Row key={at} note={one.message}>
                <StateMark state="missed"><KeyLink elementKey={one.element.key}>{one.element.title}</KeyLink></StateMark>
              </Row>
            ))}
          </Rows>
        </Section>
      )}
      {impact.notes.length > 0 && (
        <Section title={<Trans>What stays</Trans>}>
          <Rows>
            {impact.notes.map((note) => (
              <Row key={note}>{note}</Row>
            ))}
          </Rows>
        </Section>
      )}
    </>
  )
}

const states: Record<string, State> = { yes: 'met', no: 'missed', unknown: 'unknown' }

function Signs({ impact }: { impact: Impact }) {
  const { t } = useLingui()
  const titles: Record<string, string> = { defined: t`Defined`, owned: t`Owned`, why: t`Linked to a why`, operating: t`Operating`, reviewed: t`Reviewed in time` }
  const words = ({ before, after }: Impact['signs']['whole'][number]) => {
    const [was, is, all] = [before.yes, after.yes, after.yes + after.no + after.unknown]
    return was === is ? t`${is} of ${all}` : t`${was} → ${is} of ${all}`
  }
  return (
    <Section title={<Trans>Vital signs, before and after</Trans>}>
      <Facts narrow rows={impact.signs.whole.map((each) => ({ label: titles[each.sign], value: <span className={styles.change}>{words(each)}</span> }))} />
      {impact.signs.changed.length > 0 && (
        <Rows>
          {impact.signs.changed.map((one) => (
            <Row key={`${one.element.key} ${one.sign}`} note={one.reason}>
              <StateMark state={states[one.after ?? 'unknown'] ?? 'unknown'}>
                <KeyLink elementKey={one.element.key}>{one.element.key}</KeyLink> {titles[one.sign]}
              </StateMark>
            </Row>
          ))}
        </Rows>
      )}
    </Section>
  )
}

function Findings({ impact }: { impact: Impact }) {
  const { appear, disappear } = impact.findings
  return (
    <>
      {appear.length > 0 && <FindingList title={<Trans>What the X-ray would find</Trans>} state="watch" findings={appear} />}
      {disappear.length > 0 && <FindingList title={<Trans>What it would mend</Trans>} state="met" findings={disappear} />}
    </>
  )
}

function FindingList({ title, state, findings }: { title: ReactNode; state: State; findings: Impact['findings']['appear'] }) {
  return (
    <Section title={title}>
      <Rows>
        {findings.map((one, at) => (
          <Row key={at} end={one.element && <KeyLink elementKey={one.element} />}>
            <StateMark state={state}>{one.message}</StateMark>
          </Row>
        ))}
      </Rows>
    </Section>
  )
}
