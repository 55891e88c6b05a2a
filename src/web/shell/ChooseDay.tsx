import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { useAsOf, useShowDay } from '../asOf.ts'
import { useToday } from '../session.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { DayField } from '../ui/TextField.tsx'
import styles from './AsOf.module.css'

/** Chooses the day that the whole application shows. */
export function ChooseDay({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const today = useToday()
  const asOf = useAsOf()
  const show = useShowDay()
  const [day, setDay] = useState<string | null>(asOf ?? today)
  const future = day !== null && day > today
  const go = (next: string | undefined) => {
    show(next)
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (day && !future) go(day === today ? undefined : day)
  }
  return (
    <Dialog open onClose={onClose} title={t`Show another day`} description={t`Everything then reads as it held at the end of that day. Nothing can be changed there.`}>
      <form className={styles.form} onSubmit={submit}>
        <DayField label={t`Show the system as of`} value={day} onChange={setDay} max={today} fault={future ? t`That day has not come yet; choose today or earlier.` : undefined} />
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
    </Dialog>
  )
}
