import type { CaseHistory } from './intake.history.ts'
import type { IntakeGround } from './intake.resolve.ts'

/** What a case that is still open needs besides what its source tells: whose step it stands in. */
export function finishOpen(ground: IntakeGround, history: CaseHistory): void {
  const role = ground.roleOf(String(history.columns['state']))
  if (role === undefined) return
  history.events.at(-1)!.set['assignee_role_id'] = role
  history.columns['assignee_role_id'] = role
}
