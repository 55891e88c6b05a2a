import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { Facts, Section, type FactRow } from '../../../web/ui/Facts.tsx'
import { CopyKey, KeyLink } from '../../../web/ui/KeyLink.tsx'
import { Menu } from '../../../web/ui/Menu.tsx'
import type { Option } from '../../../web/ui/option.ts'
import { recordInstants } from '../../routines/record.ts'
import { recordContracts, type RecordView } from '../record.contract.ts'
import { AssignForm } from './AssignForm.tsx'
import { InPlace, InPlaceForm } from './InPlace.tsx'
import { PlaceInput, usePlaceWords } from './PlaceInput.tsx'
import { PriorityForm } from './PriorityForm.tsx'
import { instantWords } from './recordWords.ts'
import styles from './StandsOn.module.css'
import type { Base } from './useBase.ts'
import { useRecordAction } from './useRecordAction.ts'
import { useWhen } from './useWhen.ts'
import { placeNames, type PlaceName } from './ways.ts'

type RecordFactsProps = { record: RecordView; may: (verb: keyof typeof recordContracts) => boolean; assigning: boolean; onAssigning: (open: boolean) => void }

/** Who has it, how pressing it is, what it is about, and when what happened; changed where it stands. */
export function RecordFacts({ record, may, assigning, onAssigning }: RecordFactsProps) {
  const { t } = useLingui()
  const { role, person } = record.assignee
  const places = usePlaceRows(record, may('fill'))
  const held = [person?.name, role?.title].filter(Boolean).join(', ')
  const rows: FactRow[] = [
    { label: t`Assigned to`, value: <InPlace record={record} label={t`who has it`} may={may('assign')} shown={held} empty={t`nobody yet`} open={assigning} onOpenChange={onAssigning} editor={(leave) => <AssignForm record={record} onLeave={leave} />} /> },
    ...(record.priorities.length > 0 ? [{ label: t`Priority`, value: <InPlace record={record} label={t`the priority`} may={may('prioritise')} shown={<Priority record={record} />} editor={(leave) => <PriorityForm record={record} onLeave={leave} />} /> }] : []),
    ...places.rows,
    { label: t`Raised by`, value: record.creator && record.creator.id !== record.requester?.id ? record.creator.name : null },
    { label: t`Catalogue item`, value: record.catalogueItem },
    { label: t`Source`, value: record.source && [record.source, record.externalId].filter(Boolean).join(' ') },
    { label: t`Key`, value: <>{record.key} <CopyKey text={record.key} /></> },
  ]
  return (
    <>
      <Section title={<Trans>Facts</Trans>}>
        <Facts narrow rows={rows} />
        {places.add}
      </Section>
      <Instants record={record} />
    </>
  )
}

function Priority({ record }: { record: RecordView }) {
  return (
    <>
      {record.priority || <span className={styles.soft}>—</span>}
      {record.priorityBy === 'hand' && <span className={styles.soft}> <Trans>set by hand</Trans></span>}
    </>
  )
}

/** Where it happened and for whom: what is known, and one way to add what is not. */
function usePlaceRows(record: RecordView, may: boolean): { rows: FactRow[]; add: ReactNode } {
  const words = usePlaceWords()
  const [adding, setAdding] = useState<PlaceName | null>(null)
  const known = (place: PlaceName) => startOf(record, place) !== null
  const shownAs = (place: PlaceName): ReactNode => {
    const it = place === 'requester' ? null : record[place]
    return it ? <KeyLink elementKey={it.key}>{it.title}</KeyLink> : (record[place] && startOf(record, place)?.title)
  }
  const row = (place: PlaceName): FactRow => ({
    label: words[place],
    value: <InPlace record={record} label={words[place]} may={may} shown={shownAs(place)} {...(place === adding && { open: true, onOpenChange: () => setAdding(null) })} editor={(leave) => <PlaceForm record={record} place={place} onLeave={leave} />} />,
  })
  const unknown = placeNames.filter((place) => !known(place) && place !== 'service')
  const add = may && unknown.length > 0 && (
    <div>
      <Menu align="start" trigger={<Button small look="quiet"><Trans>Add a fact</Trans></Button>} items={unknown.map((place) => ({ id: place, label: words[place], onSelect: () => setAdding(place) }))} />
    </div>
  )
  return { rows: placeNames.filter((place) => known(place) || place === adding || (place === 'service' && may)).map(row), add }
}

function PlaceForm({ record, place, onLeave }: { record: RecordView; place: PlaceName; onLeave: () => void }) {
  const fill = useRecordAction(recordContracts.fill)
  const [value, setValue] = useState<Option | null>(() => startOf(record, place))
  const run = async (base: Base) => (await fill.run({ record: record.id, revision: base.revision, [place]: value?.id ?? null })) !== undefined
  return (
    <InPlaceForm record={record} save={{ ...fill, run }} onLeave={onLeave}>
      <PlaceInput place={place} hideLabel value={value} onChange={setValue} />
    </InPlaceForm>
  )
}

function startOf(record: RecordView, place: PlaceName): Option | null {
  if (place === 'requester') return record.requester && { id: record.requester.id, title: record.requester.name }
  const it = record[place]
  return it && { id: it.id, key: it.key, title: it.title }
}

function Instants({ record }: { record: RecordView }) {
  const { i18n } = useLingui()
  const when = useWhen()
  const rows = recordInstants.flatMap((name): FactRow[] => (record.instants[name] ? [{ label: i18n._(instantWords[name]), value: when.short(record.instants[name]) }] : []))
  if (rows.length === 0) return null
  return (
    <Section title={<Trans>When</Trans>}>
      <Facts narrow rows={[...rows, { label: <Trans>Entered</Trans>, value: record.enteredAt !== record.instants.opened ? when.short(record.enteredAt) : null }]} />
    </Section>
  )
}
