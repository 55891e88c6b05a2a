import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { useSession, useToday } from '../../../web/session.ts'
import { useKeys } from '../../../web/shell/keys.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { classes } from '../../../web/ui/classes.ts'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { dayInWords } from '../../../web/words.ts'
import { instantAt, wallTime } from '../../../web/zoned.ts'
import { liftFreeze, outageCalendar, type CalendarView } from '../outage.contract.ts'
import { FreezeDialog } from './FreezeDialog.tsx'
import { daysShown, turned } from './monthDays.ts'
import { OutageDialog } from './OutageDialog.tsx'
import styles from './Outages.module.css'
import { OutageNav, useWhen } from './parts.tsx'

type Search = { on?: string | undefined; view?: 'week' | undefined }

type View = 'week' | 'month'

function useCalendar() {
  const today = useToday()
  const zone = useSession().data?.organisation?.timeZone
  const navigate = useNavigate()
  const { on = today, view = 'month' }: { on?: string | undefined; view?: View | undefined } = useSearch({ from: '/outages/calendar' }) as Search
  const days = daysShown(on, view)
  const query = useQueryOf(outageCalendar, { from: instantAt(`${days[0]}T00:00`, zone), to: instantAt(`${turned(days.at(-1)!, 'week', 1)}T00:00`, zone) })
  const show = (next: string, as: View = view) => void navigate({ to: '/outages/calendar', search: { on: next === today ? undefined : next, view: as === 'week' ? as : undefined }, replace: true })
  return { today, zone, on, view, days, query, show, may: (verb: string) => query.data?.abilities.includes(verb) ?? false }
}

type Calendar = ReturnType<typeof useCalendar>

