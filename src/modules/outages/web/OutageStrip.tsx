import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { ElementView } from '../../../shared/element.contract.ts'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useToday } from '../../../web/session.ts'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { dayInWords } from '../../../web/words.ts'
import { outageCalendar, outageStrip } from '../outage.contract.ts'
import styles from './Outages.module.css'
import { lengthInWords, useSpan } from './parts.tsx'

/** The last twelve months of a service: a bar for each day that lost anything. */
export function OutageStrip({ element }: { element: ElementView }) {
  if (element.status === 'retired') return null
  return (
    <>
      <Strip service={element.key} />
      <Ahead service={element.key} />
    </>
  )
}

function Strip({ service }: { service: string }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQueryOf(outageStrip, { service })
  return (
    <Section title={<Trans>Outages in the last twelve months</Trans>} aside={<Link to="/outages" search={{ service }}><Trans>All outages</Trans></Link>}>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting label={t`Outages`} rows={2} />}
      {data && <Drawn data={data} />}
    </Section>
  )
}

const daysAhead = 14

/** What is planned on it in the next two weeks, also by changes. */
function Ahead({ service }: { service: string }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const span = useSpan()
  const today = useToday()
  const { data } = useQueryOf(outageCalendar, { service, from: `${today}T00:00:00Z`, to: new Date(Date.parse(`${today}T00:00:00Z`) + daysAhead * dayMs).toISOString() }, asOf === undefined && today !== '')
  if (!data || data.work.length === 0) return null
  const troubled = new Set([...data.collisions.flatMap(({ one, other }) => [one, other]), ...data.frozen.map(({ work }) => work)])
  return (
    <Section title={<Trans>Planned in the next two weeks</Trans>} aside={<Link to="/outages/calendar"><Trans>All planned work</Trans></Link>}>
      <Rows label={t`Planned in the next two weeks`}>
        {data.work.slice(0, 5).map((work) => (
          <Row key={work.key} end={span(work.from, work.to)}>
            {troubled.has(work.key) ? <StateMark state="watch"><KeyLink elementKey={work.key}>{work.key} {work.title}</KeyLink></StateMark> : <KeyLink elementKey={work.key}>{work.key} {work.title}</KeyLink>}
          </Row>
        ))}
      </Rows>
    </Section>
  )
}

type Data = z.infer<typeof outageStrip.output>
const dayMs = 86_400_000

function Drawn({ data }: { data: Data }) {
  const { t } = useLingui()
  const { total, days, availability, availabilityWithPlanned, fromOn, toOn } = data
  if (total.count === 0 && !days.some(({ plannedMs }) => plannedMs > 0)) return <p className={styles.soft}><Trans>None was registered.</Trans></p>
  const lost = lengthInWords(total.ms)
  const longest = lengthInWords(total.longestMs)
  const height = (ms: number) => (ms === 0 ? 0 : Math.max(4, (ms / dayMs) * 32))
  return (
    <>
      <p>
        <Plural value={total.count} one="# outage" other="# outages" />, <Trans>{lost} lost, the longest {longest}</Trans>
        {availability !== null && <> · <Trans>{availability} % around the clock, planned work left out; {availabilityWithPlanned} % with it</Trans></>}
      </p>
      <svg className={styles.strip} viewBox={`0 0 ${days.length} 34`} preserveAspectRatio="none" role="img" aria-label={t`Lost time per day; the list of outages says the same in words.`}>
        <rect x="0" y="33" width={days.length} height="1" className={styles.base} />
        {days.map((day, at) => (
          <g key={day.on}>
            {day.plannedMs > 0 && <rect x={at} y={33 - height(day.plannedMs)} width="1" height={height(day.plannedMs)} className={styles.planned}><title>{`${dayInWords(day.on)}: ${lengthInWords(day.plannedMs)} ${t`planned`}, ${day.outages.join(', ')}`}</title></rect>}
            {day.unplannedMs > 0 && <rect x={at} y={33 - height(day.unplannedMs)} width="1" height={height(day.unplannedMs)} className={styles.missed}><title>{`${dayInWords(day.on)}: ${lengthInWords(day.unplannedMs)}, ${day.outages.join(', ')}`}</title></rect>}
          </g>
        ))}
      </svg>
      <div className={styles.ends}>
        <span>{dayInWords(fromOn)}</span>
        <span>{dayInWords(toOn)}</span>
      </div>
    </>
  )
}
