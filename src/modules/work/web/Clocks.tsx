import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useAsOf } from '../../../web/asOf.ts'
import { Section } from '../../../web/ui/Facts.tsx'
import type { RecordView } from '../record.contract.ts'
import { clockNow, type ClockNow, type ClockView } from './clockNow.ts'
import styles from './Clocks.module.css'
import { useNow } from './useNow.ts'
import { useSpan } from './useSpan.ts'
import { useWhen } from './useWhen.ts'

/** Each clock with the time left, its target and a bar; what runs comes first, what was met or missed after it. */
export function Clocks({ record, answeredAt }: { record: RecordView; answeredAt: number }) {
  const { t } = useLingui()
  const past = useAsOf() !== undefined
  const now = useNow()
  const seen = record.clocks.map((clock) => ({ clock, now: clockNow(clock, past ? now : answeredAt, now) }))
  const running = seen.filter((one) => one.clock.stoppedAt === null)
  const stopped = seen.filter((one) => one.clock.stoppedAt !== null)
  const last = stopped.filter((one, at) => !running.some(({ clock }) => clock.clock === one.clock.clock) && !stopped.slice(at + 1).some(({ clock }) => clock.clock === one.clock.clock))
  if (seen.length === 0) return null
  return (
    <Section title={<Trans>Clocks</Trans>} id="clocks">
      <ul className={styles.clocks} aria-label={t`Clocks`}>
        {[...running, ...last].map((one) => (
          <Clock key={one.clock.clock + one.clock.startedAt} clock={one.clock} now={one.now} before={stopped.filter((other) => other !== one && other.clock.clock === one.clock.clock)} />
        ))}
      </ul>
    </Section>
  )
}

type Seen = { clock: ClockView; now: ClockNow }

function Clock({ clock, now, before }: Seen & { before: readonly Seen[] }) {
  const left = useTimeLeft(now)
  const target = useTarget(clock)
  return (
    <li className={styles.clock} data-state={now.state} data-standing={now.standing}>
      <div className={styles.head}>
        <span className={styles.name}>{clock.name}</span>
        <span className={styles.left}>{left}</span>
      </div>
      <div className={styles.target}>{target}</div>
      {clock.segments.length > 1 && <Segments clock={clock} />}
      {before.length > 0 && <Earlier runs={before} />}
      {now.share !== null && clock.stoppedAt === null && (
        <div className={styles.bar} aria-hidden="true">
          <span style={{ width: `${(now.share * 100).toFixed(2)}%` }} />
        </div>
      )}
    </li>
  )
}

/** Earlier runs of a clock that starts anew, in one line; each may be read. */
function Earlier({ runs }: { runs: readonly Seen[] }) {
  const missed = runs.filter(({ now }) => now.standing === 'missed').length
  return (
    <details className={styles.target}>
      <summary>
        <Plural value={runs.length} one="# time before" other="# times before" />
        {missed > 0 && <>, <Plural value={missed} one="# missed" other="# missed" /></>}
      </summary>
      <ul>
        {runs.map(({ clock, now }) => <EarlierRun key={clock.startedAt} clock={clock} now={now} />)}
      </ul>
    </details>
  )
}

function EarlierRun({ clock, now }: Seen) {
  const left = useTimeLeft(now)
  const target = useTarget(clock)
  return <li>{target}: {left}</li>
}

/** A change of priority or version keeps what held before, so that it can be read. */
function Segments({ clock }: { clock: ClockView }) {
  const before = clock.segments.slice(0, -1).map((segment) => [segment.priority, segment.target].filter(Boolean).join(' ')).join(', ')
  const because = clock.segments.at(-1)?.because
  return (
    <div className={styles.target}>
      <Trans>before: {before}</Trans>
      {because && ` · ${because}`}
    </div>
  )
}

function useTimeLeft(now: ClockNow): string {
  const { t } = useLingui()
  const span = useSpan()
  const words = now.leftMs === null ? '' : span(now.leftMs)
  switch (now.standing) {
    case 'undated':
      return t`no date yet`
    case 'met':
      return now.leftMs !== null && now.leftMs > 0 ? t`met, ${words} to spare` : t`met`
    case 'missed':
      return words ? t`missed by ${words}` : t`missed`
    case 'waits':
      return (now.leftMs ?? 0) < 0 ? t`waits, ${words} late` : t`waits, ${words} left`
    default:
      return (now.leftMs ?? 0) < 0 ? t`late by ${words}` : t`${words} left`
  }
}

function useTarget(clock: ClockView): string {
  const { t } = useLingui()
  const when = useWhen()
  const from = when.short(clock.startedAt)
  const due = clock.stoppedAt === null && clock.dueAt !== null ? when.short(clock.dueAt) : ''
  const of = clock.target ? t`of ${clock.target}` : ''
  return [of, due ? t`due ${due}` : t`from ${from}`].filter(Boolean).join(', ')
}

/** The most pressing clock in one line, where the column of clocks is far down the page. */
export function NearestClock({ record, answeredAt }: { record: RecordView; answeredAt: number }) {
  const now = useNow(5000)
  const running = record.clocks.filter((clock) => clock.stoppedAt === null && clock.dueAt !== null)
  const [nearest] = running.toSorted((one, other) => (one.dueAt ?? '').localeCompare(other.dueAt ?? ''))
  if (!nearest) return null
  return (
    <a href="#clocks" className={styles.nearest}>
      <NearestWords clock={nearest} now={clockNow(nearest, answeredAt, now)} />
    </a>
  )
}

function NearestWords({ clock, now }: { clock: ClockView; now: ClockNow }) {
  const left = useTimeLeft(now)
  return (
    <>
      {clock.name}: <span className={styles.left} data-state={now.state}>{left}</span>
    </>
  )
}
