import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { useAction } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextArea, TextField } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { goLive, type Readiness } from '../organisation.contract.ts'
import styles from './GoLivePage.module.css'

/** The step itself: what is missing, and working alone, are taken on by typing one's name. */
export function GoLiveForm({ readiness }: { readiness: Readiness }) {
  const { t } = useLingui()
  const go = useAction(goLive)
  const [alone, setAlone] = useState(false)
  const [name, setName] = useState('')
  const [reason, setReason] = useState('')
  const short = readiness.short.length > 0
  const missing = readiness.missingInAll
  const asks = missing > 0 || short
  const founder = readiness.founderName
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const typed = name.trim() ? (short && alone ? { singleHanded: name.trim() } : { accepts: name.trim() }) : {}
    const done = await go.mutateAsync({ ...typed, ...(reason.trim() && { reason: reason.trim() }) }).catch(() => null)
    if (done) say(t`You are live`, t`The first baseline is frozen.`)
  }
  return (
    <Section title={<Trans>Go live</Trans>}>
      <p className={styles.soft}><Trans>This cannot be taken back. From now on definitions change by proposal, and author and approver are two people.</Trans></p>
      <form className={styles.form} onSubmit={submit} noValidate>
        <ProblemNote error={go.error} shown={['singleHanded', 'accepts']} />
        {short && <Checkbox label={t`I work single-handed: I approve my own changes, and the A3 says so`} checked={alone} onChange={setAlone} />}
        {asks && (
          <TextField
            label={t`Your name`}
            required
            autoComplete="off"
            help={missing > 0 ? <Plural value={missing} one={`Type ${founder} to accept that # thing is missing.`} other={`Type ${founder} to accept that # things are missing.`} /> : t`Type ${founder}.`}
            value={name}
            onChange={setName}
            fault={faultAt(go.error, 'accepts') ?? faultAt(go.error, 'singleHanded')}
          />
        )}
        <TextArea label={t`Reason`} optional value={reason} onChange={setReason} />
        <Button type="submit" look="primary" busy={go.isPending} disabled={(asks && !name.trim()) || (short && !alone)}>
          <Trans>Go live</Trans>
        </Button>
      </form>
    </Section>
  )
}
