import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { useAction } from '../../../web/api.ts'
import { ElementField, type Picked } from '../../../web/elements/ElementField.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { InstantField } from '../../../web/ui/InstantField.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { NumberField, TextArea, TextField } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { correctOutage, registerOutage, type OutageView } from '../outage.contract.ts'
import styles from './Outages.module.css'

type Filled = { service: Picked | null; start: string | null; end: string | null; planned: boolean; share: number | null; title: string; severity: string; note: string; record: string }

function filledOf(outage: OutageView | undefined, service: Picked | undefined, planned: boolean): Filled {
  if (!outage) return { service: service ?? null, start: planned ? null : new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString(), end: null, planned, share: null, title: '', severity: '', note: '', record: '' }
  const { startedAt, endedAt, share, title, severity, note, record } = outage
  return { service: outage.service, start: startedAt, end: endedAt, planned: outage.planned !== null, share: share === null ? null : Math.round(share * 1e6) / 1e4, title, severity, note, record }
}

const shown = ['service', 'start', 'end', 'share', 'title', 'record', 'reason'] as const

/** Registers an outage or planned work, or corrects one that there is, with a reason. */
export function OutageDialog({ outage, service, planned = false, onClose }: { outage?: OutageView; service?: Picked; planned?: boolean; onClose: (key?: string) => void }) {
  const { t } = useLingui()
  const [filled, setFilled] = useState(() => filledOf(outage, service, planned))
  const [reason, setReason] = useState('')
  const register = useAction(registerOutage)
  const correct = useAction(correctOutage)
  const action = outage ? correct : register
  const put = (more: Partial<Filled>) => setFilled({ ...filled, ...more })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { service: of, start, share, ...rest } = filled
    const said = { ...rest, start: start ?? '', service: of?.key ?? of?.id ?? '', share: share === null ? null : share / 100 }
    const done = await (outage ? correct.mutateAsync({ ...said, outage: outage.id, revision: outage.revision, reason }) : register.mutateAsync(said)).catch(() => undefined)
    if (!done) return
    say(outage ? t`Corrected ${done.key}` : t`Registered ${done.key}`, done.warnings.join(' '))
    onClose(done.key)
  }
  const title = outage ? t`Correct ${outage.key}` : filled.planned ? t`Register planned work` : t`Register an outage`
  const fault = (path: string) => faultAt(action.error, path)
  return (
    <Dialog wide open onClose={() => onClose()} title={title} description={filled.planned ? t`Planned work counts as planned only when it is registered before it begins. What lasts beyond its end counts as an outage.` : t`Leave the end empty while it goes on. Overlapping outages of one service count once.`}>
      <form onSubmit={submit} noValidate className={styles.fields}>
        <ElementField label={t`Service`} kinds={['service']} value={filled.service} onChange={(next) => put({ service: next })} required {...(fault('service') && { fault: fault('service') })} />
        <TextField label={t`What happens`} value={filled.title} onChange={(next) => put({ title: next })} optional fault={fault('title')} />
        <div className={styles.pair}>
          <InstantField label={t`Begins`} value={filled.start} onChange={(next) => put({ start: next })} required fault={fault('start')} />
          <InstantField label={t`Ends`} value={filled.end} onChange={(next) => put({ end: next })} optional={!filled.planned} fault={fault('end')} />
        </div>
        <Checkbox label={t`This is planned work`} checked={filled.planned} onChange={(next) => put({ planned: next })} />
        <div className={styles.pair}>
          <NumberField label={t`Share of users`} help={t`Empty: nobody said; it counts as all.`} unit="%" min={0} max={100} value={filled.share} onChange={(next) => put({ share: next })} fault={fault('share')} />
          <TextField label={t`Record`} help={t`Key of the incident or change, e.g. INC-7.`} value={filled.record} onChange={(next) => put({ record: next })} optional fault={fault('record')} />
        </div>
        <TextArea label={t`Note`} value={filled.note} onChange={(next) => put({ note: next })} optional />
        {outage && <TextArea label={t`Why is it corrected?`} value={reason} onChange={setReason} required fault={fault('reason')} />}
        <ProblemNote error={action.error} shown={shown} />
        <div className={styles.verbs}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look="primary" busy={action.isPending}>
            {outage ? <Trans>Correct</Trans> : <Trans>Register</Trans>}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
