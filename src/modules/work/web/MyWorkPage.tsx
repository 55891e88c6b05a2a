import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { EmptyState, Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { useSession } from '../../../web/session.ts'
import { dayInWords } from '../../../web/words.ts'
import { recordQueries, type RecordRow } from '../record.contract.ts'
import { recordColumns } from './columns.tsx'
import { RaiseLink } from './RaiseLink.tsx'
import styles from './Records.module.css'
import { RecordTable } from './RecordTable.tsx'
import { useListKeys } from './useListKeys.ts'
import { WorkTabs } from './WorkTabs.tsx'

const firstOfEach = 50
const columns = recordColumns.filter((column) => ['state', 'priority', 'service', 'due'].includes(column.id))

/** What waits for whoever is signed in: theirs, what their roles have with nobody yet, approvals, and what they watch. */
export function MyWorkPage() {
  const asOf = useAsOf()
  return asOf ? <PastWork asOf={asOf} /> : <WorkNow />
}

/** What waits is of today; of a past day there are lists. */
function PastWork({ asOf }: { asOf: string }) {
  const { t } = useLingui()
  const me = useSession().data?.person?.id
  const day = dayInWords(asOf)
  return (
    <Page name={t`Work`}>
      <WorkTabs at="mine" />
      <EmptyState title={<Trans>What waits for you is of today</Trans>} verb={<Link to="/work/all" search={me ? { assignee: me } : {}}><Trans>Show what you had on {day}</Trans></Link>}>
        <p><Trans>Of a past day there are lists, boards and the records themselves, each as it stood at the end of that day.</Trans></p>
      </EmptyState>
    </Page>
  )
}

function WorkNow() {
  const { t } = useLingui()
  const { data, error, refetch } = useQueryOf(recordQueries.mine)
  useListKeys({})
  const waits = data ? data.mine.length + data.roles.length + data.approvals.length : 0
  return (
    <Page name={t`Work`} subtitle={data && waits > 0 && (isCut(data) ? <Trans>More than {data.open} records wait for you; the most pressing are shown.</Trans> : <Plural value={data.open} one="# record waits for you" other="# records wait for you" />)} verbs={waits > 0 && <RaiseLink />} aside={<OpenWork />}>
      <WorkTabs at="mine" />
      <ProblemNote error={error} retry={() => void refetch()} />
      {!data && !error && <Waiting label={t`My work`} />}
      {data && (
        <>
          <Group title={t`Approvals of yours`} rows={data.approvals} />
          <Group title={t`Yours`} rows={data.mine} />
          <Group title={t`For your roles, with nobody yet`} rows={data.roles} />
          {waits === 0 && (
            <EmptyState title={<Trans>Nothing waits for you</Trans>} verb={<RaiseLink />}>
              <p><Trans>What is assigned to you, what comes to a role you hold and nobody has taken yet, and approvals that are yours to give appear here, the most pressing first.</Trans></p>
            </EmptyState>
          )}
          <Group title={t`Watched`} rows={data.watched} />
        </>
      )}
    </Page>
  )
}

/** The answer holds the first of each kind, and no count beyond them. */
function isCut({ mine, roles, approvals }: { mine: readonly unknown[]; roles: readonly unknown[]; approvals: readonly unknown[] }): boolean {
  return [mine, roles, approvals].some((rows) => rows.length >= firstOfEach)
}

function Group({ title, rows }: { title: string; rows: readonly RecordRow[] }) {
  if (rows.length === 0) return null
  return (
    <Section title={title} aside={rows.length}>
      <RecordTable rows={rows} columns={columns} caption={title} />
    </Section>
  )
}

/** How much is open in each routine, and how much of it is late; each leads to its list and its board. */
function OpenWork() {
  const { t } = useLingui()
  const { data } = useQueryOf(recordQueries.counts)
  const routines = (data?.routines ?? []).toSorted((one, other) => one.routine.key.localeCompare(other.routine.key, undefined, { numeric: true }))
  return (
    <Section title={<Trans>Open work</Trans>}>
      {data && routines.length === 0 && <p className={styles.soft}><Trans>Work runs in routines. Put one in force first.</Trans></p>}
      <Rows label={t`Open work by routine`}>
        {routines.map((one) => (
          <Row
            key={one.routine.id}
            end={
              <>
                {one.overdue !== null && one.overdue > 0 && <span className={styles.due} data-state="missed"><Plural value={one.overdue} one="# late" other="# late" /> · </span>}
                <Link to="/work/board/$routine" params={{ routine: one.routine.key }} aria-label={t`Board of ${one.routine.title}`}>{one.open}</Link>
              </>
            }
          >
            <Link to="/work/routine/$routine" params={{ routine: one.routine.key }}>{one.routine.title}</Link>
          </Row>
        ))}
      </Rows>
    </Section>
  )
}
