import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { signTitles } from '../../../shared/signs.ts'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { kindNamed } from '../../../web/elements/kinds.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Facts, Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { CopyKey, KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { PageProblem, ProblemNote } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { dayInWords, instantInWords } from '../../../web/words.ts'
import { baselineDifference, getBaseline } from '../organisation.contract.ts'
import styles from './GoLivePage.module.css'

type Baseline = z.output<typeof getBaseline.output>
type Moved = z.output<typeof baselineDifference.output>

/** What a baseline was frozen for, and when. */
export function Occasion({ of: { occasion, at } }: { of: { occasion: string; at: string } }) {
  const when = instantInWords(at)
  return occasion === 'go-live' ? <Trans>Going live, {when}</Trans> : <>{occasion}, {when}</>
}

/** One baseline: when and by whom it was frozen, what was accepted as missing, what has moved since, and all that was in force. */
export function BaselinePage() {
  const { t } = useLingui()
  const { baseline } = useParams({ from: '/baselines/$baseline' })
  const { data, error, refetch } = useQueryOf(getBaseline, { baseline })
  const crumbs = [{ label: t`Settings`, to: '/settings' as const }, { label: t`Go live`, to: '/go-live' as const }, { label: t`Baseline` }]
  if (!data) return <Page name={t`Baseline`} crumbs={crumbs}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Baseline`} />}</Page>
  const day = dayInWords(data.at)
  return (
    <Page name={t`Baseline of ${day}`} crumbs={crumbs} subtitle={<Trans>The whole system as it was frozen at that moment. A baseline never changes.</Trans>} aside={<Proof baseline={data} />}>
      <div className={styles.page}>
        <Accepted baseline={data} />
        <Since baseline={data} />
        <Frozen baseline={data} />
      </div>
    </Page>
  )
}

function Proof({ baseline }: { baseline: Baseline }) {
  const { hash, holds, acceptedBy, elements, holders } = baseline
  return (
    <Section title={<Trans>Facts</Trans>}>
      <Facts
        narrow
        rows={[
          { label: <Trans>Occasion</Trans>, value: <Occasion of={baseline} /> },
          { label: <Trans>Frozen by</Trans>, value: baseline.frozenBy },
          { label: <Trans>Accepted by</Trans>, value: acceptedBy?.name },
          { label: <Trans>Approval</Trans>, value: baseline.singleHanded ? <Trans>single-handed</Trans> : <Trans>by two people or more</Trans> },
          { label: <Trans>Holds</Trans>, value: <Plural value={elements.length} one="# element in force" other="# elements in force" /> },
          { label: <Trans>Holders</Trans>, value: holders },
          { label: <Trans>Hash</Trans>, value: <span className={styles.hash}>{hash.slice(0, 16)}… <CopyKey text={hash} /></span> },
          { label: <Trans>Checked</Trans>, value: <StateMark state={holds ? 'met' : 'missed'}>{holds ? <Trans>as it was frozen</Trans> : <Trans>altered since</Trans>}</StateMark> },
        ]}
      />
    </Section>
  )
}

function Accepted({ baseline }: { baseline: Baseline }) {
  const byKey = new Map(baseline.elements.map((element) => [element.key, element.title]))
  const groups = Object.entries(baseline.missing)
  const lacked = groups.reduce((sum, [, keys]) => sum + keys.length, 0)
  const name = baseline.acceptedBy?.name
  return (
    <Section title={<Trans>Accepted as missing</Trans>} aside={lacked > 0 && name ? <Trans>by {name}</Trans> : undefined}>
      {lacked === 0 && <p><StateMark state="met"><Trans>Nothing was missing.</Trans></StateMark></p>}
      {groups.map(([sign, keys]) => (
        <details key={sign} className={styles.more} open={keys.length <= 8}>
          <summary>
            <StateMark state="watch">{signTitles[sign as keyof typeof signTitles] ?? sign}: <Plural value={keys.length} one="# element lacked it" other="# elements lacked it" /></StateMark>
          </summary>
          <Rows>
            {keys.map((key) => (
              <Row key={key} end={key}><KeyLink elementKey={key}>{byKey.get(key) ?? key}</KeyLink></Row>
            ))}
          </Rows>
        </details>
      ))}
    </Section>
  )
}

function Since({ baseline }: { baseline: Baseline }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const [to, setTo] = useState<string | null>(null)
  const { data, error, refetch } = useQueryOf(baselineDifference, { baseline: baseline.id, ...(to && { to }) })
  const day = asOf ? dayInWords(asOf) : t`today`
  const choices = [{ value: '', label: day }, ...baseline.others.map(({ id, occasion, at }) => ({ value: id, label: [occasion === 'go-live' ? t`Going live` : occasion, instantInWords(at)].join(', ') }))]
  return (
    <Section title={<Trans>What differs</Trans>} aside={baseline.others.length === 0 && <Trans>compared with {day}</Trans>}>
      {baseline.others.length > 0 && <Select label={t`Compared with`} value={to ?? ''} choices={choices} onChange={(next) => setTo(next || null)} />}
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting label={t`What differs`} rows={4} />}
      {data && <Differences moved={data} />}
    </Section>
  )
}

function Differences({ moved }: { moved: Moved }) {
  const { added, changed, removed, began, ended } = moved
  if ([added, changed, removed, began, ended].every((list) => list.length === 0)) return <p><StateMark state="met"><Trans>Nothing. Everything is as it was frozen.</Trans></StateMark></p>
  return (
    <>
      <Part title={<Plural value={changed.length} one="# element changed" other="# elements changed" />} count={changed.length}>
        {changed.map(({ key, title, was, from, to }) => (
          <Row key={key} note={was && <Trans>was {was}</Trans>} end={<Trans>version {from} → {to}</Trans>}><KeyLink elementKey={key}>{title}</KeyLink></Row>
        ))}
      </Part>
      <Part title={<Plural value={added.length} one="# element added" other="# elements added" />} count={added.length}>
        {added.map(({ key, title }) => <Row key={key} end={key}><KeyLink elementKey={key}>{title}</KeyLink></Row>)}
      </Part>
      <Part title={<Plural value={removed.length} one="# element removed" other="# elements removed" />} count={removed.length}>
        {removed.map(({ key, title }) => <Row key={key} end={key}><KeyLink elementKey={key}>{title}</KeyLink></Row>)}
      </Part>
      <Part title={<Plural value={began.length} one="# role is held anew" other="# roles are held anew" />} count={began.length}>
        {began.map(({ person, role }) => <Row key={`${role} ${person}`} end={role}>{person}</Row>)}
      </Part>
      <Part title={<Plural value={ended.length} one="# holder gave up a role" other="# holders gave up a role" />} count={ended.length}>
        {ended.map(({ person, role }) => <Row key={`${role} ${person}`} end={role}>{person}</Row>)}
      </Part>
    </>
  )
}

function Part({ title, count, children }: { title: ReactNode; count: number; children: ReactNode }) {
  if (count === 0) return null
  return (
    <details className={styles.more} open={count <= 8}>
      <summary>{title}</summary>
      <Rows>{children}</Rows>
    </details>
  )
}

function Frozen({ baseline }: { baseline: Baseline }) {
  const { i18n } = useLingui()
  return (
    <Section title={<Trans>What was frozen</Trans>} aside={<Plural value={baseline.elements.length} one="# element" other="# elements" />}>
      {[...Map.groupBy(baseline.elements, (element) => element.kind)].map(([kind, elements]) => {
        const named = kindNamed(kind)
        return (
          <Part key={kind} title={<>{named ? i18n._(named.many) : kind} · {elements.length}</>} count={elements.length + 8}>
            {elements.map(({ key, title, version }) => (
              <Row key={key} note={key} end={<Trans>version {version}</Trans>}><KeyLink elementKey={key}>{title}</KeyLink></Row>
            ))}
          </Part>
        )
      })}
    </Section>
  )
}
