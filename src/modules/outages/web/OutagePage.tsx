import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useKeys } from '../../../web/shell/keys.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Facts, Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { CopyKey, KeyLink } from '../../../web/ui/KeyLink.tsx'
import { faultAt, PageProblem, ProblemNote } from '../../../web/ui/Problem.tsx'
import { Prose } from '../../../web/ui/Prose.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { endOutage, getOutage, withdrawOutage, type OutagePage as Shown } from '../outage.contract.ts'
import { OutageDialog } from './OutageDialog.tsx'
import styles from './Outages.module.css'
import { lengthInWords, StandingWords, useWhen } from './parts.tsx'

/** One outage: its times and standing, what overlaps it, and who changed what. */
export function OutagePage() {
  const { t } = useLingui()
  const { outage: key } = useParams({ from: '/outages/$outage' })
  const { data, error, refetch } = useQueryOf(getOutage, { outage: key })
  const crumbs = [{ label: <Trans>Operating model</Trans>, to: '/operating-model' as const }, { label: t`Outages`, to: '/outages' as const }, { label: <>{key} <CopyKey text={key} /></> }]
  if (!data) return <Page name={key} crumbs={crumbs}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Outage`} />}</Page>
  return (
    <Page name={data.title || data.service.title} crumbs={crumbs} subtitle={<><strong><StandingWords outage={data} /></strong> · <KeyLink elementKey={data.service.key}>{data.service.title}</KeyLink></>} verbs={<Verbs key={data.revision} outage={data} />}>
      <Section title={<Trans>Times</Trans>}>
        <OutageFacts outage={data} />
      </Section>
      {data.note && <Section title={<Trans>Note</Trans>}><Prose text={data.note} /></Section>}
      {data.overlaps.length > 0 && (
        <Section title={<Trans>At the same time</Trans>} aside={<Trans>the union counts, never the sum</Trans>}>
          <OverlapRows outage={data} />
        </Section>
      )}
      <Section title={<Trans>History</Trans>}>
        <HistoryRows outage={data} />
      </Section>
    </Page>
  )
}

function OutageFacts({ outage }: { outage: Shown }) {
  const { t } = useLingui()
  const when = useWhen()
  const { startedAt, endedAt, planned, registeredAt, registeredBy, share, severity, record, source, externalId } = outage
  const from = planned && when(planned.from)
  const to = planned && when(planned.to)
  return (
    <Facts
      rows={[
        { label: t`Begins`, value: when(startedAt) },
        { label: t`Ends`, value: endedAt ? when(endedAt) : t`It goes on` },
        { label: t`Lasts`, value: endedAt && lengthInWords(Date.parse(endedAt) - Date.parse(startedAt)) },
        { label: t`Announced`, value: planned && t`${from ?? ''} to ${to ?? ''}` },
        { label: t`Registered`, value: registeredBy === 'source' ? t`${when(registeredAt)}, as the source says` : when(registeredAt) },
        { label: t`Share of users`, value: share === null ? '' : `${Math.round(share * 1e4) / 100} %` },
        { label: t`Severity`, value: severity },
        { label: t`Record`, value: record && <Link to="/work/$record" params={{ record }}>{record}</Link> },
        { label: t`Source`, value: source && `${source}, ${externalId}` },
      ]}
    />
  )
}

function OverlapRows({ outage }: { outage: Shown }) {
  const when = useWhen()
  return (
    <Rows>
      {outage.overlaps.map((other) => (
        <Row key={other.id} note={<><StandingWords outage={other} /> · {when(other.startedAt)}</>} end={other.endedAt ? lengthInWords(Date.parse(other.endedAt) - Date.parse(other.startedAt)) : '…'}>
          <Link to="/outages/$outage" params={{ outage: other.key }}>{other.key} {other.title}</Link>
        </Row>
      ))}
    </Rows>
  )
}

function HistoryRows({ outage }: { outage: Shown }) {
  const { t } = useLingui()
  const when = useWhen()
  const verbs: Record<string, string> = { 'outage.register': t`registered it`, 'outage.end': t`ended it`, 'outage.correct': t`corrected it`, 'outage.withdraw': t`withdrew it`, 'outage.import': t`imported it` }
  return (
    <Rows>
      {outage.history.map((entry) => (
        <Row key={entry.revision} end={when(entry.at)} note={<>{entry.changes.map(({ field, before, after }) => `${field}: ${before || '–'} → ${after || '–'}`).join(' · ')}{entry.reason && <em> {entry.reason}</em>}</>}>
          {entry.actor} {verbs[entry.verb] ?? entry.verb}
        </Row>
      ))}
    </Rows>
  )
}

function Verbs({ outage }: { outage: Shown }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const [open, setOpen] = useState<'correct' | 'withdraw' | null>(null)
  const ending = useAction(endOutage)
  const may = (verb: string) => !asOf && outage.abilities.includes(verb)
  const end = async () => {
    const done = await ending.mutateAsync({ outage: outage.id, revision: outage.revision }).catch(() => undefined)
    if (done) say(t`Ended ${done.key}`)
  }
  useKeys({ e: () => (may('outage.correct') ? setOpen('correct') : false) })
  return (
    <>
      {may('outage.withdraw') && <Button look="quiet" onClick={() => setOpen('withdraw')}><Trans>Withdraw</Trans></Button>}
      {may('outage.correct') && <Button onClick={() => setOpen('correct')}><Trans>Correct</Trans></Button>}
      {may('outage.end') && outage.stage === 'going on' && <Button look="primary" busy={ending.isPending} onClick={() => void end()}><Trans>It is over now</Trans></Button>}
      {ending.error && <ProblemNote error={ending.error} />}
      {open === 'correct' && <OutageDialog outage={outage} onClose={() => setOpen(null)} />}
      {open === 'withdraw' && <WithdrawDialog outage={outage} onClose={() => setOpen(null)} />}
    </>
  )
}

function WithdrawDialog({ outage, onClose }: { outage: Shown; onClose: () => void }) {
  const { t } = useLingui()
  const [reason, setReason] = useState('')
  const action = useAction(withdrawOutage)
  const submit = async () => {
    const done = await action.mutateAsync({ outage: outage.id, revision: outage.revision, reason }).catch(() => undefined)
    if (!done) return
    say(t`Withdrew ${done.key}`)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t`Withdraw ${outage.key}`} description={t`It no longer counts anywhere. It stays in the history with your reason.`}>
      <form className={styles.fields} onSubmit={(event) => { event.preventDefault(); void submit() }} noValidate>
        <TextArea label={t`Why`} value={reason} onChange={setReason} required fault={faultAt(action.error, 'reason')} />
        <ProblemNote error={action.error} shown={['reason']} />
        <div className={styles.verbs}>
          <Leave><Trans>Cancel</Trans></Leave>
          <Button type="submit" look="danger" busy={action.isPending}><Trans>Withdraw</Trans></Button>
        </div>
      </form>
    </Dialog>
  )
}
