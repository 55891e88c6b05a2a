import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ElementView } from '../../../shared/element.contract.ts'
import { useQueryOf } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import type { RoutineBody } from '../../routines/routine-body.ts'
import { recurringContract, type RecurrenceGroup, type RecurringView } from '../recurrence.contract.ts'
import styles from './StandsOn.module.css'

/** What the monthly look for recurring records found, by each rule of a routine; and what it would find now. */
export function RecurringPart({ element }: { element: ElementView }) {
  const rules = (element.body as Partial<RoutineBody>).recurrences ?? []
  if (rules.length === 0 || element.status !== 'in force') return null
  return <Recurring routine={element.key} />
}

function Recurring({ routine }: { routine: string }) {
  const [now, setNow] = useState(false)
  const { data, error, isFetching } = useQueryOf(recurringContract, { routine, ...(now && { now: 'true' }) })
  if (error) return <ProblemNote error={error} />
  if (!data || data.rules.length === 0) return null
  return (
    <Section title={<Trans>Recurring</Trans>} aside={<Button small look="quiet" busy={now && isFetching} disabled={now && !isFetching} onClick={() => setNow(true)}><Trans>Look now</Trans></Button>}>
      {data.rules.map((rule) => <Rule key={rule.id} rule={rule} />)}
    </Section>
  )
}

function Rule({ rule }: { rule: RecurringView['rules'][number] }) {
  const { t } = useLingui()
  const [last, ...before] = rule.past
  const found = before.filter((each) => each.groups.length > 0)
  return (
    <div>
      <p>
        {rule.name}. <span className={styles.soft}><Trans>Looked for in the first days of each month: {rule.atLeast} or more within {rule.months} months.</Trans></span>
      </p>
      <Rows label={rule.name}>
        {rule.now && <Month name={t`Now`} groups={rule.now} />}
        {last ? <Month name={monthName(last.month)} groups={last.groups} /> : <Row><span className={styles.soft}><Trans>No month was looked at yet.</Trans></span></Row>}
        {found.map((each) => <Month key={each.month} name={monthName(each.month)} groups={each.groups} />)}
      </Rows>
    </div>
  )
}

function Month({ name, groups }: { name: string; groups: readonly RecurrenceGroup[] }) {
  if (groups.length === 0) return <Row end={name}><StateMark state="met"><Trans>Nothing recurs</Trans></StateMark></Row>
  return groups.map((group) => (
    <Row key={group.same.join(' ')} end={name} note={<Members keys={group.members} />}>
      <StateMark state="watch">{group.same.join(', ')}: <Plural value={group.count} one="# record" other="# records" /></StateMark>
      {group.record && <> → <KeyLink elementKey={group.record} /></>}
    </Row>
  ))
}

/** Records that one line names; the record that was raised links them all. */
const mostNamed = 8

function Members({ keys }: { keys: readonly string[] }) {
  const more = keys.length - mostNamed
  return (
    <>
      {keys.slice(0, mostNamed).map((key, at) => <span key={key}>{at > 0 && ', '}<KeyLink elementKey={key} /></span>)}
      {more > 0 && <>, <Plural value={more} one="and # more" other="and # more" /></>}
    </>
  )
}

function monthName(month: string): string {
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-15T00:00:00Z`))
}
