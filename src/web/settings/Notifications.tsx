import { Trans, useLingui } from '@lingui/react/macro'
import { chooseNotifications, getNotifications } from '../../modules/acknowledgements/inbox.contract.ts'
import type { Digest } from '../../modules/acknowledgements/notification.ts'
import { reminderKinds, type ReminderKind } from '../../modules/acknowledgements/stage.ts'
import { useKindTitles } from '../../modules/acknowledgements/web/kindTitles.ts'
import { useAction, useQueryOf } from '../api.ts'
import { useAsOf } from '../asOf.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { Section } from '../ui/Facts.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { CalendarFeeds } from './CalendarFeeds.tsx'
import styles from './Settings.module.css'

/** What is mailed in the morning, and one's calendar. */
export function Notifications() {
  return (
    <>
      <MorningMail />
      <CalendarFeeds />
    </>
  )
}

function MorningMail() {
  const { t } = useLingui()
  const asOf = useAsOf()
  const titles = useKindTitles()
  const { data, error, refetch } = useQueryOf(getNotifications)
  const choose = useAction(chooseNotifications)
  // What was just chosen shows at once.
  const { digest, muted } = (choose.isPending ? choose.variables : data) ?? { digest: 'daily', muted: [] }
  const change = (next: { digest?: Digest; muted?: ReminderKind[] }) => choose.mutate({ digest, muted, ...next })
  const words: Record<Digest, { title: string; note: string }> = {
    daily: { title: t`Every morning when something is new`, note: t`One mail at seven, with what is due in 30, 7 and 1 days, and what is overdue.` },
    overdue: { title: t`Only what is overdue`, note: t`One mail in the morning after something was due.` },
    off: { title: t`Nothing by mail`, note: t`What waits stays under For you.` },
  }
  return (
    <Section title={<Trans>The mail of the morning</Trans>} aside={data?.address}>
      <ProblemNote error={error ?? choose.error} {...(error && { retry: () => void refetch() })} />
      {!data && !error && <Waiting label={t`The mail of the morning`} rows={3} />}
      {data && !data.mailed && <p className={styles.soft}><Trans>This server sends no e-mail. What you choose holds from the day it does.</Trans></p>}
      {data?.mailed && !data.address && <p className={styles.soft}><Trans>There is no e-mail address of yours; ask your administrator to add one.</Trans></p>}
      {data && (
        <fieldset className={styles.choices} disabled={Boolean(asOf)}>
          <legend className="visually-hidden">
            <Trans>When</Trans>
          </legend>
          {(['daily', 'overdue', 'off'] as const).map((each) => (
            <label key={each} className={styles.choice}>
              <input type="radio" name="digest" value={each} checked={each === digest} onChange={() => change({ digest: each })} />
              <span>{words[each].title}</span>
              <small>{words[each].note}</small>
            </label>
          ))}
        </fieldset>
      )}
      {data && digest !== 'off' && (
        <fieldset className={styles.choices} disabled={Boolean(asOf)}>
          <legend className={styles.legend}>
            <Trans>About</Trans>
          </legend>
          {reminderKinds.map((kind) => (
            <Checkbox key={kind} label={titles[kind]} disabled={Boolean(asOf)} checked={!muted.includes(kind)} onChange={(on) => change({ muted: on ? muted.filter((each) => each !== kind) : [...muted, kind] })} />
          ))}
        </fieldset>
      )}
    </Section>
  )
}
