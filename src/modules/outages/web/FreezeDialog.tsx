import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { useAction } from '../../../web/api.ts'
import { ElementField, type Picked } from '../../../web/elements/ElementField.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { InstantField } from '../../../web/ui/InstantField.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextArea, TextField } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { declareFreeze } from '../outage.contract.ts'
import styles from './Outages.module.css'

/** A time in which nothing is to be changed, for one service or for all. */
export function FreezeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const [title, setTitle] = useState('')
  const [service, setService] = useState<Picked | null>(null)
  const [from, setFrom] = useState<string | null>(null)
  const [to, setTo] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const action = useAction(declareFreeze)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await action.mutateAsync({ title, service: service?.key ?? null, from: from ?? '', to: to ?? '', reason }).catch(() => undefined)
    if (!done) return
    say(t`Declared ${title}`)
    onClose()
  }
  const fault = (path: string) => faultAt(action.error, path)
  return (
    <Dialog open onClose={onClose} title={t`Declare a freeze`} description={t`Planned work that falls into it is marked.`}>
      <form onSubmit={submit} noValidate className={styles.fields}>
        <TextField label={t`Title`} value={title} onChange={setTitle} required fault={fault('title')} />
        <ElementField label={t`Service`} placeholder={t`All services`} kinds={['service']} value={service} onChange={setService} />
        <div className={styles.pair}>
          <InstantField label={t`Begins`} value={from} onChange={setFrom} required fault={fault('from')} />
          <InstantField label={t`Ends`} value={to} onChange={setTo} required fault={fault('to')} />
        </div>
        <TextArea label={t`Why`} value={reason} onChange={setReason} optional />
        <ProblemNote error={action.error} shown={['title', 'from', 'to']} />
        <div className={styles.verbs}>
          <Leave><Trans>Cancel</Trans></Leave>
          <Button type="submit" look="primary" busy={action.isPending}><Trans>Declare</Trans></Button>
        </div>
      </form>
    </Dialog>
  )
}
