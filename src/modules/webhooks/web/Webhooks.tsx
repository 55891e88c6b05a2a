import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import type { z } from 'zod'
import { useAction, useQueryOf } from '../../../web/api.ts'
import styles from '../../../web/settings/Settings.module.css'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { CopyKey } from '../../../web/ui/KeyLink.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { instantInWords } from '../../../web/words.ts'
import { createWebhook, endWebhook, listWebhooks, pauseWebhook, resumeWebhook } from '../webhook.contract.ts'
import { Deliveries } from './Deliveries.tsx'

type Listed = z.infer<(typeof listWebhooks)['output']>['rows'][number]

/** Other systems that are told what happens here. */
export function Webhooks() {
  const { t } = useLingui()
  const [making, setMaking] = useState(false)
  const [open, setOpen] = useState<Listed>()
  const { data, error, refetch } = useQueryOf(listWebhooks)
  const verbs = { pause: useAction(pauseWebhook), resume: useAction(resumeWebhook), end: useAction(endWebhook) }
  const may = (name: string) => data?.abilities.includes(name)
  return (
    <Section title={<Trans>Webhooks: tell other systems</Trans>}>
      <p className={styles.soft}>
        <Trans>What is recorded here is told to an address within seconds, signed as Standard Webhooks says: which verb, on what, by whom as an id. No names and no content leave with it.</Trans>
      </p>
      <ProblemNote error={error ?? verbs.pause.error ?? verbs.resume.error ?? verbs.end.error} {...(error && { retry: () => void refetch() })} />
      {!data && !error && <Waiting label={t`Webhooks`} rows={2} />}
      {data && data.rows.length > 0 && (
        <Rows label={t`Webhooks`}>
          {data.rows.map((hook) => {
            const { id: webhook, revision } = hook
            return (
              <Row
                key={webhook}
                note={<Standing hook={hook} />}
                end={
                  <span className={styles.inline}>
                    <Button small look="quiet" onClick={() => setOpen(hook)}><Trans>What was told</Trans></Button>
                    {may('webhook.resume') && hook.pausedAt && <Button small look="quiet" onClick={() => verbs.resume.mutate({ webhook, revision })}><Trans>Go on</Trans></Button>}
                    {may('webhook.pause') && !hook.pausedAt && <Button small look="quiet" onClick={() => verbs.pause.mutate({ webhook, revision })}><Trans>Pause</Trans></Button>}
                    {may('webhook.end') && <Button small look="quiet" onClick={() => verbs.end.mutate({ webhook, revision })}><Trans>End</Trans></Button>}
                  </span>
                }
              >
                {hook.name}
              </Row>
            )
          })}
        </Rows>
      )}
      {may('webhook.create') && (
        <div className={styles.verbs} style={{ paddingTop: '0.75rem' }}>
          <Button onClick={() => setMaking(true)}><Trans>Tell another system</Trans></Button>
        </div>
      )}
      {making && <MakeWebhook onClose={() => setMaking(false)} />}
      {open && <Deliveries webhook={open.id} name={open.name} failed={open.failed} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

function Standing({ hook }: { hook: Listed }) {
  const last = instantInWords(hook.lastSentAt)
  const verbs = hook.verbs.includes('*') ? <Trans>everything</Trans> : hook.verbs.join(', ')
  return (
    <>
      {hook.url} · {verbs}
      {hook.pausedAt && <> · {hook.pausedWhy || <Trans>paused</Trans>}</>}
      {hook.waiting > 0 && <> · <Plural value={hook.waiting} one="# waits" other="# wait" /></>}
      {hook.failed > 0 && <> · <Plural value={hook.failed} one="# was given up" other="# were given up" /></>}
      {last && <> · <Trans>last told {last}</Trans></>}
    </>
  )
}

function MakeWebhook({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const make = useAction(createWebhook)
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const [verbs, setVerbs] = useState('*')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate({ name, url, verbs: verbs.split(/[\s,]+/).filter((each) => each !== '') })
  }
  if (make.data) {
    return (
      <Dialog open onClose={onClose} title={t`The secret of the webhook`} description={t`It is shown this once. The other system checks the signature with it.`} verbs={<Button look="primary" onClick={onClose}><Trans>Done</Trans></Button>}>
        <span className={styles.inline}>
          <code className={styles.secret}>{make.data.secret}</code>
          <CopyKey text={make.data.secret} />
        </span>
      </Dialog>
    )
  }
  return (
    <Dialog open onClose={onClose} title={t`Tell another system`}>
      <form className={styles.dialog} onSubmit={submit} noValidate>
        <ProblemNote error={make.error} shown={['name', 'url', 'verbs']} />
        <TextField label={t`Name`} help={t`What is told.`} required value={name} onChange={setName} fault={faultAt(make.error, 'name')} />
        <TextField label={t`Address`} required value={url} onChange={setUrl} placeholder="https://example.org/hooks" fault={faultAt(make.error, 'url')} />
        <TextField label={t`Of what`} help={t`Verbs such as record.advance, whole subjects such as record.*, or * for everything.`} required value={verbs} onChange={setVerbs} fault={faultAt(make.error, 'verbs')} />
        <div className={styles.foot}>
          <Leave><Trans>Cancel</Trans></Leave>
          <Button type="submit" look="primary" busy={make.isPending}><Trans>Make it</Trans></Button>
        </div>
      </form>
    </Dialog>
  )
}
