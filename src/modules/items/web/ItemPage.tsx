import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useSession } from '../../../web/session.ts'
import { useKeys } from '../../../web/shell/keys.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Facts, Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { CopyKey, KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { faultAt, PageProblem, ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextArea, TextField } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { instantInWords } from '../../../web/words.ts'
import { getItem, retireItem, unrelateItem, type ItemPage as Shown } from '../item.contract.ts'
import { ImpactPart } from './ImpactPart.tsx'
import { ItemDialog } from './ItemDialog.tsx'
import styles from './Items.module.css'
import { RecordsPart } from './RecordsPart.tsx'
import { RelateDialog } from './RelateDialog.tsx'

/** One item: facts, what stands on it, how it hangs together, and who changed what under which change. */
export function ItemPage() {
  const { t } = useLingui()
  const { item: key } = useParams({ from: '/items/$item' })
  const { data, error, refetch } = useQueryOf(getItem, { item: key })
  const crumbs = [{ label: <Trans>Operating model</Trans>, to: '/operating-model' as const }, { label: t`Configuration items`, to: '/items' as const }, { label: <>{key} <CopyKey text={key} /></> }]
  if (!data) return <Page name={key} crumbs={crumbs}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Item`} />}</Page>
  const states = { planned: t`Planned`, 'in use': t`In use`, retired: t`Retired` }
  return (
    <Page name={data.name} crumbs={crumbs} subtitle={<><strong>{states[data.status]}</strong>{data.type && ` · ${data.type}`}</>} verbs={<Verbs key={data.revision} item={data} />}>
      <Section title={<Trans>Facts</Trans>}><ItemFacts item={data} /></Section>
      <ImpactPart of={data.key} />
      <Relations item={data} />
      <RecordsPart item={data.key} />
      <History item={data} />
    </Page>
  )
}

function ItemFacts({ item }: { item: Shown }) {
  const { t } = useLingui()
  const link = (element: { key: string; title: string } | null) => element && <KeyLink elementKey={element.key}>{element.title}</KeyLink>
  const { verified } = item
  const found = verified && { 'as recorded': t`as recorded`, differs: t`differs: ${verified.note}`, missing: t`missing` }[verified.finding]
  return (
    <Facts
      rows={[
        { label: t`Services`, value: item.services.length > 0 ? item.services.map((service, at) => <span key={service.id}>{at > 0 && ', '}{link(service)}</span>) : '' },
        { label: t`Owner`, value: link(item.owner) }, { label: t`Location`, value: link(item.location) }, { label: t`Supplier`, value: link(item.supplier) },
        ...Object.entries(item.attributes).map(([label, value]) => ({ label, value })),
        { label: t`Note`, value: item.note }, { label: t`Source`, value: item.source && `${item.source}, ${item.externalId}` },
        { label: t`Verified`, value: verified && <StateMark state={verified.finding === 'as recorded' ? 'met' : 'missed'}>{found}, <Link to="/items/samples/$sample" params={{ sample: verified.sample }}>{verified.sample}</Link>, {verified.by}</StateMark> },
      ]}
    />
  )
}

function Relations({ item }: { item: Shown }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const [relating, setRelating] = useState(false)
  const end = useAction(unrelateItem)
  const may = (verb: string) => !asOf && item.abilities.includes(verb)
  const words = { 'runs on': [t`runs on`, t`carries`], 'part of': [t`is part of`, t`has the part`], uses: [t`uses`, t`is used by`], 'connected to': [t`is connected to`, t`is connected to`] } as const
  return (
    <Section title={<Trans>Relations</Trans>} aside={may('item.relate') && <Button small onClick={() => setRelating(true)}><Trans>Relate</Trans></Button>}>
      {item.relations.length === 0 && <p className={styles.soft}><Trans>None is recorded.</Trans></p>}
      <ProblemNote error={end.error} />
      <Rows>
        {item.relations.map(({ type, direction, item: other }) => (
          <Row
            key={`${type} ${direction} ${other.id}`}
            end={may('item.unrelate') && <Button small look="quiet" busy={end.isPending} aria-label={t`End the relation to ${other.name}`} onClick={() => end.mutate(direction === 'out' ? { from: item.key, type, to: other.key } : { from: other.key, type, to: item.key })}><Trans>End</Trans></Button>}
          >
            <span className={styles.soft}>{words[type][direction === 'out' ? 0 : 1]}</span> <KeyLink elementKey={other.key}>{other.key} {other.name}</KeyLink>
          </Row>
        ))}
      </Rows>
      {relating && <RelateDialog item={item} onClose={() => setRelating(false)} />}
    </Section>
  )
}

function History({ item }: { item: Shown }) {
  const { t } = useLingui()
  const zone = useSession().data?.organisation?.timeZone
  const verbs: Record<string, string> = { 'item.add': t`added it`, 'item.change': t`changed it`, 'item.retire': t`retired it`, 'item.relate': t`related it`, 'item.unrelate': t`ended a relation`, 'item.import': t`imported it` }
  return (
    <Section title={<Trans>History</Trans>}>
      <Rows>
        {item.history.map((entry, at) => (
          <Row key={at} end={instantInWords(entry.at, zone)} note={<>{entry.changes.map(({ field, before, after }) => (field === 'relation' ? before ? t`no more: ${before}` : after : `${field}: ${before || '–'} → ${after || '–'}`)).join(' · ')}{entry.reason && <em> {entry.reason}</em>}</>}>
            {entry.actor} {verbs[entry.verb] ?? entry.verb}{entry.record && <> (<Link to="/work/$record" params={{ record: entry.record }}>{entry.record}</Link>)</>}
          </Row>
        ))}
      </Rows>
    </Section>
  )
}

function Verbs({ item }: { item: Shown }) {
  const asOf = useAsOf()
  const [open, setOpen] = useState<'change' | 'retire' | null>(null)
  const may = (verb: string) => !asOf && item.abilities.includes(verb)
  useKeys({ e: () => (may('item.change') ? setOpen('change') : false) })
  return (
    <>
      {may('item.retire') && <Button look="quiet" onClick={() => setOpen('retire')}><Trans>Retire</Trans></Button>}
      {may('item.change') && <Button look="primary" onClick={() => setOpen('change')}><Trans>Change</Trans></Button>}
      {open === 'change' && <ItemDialog item={item} onClose={() => setOpen(null)} />}
      {open === 'retire' && <RetireDialog item={item} onClose={() => setOpen(null)} />}
    </>
  )
}

function RetireDialog({ item, onClose }: { item: Shown; onClose: () => void }) {
  const { t } = useLingui()
  const [reason, setReason] = useState('')
  const [record, setRecord] = useState('')
  const action = useAction(retireItem)
  const submit = async () => {
    const done = await action.mutateAsync({ item: item.id, revision: item.revision, reason, record }).catch(() => undefined)
    if (!done) return
    say(t`Retired ${done.key}`)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t`Retire ${item.key}`} description={t`It leaves lists and impacts of what is in use, and stays in the history.`}>
      <form className={styles.fields} noValidate onSubmit={(event) => { event.preventDefault(); void submit() }}>
        <TextArea label={t`Why`} value={reason} onChange={setReason} required fault={faultAt(action.error, 'reason')} />
        <TextField label={t`Change record`} value={record} onChange={setRecord} optional />
        <ProblemNote error={action.error} shown={['reason']} />
        <div className={styles.verbs}>
          <Leave><Trans>Cancel</Trans></Leave>
          <Button type="submit" look="danger" busy={action.isPending}><Trans>Retire</Trans></Button>
        </div>
      </form>
    </Dialog>
  )
}
