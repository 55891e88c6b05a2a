import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useKept } from '../../../web/elements/kept.ts'
import list from '../../../web/elements/ListPage.module.css'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { recordContracts, recordQueries } from '../record.contract.ts'
import { BulkAssign } from './BulkAssign.tsx'
import { recordColumns, type RecordColumn } from './columns.tsx'
import { NoRecords } from './NoRecords.tsx'
import { PastNote } from './PastNote.tsx'
import { RaiseLink } from './RaiseLink.tsx'
import { useRecordList } from './recordList.ts'
import { isNarrowed, parseRecordSearch, pastSearch, type RecordSearch } from './recordSearch.ts'
import { RecordTable } from './RecordTable.tsx'
import { RecordToolbar, type Choices } from './RecordToolbar.tsx'
import { useListKeys } from './useListKeys.ts'
import { useRecordMenu } from './useRecordMenu.tsx'
import { useWhen } from './useWhen.ts'
import { WorkTabs } from './WorkTabs.tsx'

export function AllRecordsPage() {
  const { asOf: _, ...search } = useSearch({ from: '/work/all' })
  const navigate = useNavigate()
  return <Records search={parseRecordSearch(search)} change={(next) => void navigate({ to: '/work/all', search: next, replace: true })} />
}

export function RoutineRecordsPage() {
  const { routine } = useParams({ from: '/work/routine/$routine' })
  const { asOf: _, ...search } = useSearch({ from: '/work/routine/$routine' })
  const navigate = useNavigate()
  return <Records key={routine} routine={routine} search={parseRecordSearch(search)} change={(next) => void navigate({ to: '/work/routine/$routine', params: { routine }, search: next, replace: true })} />
}

type RecordsProps = { routine?: string | undefined; search: RecordSearch; change: (search: RecordSearch) => void }

/** What can be chosen of: the routines that there are, and the steps and priorities of the one that is shown. */
export function useChoices(routine: string | undefined, fixed: boolean): Choices & { title: string | undefined; noun: string | undefined } {
  const { data: counts } = useQueryOf(recordQueries.counts)
  const { data: form } = useQueryOf(recordQueries.form, { routine: routine ?? '' }, routine !== undefined)
  const known = counts?.routines ?? []
  const shown = known.find((one) => one.routine.key === routine)
  return {
    routines: fixed ? [] : known.map((one) => ({ value: one.routine.key, label: one.routine.title })),
    states: (shown?.states ?? []).map((one) => ({ value: one.state, label: one.name })),
    priorities: form?.priorities ?? [],
    title: shown?.routine.title ?? form?.routine.title,
    noun: shown?.noun ?? form?.noun,
  }
}

/** The columns of a list with this person's choice of them. */
function useColumns(routine: string | undefined) {
  const { i18n } = useLingui()
  const [kept, keep] = useKept<Record<string, boolean>>(`columns.records${routine ? '.one' : ''}`, {})
  const offered = recordColumns.filter((column) => !routine || column.id !== 'routine')
  const isShown = (column: (typeof recordColumns)[number]) => kept[column.id] ?? !column.hidden
  const columnChoices = offered.map((column) => ({ id: column.id, label: i18n._(column.label), shown: isShown(column), onChange: (shown: boolean) => keep({ ...kept, [column.id]: shown }) }))
  return { columns: offered.filter(isShown), columnChoices }
}

/** What is selected, and whether it is being assigned. */
function useSelection() {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [assigning, setAssigning] = useState(false)
  const toggle = (id: string) => setIds(new Set(ids.has(id) ? [...ids].filter((one) => one !== id) : [...ids, id]))
  return { ids, toggle, put: (next: readonly string[]) => setIds(new Set(next)), assigning, setAssigning }
}

function Records({ routine, search, change }: RecordsProps) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const records = useRecordList({ ...(asOf ? pastSearch(search) : search), ...(routine && { routine }), asOf })
  const choices = useChoices(routine ?? search.routine, routine !== undefined)
  const { columns, columnChoices } = useColumns(routine)
  const menu = useRecordMenu({ place: `work/${routine ?? 'all'}`, search, fixed: routine ? { routine } : {}, change, columns })
  const title = choices.title ?? t`All records`
  const narrowed = isNarrowed(search)
  const none = records.data?.pages.every((page) => page.rows.length === 0) === true && !records.hasNextPage
  return (
    <Page name={title} wide crumbs={[{ label: t`Work`, to: '/work' }]} verbs={!asOf && <RaiseLink routine={routine} noun={choices.noun} />}>
      <WorkTabs at={routine ? 'list' : 'all'} routine={routine ? { key: routine, title } : undefined} />
      <PastNote shows="records" />
      {(narrowed || search.routine || (records.data && !none)) && <RecordToolbar search={search} onChange={change} choices={choices} more={menu.items} columns={columnChoices} />}
      <ProblemNote error={records.error} retry={() => void records.refetch()} />
      {records.isPending && <Waiting label={title} />}
      {none ? <NoRecords narrowed={narrowed} routine={routine} title={title} noun={choices.noun} onAll={() => change({})} /> : <Rows routine={routine} title={title} records={records} columns={columns} search={search} change={change} />}
      {menu.dialog}
    </Page>
  )
}

type RowsProps = RecordsProps & { title: string; records: ReturnType<typeof useRecordList>; columns: readonly RecordColumn[] }

function Rows({ routine, title, records, columns, search, change }: RowsProps) {
  const readOnly = useAsOf() !== undefined
  const selection = useSelection()
  const rows = useMemo(() => records.data?.pages.flatMap((page) => page.rows) ?? [], [records.data])
  const mayAssign = !readOnly && (records.data?.pages[0]?.abilities.includes(recordContracts.assign.name) ?? false)
  useListKeys({ routine, select: mayAssign ? selection.toggle : undefined, assign: selection.ids.size > 0 ? () => selection.setAssigning(true) : undefined })
  const sort = (by: NonNullable<RecordSearch['sort']>) => change({ ...search, sort: by === 'number' ? undefined : by, direction: by === (search.sort ?? 'number') && search.direction !== 'asc' ? 'asc' : undefined })
  return (
    <div>
      {rows.length > 0 && <RecordTable rows={rows} columns={columns} caption={title} search={search} onSort={readOnly ? undefined : sort} selection={mayAssign ? { ...selection, all: (on) => selection.put(on ? rows.map((row) => row.id) : []) } : undefined} />}
      <More shown={rows.length} lookedTo={records.data?.pages.at(-1)?.lookedTo ?? null} next={records.hasNextPage} busy={records.isFetchingNextPage} onMore={() => void records.fetchNextPage()} />
      <BulkAssign selected={rows.filter((row) => selection.ids.has(row.id))} onClear={() => selection.put([])} assigning={selection.assigning} onAssigning={selection.setAssigning} />
    </div>
  )
}

function More({ shown, lookedTo, next, busy, onMore }: { shown: number; lookedTo: string | null; next: boolean; busy: boolean; onMore: () => void }) {
  const day = useWhen().day(lookedTo)
  if (!next && shown === 0) return null
  return (
    <div className={list.more} style={{ paddingBlock: '0.875rem' }}>
      <span>{lookedTo ? <Trans>{shown} found so far; records opened as far as {day} were looked through.</Trans> : next ? <Trans>The first {shown} are shown.</Trans> : <Trans>{shown} in all</Trans>}</span>
      {next && (
        <Button small busy={busy} onClick={onMore}>
          {lookedTo ? <Trans>Look further</Trans> : <Trans>Show more</Trans>}
        </Button>
      )}
    </div>
  )
}
