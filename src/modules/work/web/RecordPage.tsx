import { Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useRef, useState, type DragEvent } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useKeys } from '../../../web/shell/keys.ts'
import { Page, type Crumb } from '../../../web/shell/Page.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { CopyKey } from '../../../web/ui/KeyLink.tsx'
import { PageProblem } from '../../../web/ui/Problem.tsx'
import { InCalendar } from '../../outages/web/InCalendar.tsx'
import { recordContracts, recordQueries, type RecordView } from '../record.contract.ts'
import { Approvals } from './Approvals.tsx'
import { Chevrons } from './Chevrons.tsx'
import { Clocks, NearestClock } from './Clocks.tsx'
import comment from './Comment.module.css'
import { FilesPart } from './FilesPart.tsx'
import { KnownFields } from './KnownFields.tsx'
import { NextPart } from './NextPart.tsx'
import { PastNote } from './PastNote.tsx'
import { PreparedTexts } from './PreparedTexts.tsx'
import { RecordFacts } from './RecordFacts.tsx'
import { RecordSubtitle } from './RecordSubtitle.tsx'
import { RecordVerbs } from './RecordVerbs.tsx'
import { StandsOn } from './StandsOn.tsx'
import { Timeline } from './Timeline.tsx'
import { useAttach } from './useAttach.ts'

/** One piece of work: where it stands, what to do now and by which rule, what happened, and what it stands on. */
export function RecordPage() {
  const { t } = useLingui()
  const { record: key } = useParams({ from: '/work/$record' })
  const { data: record, error, refetch, dataUpdatedAt } = useQueryOf(recordQueries.get, { record: key })
  if (!record) return <Page name={key} crumbs={[{ label: t`Work`, to: '/work' }, { label: key }]}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Record`} />}</Page>
  return <RecordSheet key={record.id} record={record} answeredAt={dataUpdatedAt} />
}

function crumbsOf(record: RecordView): Crumb[] {
  const { routine, key } = record
  return [{ label: <Trans>Work</Trans>, to: '/work' }, { label: routine.title, to: '/work/routine/$routine', params: { routine: routine.key } }, { label: <>{key} <CopyKey text={key} /></> }]
}

function RecordSheet({ record, answeredAt }: { record: RecordView; answeredAt: number }) {
  const readOnly = useAsOf() !== undefined
  const may = (verb: keyof typeof recordContracts) => !readOnly && record.abilities.includes(recordContracts[verb].name)
  const [editing, setEditing] = useState(false)
  const [assigning, setAssigning] = useState(false)
  const commentField = useRef<HTMLTextAreaElement>(null)
  const attach = useAttach(record)
  const drop = useDrop(may('attach'), (files) => void attach.files(files))
  const toComment = () => {
    commentField.current?.scrollIntoView({ block: 'center' })
    commentField.current?.focus()
  }
  useKeys({ e: () => (may('fill') ? setEditing(true) : false), a: () => (may('assign') ? setAssigning(true) : false), c: () => (may('comment') ? toComment() : false) })
  const aside = (
    <>
      <Clocks record={record} answeredAt={answeredAt} />
      <StandsOn record={record} readOnly={readOnly} />
      <RecordFacts record={record} may={may} assigning={assigning} onAssigning={setAssigning} />
      <FilesPart record={record} />
      <PreparedTexts record={record} />
      <Watchers record={record} />
    </>
  )
  return (
    <div style={{ display: 'grid' }} {...drop.handlers}>
      <Page name={`${record.key} ${record.title}`} title={record.title} crumbs={crumbsOf(record)} subtitle={<RecordSubtitle record={record} />} verbs={!readOnly && <RecordVerbs record={record} may={may} />} aside={aside}>
        <PastNote shows="record" />
        <NearestClock record={record} answeredAt={answeredAt} />
        <Chevrons record={record} />
        {!readOnly && <NextPart key={`${record.state.id} ${String(record.open)}`} record={record} onComment={may('comment') ? toComment : undefined} />}
        <Approvals record={record} />
        <Planned record={record} />
        <KnownFields record={record} may={may('fill')} editing={editing} onEditing={setEditing} />
        <Timeline record={record} commentField={commentField} mayComment={may('comment')} />
      </Page>
      {drop.over && <p className={comment.drop}><Trans>Let go to attach it to {record.key}.</Trans></p>}
    </div>
  )
}

/** What its planned window meets, for whoever plans it and whoever approves it. */
function Planned({ record }: { record: RecordView }) {
  if (!record.window || !record.open) return null
  const at = (id: string) => record.fields.find((field) => field.id === id)?.value
  return <InCalendar service={record.service?.id ?? null} from={at(record.window.from)} to={at(record.window.to)} record={record.key} />
}

function Watchers({ record }: { record: RecordView }) {
  if (record.watchers.length === 0) return null
  return (
    <Section title={<Trans>Watched by</Trans>}>
      <p>{record.watchers.map((person) => person.name).join(', ')}</p>
    </Section>
  )
}

/** Files that are dropped anywhere on the page. */
function useDrop(may: boolean, take: (files: File[]) => void) {
  const [over, setOver] = useState(false)
  const carries = (event: DragEvent) => may && event.dataTransfer.types.includes('Files')
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!carries(event)) return
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
    },
    onDrop: (event: DragEvent) => {
      if (!carries(event)) return
      event.preventDefault()
      setOver(false)
      take([...event.dataTransfer.files])
    },
  }
  return { over, handlers }
}
