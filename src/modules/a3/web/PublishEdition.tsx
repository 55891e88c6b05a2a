import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { useToday } from '../../../web/session.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog } from '../../../web/ui/Dialog.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { DayField, TextArea, TextField } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { dayInWords } from '../../../web/words.ts'
import { editionDifference, publishEdition, type Comparison } from '../edition.contract.ts'
import { countAll, countsText } from '../edition.ts'
import { DifferenceList } from './DifferenceList.tsx'
import styles from './Editions.module.css'

/** Publishes an edition, having shown what is new since the last one. */
export function PublishEdition({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const today = useToday()
  const publish = useAction(publishEdition)
  const [title, setTitle] = useState('')
  const [note, setNote] = useState('')
  const [day, setDay] = useState<string | null>(today)
  const past = day !== null && day < today ? day : null
  const future = day !== null && day > today
  const { data, error } = useQueryOf(editionDifference, { from: 'last', ...(past && { to: past }) }, !future)
  const same = data?.difference ? countAll(data.difference.counts) + data.difference.signs.length === 0 : false
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (future) return
    const done = await publish.mutateAsync({ title: title.trim(), ...(note.trim() && { note: note.trim() }), ...(past && { asOf: past }), ...(same && { unchanged: true }) }).catch(() => null)
    if (!done) return
    const shown = dayInWords(done.asOf)
    say(t`${done.key} is published`, t`The A3 of ${shown}`)
    onClose()
  }
  return (
    <Dialog wide open onClose={onClose} title={t`Publish an edition`} description={t`It freezes what is in force, with the PDF and the head of the ledger. Drafts are not on it. An edition never changes.`}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <ProblemNote error={publish.error} shown={['title', 'note', 'asOf']} />
        <TextField label={t`Title`} optional value={title} onChange={setTitle} maxLength={200} placeholder={t`After the management review of March`} fault={faultAt(publish.error, 'title')} />
        <TextArea label={t`Note`} optional rows={2} value={note} onChange={setNote} fault={faultAt(publish.error, 'note')} />
        <DayField label={t`The system as of`} value={day} onChange={setDay} max={today} fault={future ? t`That day has not come yet; choose today or earlier.` : faultAt(publish.error, 'asOf')} />
        <ProblemNote error={error} />
        {!data && !error && !future && <Waiting label={t`What changed`} rows={3} />}
        {data && <Preview comparison={data} same={same} />}
        <div className={styles.verbs}>
          <Button type="submit" look={same ? 'plain' : 'primary'} busy={publish.isPending} disabled={future || day === null}>{same ? <Trans>Publish all the same</Trans> : <Trans>Publish</Trans>}</Button>
          <Button onClick={onClose}><Trans>Cancel</Trans></Button>
        </div>
      </form>
    </Dialog>
  )
}

function Preview({ comparison, same }: { comparison: Comparison; same: boolean }) {
  const { t } = useLingui()
  const { before, difference } = comparison
  if (!before || !difference) return <p><Trans>This is the first edition.</Trans></p>
  const [since, counts] = [before.text, countsText(difference.counts)]
  return (
    <section className={styles.preview} aria-label={t`What changed since the last edition`}>
      <p className={styles.summary}>{same ? <Trans>Nothing has changed since {since}.</Trans> : <Trans>Since {since}: {counts}</Trans>}</p>
      {!same && <div className={styles.scroll}><DifferenceList comparison={comparison} inside /></div>}
    </section>
  )
}
