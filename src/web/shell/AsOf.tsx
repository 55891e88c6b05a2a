import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useAsOf, useShowDay } from '../asOf.ts'
import { useSession, useToday } from '../session.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { DayField } from '../ui/TextField.tsx'
import { dayInWords } from '../words.ts'
import styles from './AsOf.module.css'

/** The day that the application shows, as a quiet button; choosing another turns everything into that day, read-only. */
export function AsOf() {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const today = useToday()
  const asOf = useAsOf()
  const signedIn = useSession().data?.state === 'signed in'
  if (!signedIn) return null
  const shown = dayInWords(asOf ?? today, 'short')
  return (
    <Popover
      label={t`Show another day`}
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className={styles.button} data-past={asOf ? '' : undefined}>
          {asOf ? <Trans>As of {shown}</Trans> : <Trans>Today, {shown}</Trans>}
        </button>
      }
    >
      <ChooseDay onDone={() => setOpen(false)} />
    </Popover>
  )
}

function ChooseDay({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const today = useToday()
  const asOf = useAsOf()
  const show = useShowDay()
  const [day, setDay] = useState<string | null>(asOf ?? today)
  const future = day !== null && day > today
  const go = (next: string | undefined) => {
    show(next)
    onDone()
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (day && !future) go(day === today ? undefined : day)
      }}
    >
      <DayField
        label={t`Show the system as of`}
        help={t`Everything then reads as it held at the end of that day. Nothing can be changed there.`}
        value={day}
        onChange={setDay}
        max={today}
        fault={future ? t`That day has not come yet; choose today or earlier.` : undefined}
      />
      <div className={styles.verbs}>
        <Button type="submit" look="primary" disabled={!day || future}>
          <Trans>Show this day</Trans>
        </Button>
        {asOf && (
          <Button onClick={() => go(undefined)}>
            <Trans>Back to today</Trans>
          </Button>
        )}
      </div>
    </form>
  )
}

/** Says across the page that this is another day, and leads back. */
export function AsOfBar() {
  const asOf = useAsOf()
  const show = useShowDay()
  if (!asOf) return null
  const day = dayInWords(asOf)
  return (
    <output className={styles.bar}>
      <span>
        <strong>
          <Trans>As of {day}.</Trans>
        </strong>{' '}
        <Trans>Read-only.</Trans>
      </span>
      <button type="button" onClick={() => show(undefined)}>
        <Trans>Back to today</Trans>
      </button>
    </output>
  )
}