/** Planned work by week or month, with what collides and what is frozen. */
export function CalendarPage() {
  const { t } = useLingui()
  const calendar = useCalendar()
  const { on, view, days, query, may } = calendar
  const [open, setOpen] = useState<'work' | 'freeze' | null>(null)
  useKeys({ ArrowLeft: () => calendar.show(turned(on, view, -1)), ArrowRight: () => calendar.show(turned(on, view, 1)), n: () => (may('outage.register') ? setOpen('work') : false) })
  const name = view === 'week' ? dayInWords(days[0]) : new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${on}T12:00:00Z`))
  return (
    <Page
      name={t`Planned work`} wide crumbs={[{ label: <Trans>Operating model</Trans>, to: '/operating-model' }, { label: <Trans>Outages</Trans>, to: '/outages' }]} subtitle={name}
      verbs={<>
        {may('freeze.declare') && <Button onClick={() => setOpen('freeze')}><Trans>Declare a freeze</Trans></Button>}
        {may('outage.register') && <Button look="primary" onClick={() => setOpen('work')}><Trans>Register planned work</Trans></Button>}
      </>}
    >
      <OutageNav here="calendar" />
      <Turning calendar={calendar} />
      {query.error && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Waiting label={t`Planned work`} />}
      {query.data && <Shown calendar={calendar} data={query.data} />}
      {open === 'work' && <OutageDialog planned onClose={() => setOpen(null)} />}
      {open === 'freeze' && <FreezeDialog onClose={() => setOpen(null)} />}
    </Page>
  )
}

function Turning({ calendar: { on, view, today, show } }: { calendar: Calendar }) {
  const { t } = useLingui()
  const look = (as: View) => (view === as ? 'primary' : 'quiet')
  return (
    <div className={styles.toolbar}>
      <Button small onClick={() => show(turned(on, view, -1))} aria-label={t`Earlier`}>←</Button>
      <Button small onClick={() => show(today)}><Trans>Today</Trans></Button>
      <Button small onClick={() => show(turned(on, view, 1))} aria-label={t`Later`}>→</Button>
      <Button small look={look('month')} aria-pressed={view === 'month'} onClick={() => show(on, 'month')}><Trans>Month</Trans></Button>
      <Button small look={look('week')} aria-pressed={view === 'week'} onClick={() => show(on, 'week')}><Trans>Week</Trans></Button>
    </div>
  )
}

function Shown({ calendar: { days, view, on, today, zone, may }, data }: { calendar: Calendar; data: CalendarView }) {
  return (
    <>
      <Days days={days} month={view === 'month' ? on.slice(0, 7) : null} today={today} zone={zone} data={data} />
      {data.work.length === 0 && data.freezes.length === 0 && <p className={styles.soft}><Trans>Nothing is planned here. Register planned work before it begins, so that it counts as planned and shows what it collides with; changes with a planned start and end come by themselves.</Trans></p>}
      <Beside data={data} mayLift={may('freeze.lift')} />
    </>
  )
}

type DaysProps = { days: readonly string[]; month: string | null; today: string; zone: string | undefined; data: CalendarView }

function Days({ days, month, today, zone, data }: DaysProps) {
  const names = days.slice(0, 7).map((day) => new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`)))
  const covers = (span: { from: string; to: string }, day: string) => wallTime(span.from, zone).slice(0, 10) <= day && wallTime(new Date(Date.parse(span.to) - 1).toISOString(), zone).slice(0, 10) >= day
  const troubled = new Set([...data.collisions.flatMap(({ one, other }) => [one, other]), ...data.frozen.map(({ work }) => work)])
  const weeks = Array.from({ length: days.length / 7 }, (_, i) => days.slice(i * 7, i * 7 + 7))
  return (
    <div>
      <div className={styles.week} aria-hidden="true">{names.map((name) => <div key={name} className={styles.weekday}>{name}</div>)}</div>
      {weeks.map((week) => (
        <div key={week[0]} className={styles.week}>
          {week.map((day) => {
            const work = data.work.filter((each) => covers(each, day))
            const freezes = data.freezes.filter((each) => covers(each, day))
            return (
              <div key={day} className={classes(styles.day, month !== null && !day.startsWith(month) && styles.outside, freezes.length > 0 && styles.frozen, (work.length > 0 || freezes.length > 0 || day === today) && styles.busy)}>
                <time dateTime={day} className={classes(day === today && styles.today)} aria-label={dayInWords(day)}>{Number(day.slice(8))}</time>
                {freezes.map((freeze) => <span key={freeze.id} className={styles.work}>{freeze.title}</span>)}
                {work.map((each) => {
                  const named = <Link {...(each.record ? { to: '/work/$record' as const, params: { record: each.key } } : { to: '/outages/$outage' as const, params: { outage: each.key } })} title={each.title}>{each.key} {each.service.title}{wallTime(each.from, zone).startsWith(day) && ` ${wallTime(each.from, zone).slice(11)}`}</Link>
                  return <span key={each.key} className={styles.work}>{troubled.has(each.key) ? <StateMark state="watch">{named}</StateMark> : named}</span>
                })}
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}

function Beside({ data, mayLift }: { data: CalendarView; mayLift: boolean }) {
  const { t } = useLingui()
  const when = useWhen()
  const lift = useAction(liftFreeze)
  const titles = new Map(data.work.map((each) => [each.key, `${each.key} ${each.title || each.service.title}`]))
  const freezes = new Map(data.freezes.map((each) => [each.id, each.title]))
  const why = { 'same service': t`same service`, 'depends on it': t`one depends on the other` }
  return (
    <>
      {(data.collisions.length > 0 || data.frozen.length > 0) && (
        <Section title={<Trans>Collisions</Trans>}>
          <Rows>
            {data.collisions.map((each) => (
              <Row key={`${each.one} ${each.other}`} note={why[each.why]} end={when(each.from)}>
                <StateMark state="watch"><KeyLink elementKey={each.one}>{titles.get(each.one) ?? each.one}</KeyLink> · <KeyLink elementKey={each.other}>{titles.get(each.other) ?? each.other}</KeyLink></StateMark>
              </Row>
            ))}
            {data.frozen.map((each) => (
              <Row key={`${each.work} ${each.freeze}`} note={t`falls into the freeze ${freezes.get(each.freeze) ?? ''}`}>
                <StateMark state="watch"><KeyLink elementKey={each.work}>{titles.get(each.work) ?? each.work}</KeyLink></StateMark>
              </Row>
            ))}
          </Rows>
        </Section>
      )}
      {data.freezes.length > 0 && (
        <Section title={<Trans>Freezes</Trans>}>
          <Rows>
            {data.freezes.map((freeze) => (
              <Row
                key={freeze.id} note={[`${when(freeze.from)} – ${when(freeze.to)}`, freeze.service ? freeze.service.title : t`all services`, freeze.reason].filter(Boolean).join(' · ')}
                end={<>{mayLift && <Button small look="quiet" busy={lift.isPending} onClick={() => lift.mutate({ freeze: freeze.id, revision: freeze.revision, reason: t`Lifted in the calendar.` })}><Trans>Lift</Trans></Button>}</>}
              >
                {freeze.title}
              </Row>
            ))}
          </Rows>
        </Section>
      )}
    </>
  )
}
