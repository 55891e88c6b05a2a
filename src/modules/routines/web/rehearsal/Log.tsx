import { Trans, useLingui } from '@lingui/react/macro'
import { instantShown } from '../../engine.shown.ts'
import type { EngineEffect, Plan } from '../../engine.plan.ts'
import type { Rehearsal, Rehearsed } from '../../rehearsal.ts'
import { transitionIds } from '../../transitions.ts'
import styles from './Rehearse.module.css'

type LogProps = { plan: Plan; rehearsal: Rehearsal; roleOf: (key: string) => string }

/** What happened, the latest first, and what would have happened outside. Filling in speaks for itself. */
export function Log({ plan, rehearsal, roleOf }: LogProps) {
  const { t } = useLingui()
  const told = rehearsal.done.filter((each) => each.happening.type !== 'fill' || each.effects.length > 0 || each.said.length > 0)
  return (
    <section className={styles.group} aria-label={t`What happened`}>
      <h4>
        <Trans>What happened</Trans>
      </h4>
      <ol className={styles.log}>
        {told.toReversed().map((each, at) => (
          <li key={told.length - at}>
            <time className={styles.soft}>{instantShown(each.at, plan.timeZone)}</time>
            <p>
              <Happened plan={plan} each={each} />
            </p>
            {each.effects.map((effect, place) => <Effect key={place} effect={effect} roleOf={roleOf} />)}
            {each.said.map((sentence, place) => <p key={place} className={styles.soft}>{sentence}</p>)}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Happened({ plan, each: { happening, way, state } }: { plan: Plan; each: Rehearsed }) {
  const { steps, transitions, outcomes, clocks } = plan.body
  const stepName = nameIn(steps, state)
  const name = transitions[transitionIds(transitions).indexOf(way)]?.name ?? way
  const approval = 'approval' in happening ? nameIn(steps.flatMap((step) => step.approvals), happening.approval) : ''
  const outcome = happening.type === 'close' ? nameIn(outcomes, happening.outcome) : ''
  const clock = happening.type === 'fire' ? nameIn(clocks, happening.clock) : ''
  switch (happening.type) {
    case 'create':
      return <Trans>Raised, in {stepName}</Trans>
    case 'advance':
      return <Trans>{name}, now in {stepName}</Trans>
    case 'approve':
      return <Trans>{approval}: approved</Trans>
    case 'refuse':
      return <Trans>{approval}: refused</Trans>
    case 'close':
      return <Trans>Closed: {outcome}</Trans>
    case 'fire':
      return way ? <Trans>{clock} took the way {name}, now in {stepName}</Trans> : <Trans>{clock} set something off</Trans>
    default:
      return <Trans>Filled in</Trans>
  }
}

function nameIn(parts: readonly { id: string; name: string }[], id = ''): string {
  return parts.find((part) => part.id === id)?.name ?? id
}

function Effect({ effect, roleOf }: { effect: EngineEffect; roleOf: (key: string) => string }) {
  if (effect.do === 'raise') return <p className={styles.would}><Trans>A record of {effect.routine} would be raised: {effect.title}</Trans></p>
  const whom = effect.roles.map(roleOf).join(', ')
  return <p className={styles.would}>{whom ? <Trans>{whom} would be told: {effect.text}</Trans> : <Trans>Whoever has it would be told: {effect.text}</Trans>}</p>
}
