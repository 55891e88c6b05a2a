import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useAbilities } from '../../../web/session.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { CopyKey, KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { PageProblem, ProblemNote } from '../../../web/ui/Problem.tsx'
import { goLive, listBaselines, liveReadiness, type Readiness } from '../organisation.contract.ts'
import { Occasion } from './FrozenPage.tsx'
import { GoLiveForm } from './GoLiveForm.tsx'
import styles from './GoLivePage.module.css'

/** From founding to being live: the signs of the whole, what is missing, who approves, and the step itself; afterwards the frozen baselines. */
export function GoLivePage() {
  const { t } = useLingui()
  const asOf = useAsOf()
  const abilities = useAbilities()
  const { data, error, refetch } = useQueryOf(liveReadiness)
  const crumbs = [{ label: t`Settings`, to: '/settings' as const }, { label: t`Go live` }]
  if (!data) return <Page name={t`Go live`} crumbs={crumbs}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Go live`} />}</Page>
  const may = !data.live && abilities.includes(goLive.name) && !asOf
  return (
    <Page
      name={t`Go live`}
      crumbs={crumbs}
      subtitle={data.live ? <Trans>Live. Definitions change by proposal, and nobody approves their own.</Trans> : <Trans>The first baseline is frozen; from then on definitions change by proposal only</Trans>}
      aside={<Baselines />}
    >
      <div className={styles.page}>
        <Signs readiness={data} />
        <Missing readiness={data} />
        {!data.live && <Approvers readiness={data} />}
        {may && <GoLiveForm readiness={data} />}
      </div>
    </Page>
  )
}

function useSignTitles(): Record<string, string> {
  const { t } = useLingui()
  return { defined: t`Defined`, owned: t`Owned`, why: t`Linked to a why`, operating: t`Operating`, reviewed: t`Reviewed in time` }
}

function Signs({ readiness }: { readiness: Readiness }) {
  const titles = useSignTitles()
  return (
    <Section title={<Trans>Vital signs of the whole</Trans>}>
      <table className={styles.signs}>
        <thead>
          <tr>
            <th scope="col"><Trans>Sign</Trans></th>
            <th scope="col"><Trans>yes</Trans></th>
            <th scope="col"><Trans>no</Trans></th>
            <th scope="col"><Trans>not known yet</Trans></th>
          </tr>
        </thead>
        <tbody>
          {readiness.signs.map((one) => (
            <tr key={one.sign}>
              <th scope="row">
                <StateMark state={one.no > 0 ? 'watch' : one.yes > 0 ? 'met' : 'unknown'}>{titles[one.sign]}</StateMark>
              </th>
              <td>{one.yes}</td>
              <td>{one.no}</td>
              <td>{one.unknown}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

function Missing({ readiness }: { readiness: Readiness }) {
  const titles = useSignTitles()
  const { missing, missingInAll } = readiness
  if (missingInAll === 0) return <Section title={<Trans>What is missing</Trans>}><p><StateMark state="met"><Trans>Nothing. Everything is defined, owned, linked to a why and reviewed in time.</Trans></StateMark></p></Section>
  const groups = [...Map.groupBy(missing, (one) => one.sign)]
  const more = missingInAll - missing.length
  return (
    <Section title={<Trans>What is missing</Trans>} aside={<Plural value={missingInAll} one="# thing" other="# things" />}>
      {!readiness.live && <p className={styles.soft}><Trans>Mend it by the links, or accept it by name below; the list is kept with the baseline.</Trans></p>}
      {groups.map(([sign, list]) => (
        <details key={sign} className={styles.more} open={list.length <= 8}>
          <summary>
            <StateMark state="watch">{titles[sign]}: <Plural value={list.length} one="# element lacks it" other="# elements lack it" /></StateMark>
          </summary>
          <Rows>
            {list.map((one) => (
              <Row key={one.element.key} note={one.reason} end={one.element.key}>
                <KeyLink elementKey={one.element.key}>{one.element.title}</KeyLink>
              </Row>
            ))}
          </Rows>
        </details>
      ))}
      {more > 0 && <p className={styles.soft}><Trans>and {more} more</Trans></p>}
    </Section>
  )
}

function Approvers({ readiness }: { readiness: Readiness }) {
  const { short } = readiness
  return (
    <Section title={<Trans>Who approves</Trans>}>
      {short.length === 0 ? (
        <p><StateMark state="met"><Trans>Every authority to approve is held by two people or more.</Trans></StateMark></p>
      ) : (
        <>
          <p>
            <StateMark state="watch">
              <Trans>For {short.length} authorities to approve, fewer than two people hold the role. Appoint a second person, or go live single-handed by name; the A3 then says so.</Trans>
            </StateMark>
          </p>
          <details className={styles.more}>
            <summary><Trans>Which ones, and who holds them</Trans></summary>
            <Rows>
              {short.map((one) => (
                <Row key={one.authority} end={one.holders.join(', ') || <Trans>nobody</Trans>}>{one.authority}</Row>
              ))}
            </Rows>
          </details>
        </>
      )}
    </Section>
  )
}

function Baselines() {
  const { data, error, refetch } = useQueryOf(listBaselines)
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />
  return (
    <Section title={<Trans>Baselines</Trans>}>
      {data && data.rows.length === 0 && <p className={styles.soft}><Trans>None yet. A baseline freezes everything in force and everybody who holds a role, under one hash that the ledger holds.</Trans></p>}
      <Rows>
        {data?.rows.map((row) => (
          <Row key={row.id} note={<BaselineNote row={row} />}>
            <Link to="/baselines/$baseline" params={{ baseline: row.id }}><Occasion of={row} /></Link>
          </Row>
        ))}
      </Rows>
    </Section>
  )
}

function BaselineNote({ row }: { row: z.output<typeof listBaselines.output>['rows'][number] }): ReactNode {
  const lacked = Object.values(row.missing).reduce((sum, keys) => sum + keys.length, 0)
  const by = row.acceptedBy?.name
  return (
    <>
      <div className={styles.hash}>{row.hash.slice(0, 16)}… <CopyKey text={row.hash} /></div>
      {by && <div><Plural value={lacked} one="# thing was missing, accepted by" other="# things were missing, accepted by" /> {by}</div>}
      {row.singleHanded && <div><Trans>single-handed</Trans></div>}
    </>
  )
}
