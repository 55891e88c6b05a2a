import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useToday } from '../../../web/session.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog } from '../../../web/ui/Dialog.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { DayField } from '../../../web/ui/TextField.tsx'
import { dayInWords } from '../../../web/words.ts'
import { listEditions } from '../edition.contract.ts'
import { useCompareWith } from './CompareBar.tsx'
import styles from './Editions.module.css'

/** Chooses the edition or the day that the page is compared with; `besides` is the edition that is shown. */
export function ChooseCompare({ onClose, besides }: { onClose: () => void; besides?: string | undefined }) {
  const { t } = useLingui()
  const today = useToday()
  const most = useAsOf() ?? today
  const compareWith = useCompareWith()
  const { data } = useQueryOf(listEditions, { limit: 200 })
  const editions = (data?.editions ?? []).filter((edition) => edition.readable && edition.key !== besides)
  const [chosen, setChosen] = useState<string | null>(null)
  const [day, setDay] = useState<string | null>(null)
  const edition = chosen ?? editions[0]?.key ?? null
  const future = day !== null && day > most
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const other = day ?? edition
    if (!other || future) return
    compareWith(other)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t`Compare the page`} description={t`What was added, changed and removed since then is marked on the page and listed below it.`}>
      <form className={styles.form} onSubmit={submit} noValidate>
        {editions.length > 0 ? (
          <Select label={t`With an edition`} value={day ? null : edition} placeholder={t`None: with the day below`} onChange={(next) => { setChosen(next); setDay(null) }}
            choices={editions.map(({ key, asOf, title }, at) => ({ value: key, label: [`${key}, ${dayInWords(asOf)}`, title, at === 0 && t`the last`].filter(Boolean).join(' · ') }))} />
        ) : <p><Trans>There is no other edition yet. Compare with a day.</Trans></p>}
        <DayField label={editions.length > 0 ? t`Or with a day` : t`With a day`} value={day} onChange={setDay} max={most} fault={future ? t`That day has not come yet; choose an earlier one.` : undefined} />
        <div className={styles.verbs}>
          <Button type="submit" look="primary" disabled={future || (!day && !edition)}><Trans>Compare</Trans></Button>
          <Button onClick={onClose}><Trans>Cancel</Trans></Button>
        </div>
      </form>
    </Dialog>
  )
}
