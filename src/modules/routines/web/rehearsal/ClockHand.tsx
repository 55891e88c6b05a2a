import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../../../web/ui/Button.tsx'
import { clocksShown, instantShown, type ClockShown } from '../../engine.shown.ts'
import type { Plan } from '../../engine.plan.ts'
import { nextMoment, type Rehearsal } from '../../rehearsal.ts'
import styles from './Rehearse.module.css'
import type { RehearsalModel } from './useRehearsal.ts'

type ClockHandProps = { plan: Plan; rehearsal: Rehearsal; model: RehearsalModel }

const hour = 3_600_000

/** What time it is in the rehearsal, how to move it on, and where each clock stands. */
export function ClockHand({ plan, rehearsal, model }: ClockHandProps) {
  const { t } = useLingui()
  const after = (length: number) => model.moveOn(new Date(Date.parse(rehearsal.now) + length).toISOString())
  const next = nextMoment(plan, rehearsal)
  const clocks = clocksShown(plan, rehearsal.record, new Date(rehearsal.now))
  return (
    <section className={styles.group} aria-label={t`Time`}>
      <p>
        <Trans>It is {instantShown(rehearsal.now, plan.timeZone)}.</Trans>
      </p>
      <div className={styles.hands}>
        <Button small onClick={() => after(hour)}><Trans>an hour on</Trans></Button>
        <Button small onClick={() => after(24 * hour)}><Trans>a day on</Trans></Button>
        <Button small onClick={() => after(7 * 24 * hour)}><Trans>a week on</Trans></Button>
        {next && <Button small onClick={() => model.moveOn(next)}><Trans>to the next that is due</Trans></Button>}
      </div>
      {clocks.length > 0 && (
        <ul className={styles.clocks}>
          {clocks.map((clock) => (
            <ClockLine key={`${clock.clock} ${clock.run}`} clock={clock} zone={plan.timeZone} now={rehearsal.now} />
          ))}
        </ul>
      )}
    </section>
  )
}

function ClockLine({ clock, zone, now }: { clock: ClockShown; zone: string; now: string }) {
  const late = clock.met === false || (clock.met === null && clock.dueAt !== null && clock.dueAt < now)
  const mark = late ? '■' : clock.met ? '●' : clock.waitsFrom ? '○' : '◷'
  return (
    <li>
      <span aria-hidden="true" className={late ? styles.late : undefined}>{mark}</span> {clock.name}
      <span className={styles.soft}>
        {' · '}
        {late ? <Trans>missed</Trans> : clock.met ? <Trans>met</Trans> : clock.waitsFrom ? <Trans>waits</Trans> : clock.dueAt ? <Trans>due {instantShown(clock.dueAt, zone)}</Trans> : <Trans>runs</Trans>}
        {' · '}
        {clock.target}
      </span>
    </li>
  )
}
