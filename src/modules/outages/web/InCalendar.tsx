import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryOf } from '../../../web/api.ts'
import { Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { outageMeetings } from '../outage.contract.ts'
import styles from './Outages.module.css'
import { useSpan } from './parts.tsx'

type Asked = { service: string | null; from: unknown; to: unknown; record?: string | undefined }

/** What planned work meets in the calendar, as soon as service, start and end are known: collisions and freezes, or that there are none. */
export function InCalendar({ service, from, to, record, plain }: Asked & { /** Inside a form, without a heading of its own. */ plain?: boolean }) {
  const { t } = useLingui()
  const span = useSpan()
  const known = service !== null && typeof from === 'string' && typeof to === 'string' && Date.parse(from) < Date.parse(to)
  const { data } = useQueryOf(outageMeetings, known ? { service, from, to, ...(record && { record }) } : {}, known)
  if (!known || !data) return null
  const free = data.collisions.length === 0 && data.freezes.length === 0
  const why = { 'same service': t`same service`, 'depends on it': t`one depends on the other` }
  const met = (
    <ul className={styles.met} aria-live="polite" aria-label={t`In the calendar`}>
      {free && <li><StateMark state="met"><Trans>Nothing else is planned then, and nothing is frozen.</Trans></StateMark></li>}
      {data.collisions.map((each) => (
        <li key={each.key}>
          <StateMark state="watch"><Trans>Collides with <KeyLink elementKey={each.key} /> “{each.title || each.service.title}” on <KeyLink elementKey={each.service.key}>{each.service.title}</KeyLink></Trans></StateMark>
          <span className={styles.soft}> {span(each.from, each.to)}, {why[each.why]}</span>
        </li>
      ))}
      {data.freezes.map((each) => (
        <li key={each.id}>
          <StateMark state="watch"><Trans>Falls into the freeze “{each.title}”</Trans></StateMark>
          <span className={styles.soft}> {span(each.from, each.to)}, {each.service ? each.service.title : t`all services`}</span>
        </li>
      ))}
    </ul>
  )
  return plain ? met : <Section title={<Trans>In the calendar</Trans>}>{met}</Section>
}
