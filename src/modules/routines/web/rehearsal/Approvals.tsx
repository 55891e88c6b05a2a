import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../../../web/ui/Button.tsx'
import { standingOf } from '../../engine.conditions.ts'
import type { Plan } from '../../engine.plan.ts'
import type { Rehearsal } from '../../rehearsal.ts'
import styles from './Rehearse.module.css'
import type { RehearsalModel } from './useRehearsal.ts'

type ApprovalsProps = { plan: Plan; rehearsal: Rehearsal; model: RehearsalModel; roleOf: (key: string) => string }

/** The approvals that the step asks for, given here by made-up people who are all different. */
export function Approvals({ plan, rehearsal, model, roleOf }: ApprovalsProps) {
  const { t } = useLingui()
  const { record } = rehearsal
  const { asked } = standingOf(plan, record, new Date(rehearsal.now))
  const step = plan.body.steps.find((each) => each.id === record.state)
  if (asked.length === 0) return null
  return (
    <section className={styles.group} aria-label={t`Approvals`}>
      {asked.map((approval) => {
        const given = record.approvals.filter((each) => each.approval === approval.id && each.decision === 'approved').length
        const refused = record.approvals.some((each) => each.approval === approval.id && each.decision === 'refused')
        const role = roleOf(approval.role || step?.role || '')
        return (
          <div key={approval.id} className={styles.approval}>
            <p>
              {approval.name}
              <span className={styles.soft}>{' · '}{refused ? <Trans>refused</Trans> : <Trans>{given} of {approval.need} by {role}</Trans>}</span>
            </p>
            {!refused && given < approval.need && (
              <span className={styles.hands}>
                <Button small onClick={() => model.play({ type: 'approve', approval: approval.id })}><Trans>Approve</Trans></Button>
                <Button small onClick={() => model.play({ type: 'refuse', approval: approval.id, reason: t`Rehearsed` })}><Trans>Refuse</Trans></Button>
              </span>
            )}
          </div>
        )
      })}
    </section>
  )
}
