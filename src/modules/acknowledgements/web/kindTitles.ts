import { useLingui } from '@lingui/react/macro'
import type { ReminderKind } from '../stage.ts'

/** What each kind of reminder is called, as a heading. */
export function useKindTitles(): Record<ReminderKind, string> {
  const { t } = useLingui()
  return {
    decision: t`To decide`,
    appointment: t`Appointments to accept`,
    acknowledgement: t`Policies to acknowledge`,
    review: t`Reviews due`,
    meeting: t`Meetings`,
    ending: t`Agreements and contracts that end`,
    declined: t`Declined appointments`,
    record: t`News of work`,
  }
}
