import { Trans } from '@lingui/react/macro'
import { lazy, Suspense, useState } from 'react'
import { useAsOf, useShowDay } from '../asOf.ts'
import { useSession, useToday } from '../session.ts'
import { dayInWords } from '../words.ts'
import styles from './AsOf.module.css'

const ChooseDay = lazy(async () => ({ default: (await import('./ChooseDay.tsx')).ChooseDay }))

/** The day that the application shows, as a quiet button; choosing another turns everything into that day, read-only. */
export function AsOf() {
  const [open, setOpen] = useState(false)
  const today = useToday()
  const asOf = useAsOf()
  const signedIn = useSession().data?.state === 'signed in'
  if (!signedIn) return null
  const shown = dayInWords(asOf ?? today, 'short')
  return (
    <span className={styles.place}>
      <button type="button" className={styles.button} data-past={asOf ? '' : undefined} aria-expanded={open} aria-haspopup="dialog" onClick={() => setOpen(!open)}>
        {asOf ? <Trans>As of {shown}</Trans> : <Trans>Today, {shown}</Trans>}
      </button>
      {open && (
        <Suspense>
          <ChooseDay onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </span>
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
