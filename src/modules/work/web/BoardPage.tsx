import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { recordContracts, recordQueries } from '../record.contract.ts'
import { BoardColumn } from './BoardColumn.tsx'
import styles from './Board.module.css'
import { MoveDialog } from './MoveDialog.tsx'
import { NoRecords } from './NoRecords.tsx'
import { PastNote } from './PastNote.tsx'
import { RaiseLink } from './RaiseLink.tsx'
import { isNarrowed, parseRecordSearch, pastSearch, type RecordSearch } from './recordSearch.ts'
import { RecordToolbar } from './RecordToolbar.tsx'
import { useChoices } from './RecordsPage.tsx'
import { useBoardKeys } from './useBoardKeys.ts'
import { useWhen } from './useWhen.ts'
import { WorkTabs } from './WorkTabs.tsx'

/** A column per step. A card is dragged to the step that it goes to, or moved there with shift and an arrow; what that way asks is asked then. */
export function BoardPage() {
  const { t } = useLingui()
  const asOf = useAsOf()
  const navigate = useNavigate()
  const { routine } = useParams({ from: '/work/board/$routine' })
  const asked = narrowingOf(parseRecordSearch(useSearch({ from: '/work/board/$routine' })))
  const narrowing = asOf ? pastSearch(asked) : asked
  const { data, error, refetch } = useQueryOf(recordQueries.board, { ...narrowing, routine })
  const choices = useChoices(routine, true)
  const change = (next: RecordSearch) => void navigate({ to: '/work/board/$routine', params: { routine }, search: next, replace: true })
  const title = data?.routine.title ?? choices.title ?? routine
  const narrowed = isNarrowed(narrowing)
  const none = data?.columns.every((column) => column.rows.length === 0) ?? false
  return (
    <Page name={t`${title}: board`} title={title} wide crumbs={[{ label: t`Work`, to: '/work' }]} verbs={!asOf && <RaiseLink routine={routine} noun={choices.noun} />}>
      <WorkTabs at="board" routine={{ key: routine, title }} />
      <PastNote shows="records" />
      {(narrowed || !none) && <RecordToolbar search={narrowing} onChange={change} choices={{ ...choices, states: [] }} />}
      <ProblemNote error={error} retry={() => void refetch()} />
      {!data && !error && <Waiting label={title} />}
      {none && <NoRecords narrowed={narrowed} routine={routine} title={title} noun={choices.noun} onAll={() => change({})} />}
      {data && !none && <Board board={data} routine={routine} narrowing={narrowing} />}
    </Page>
  )
}

/** Steps are the columns, and a board shows what is open: neither narrows it. */
function narrowingOf({ text, priority, service, role, assignee, overdue, watched }: RecordSearch): RecordSearch {
  return parseRecordSearch({ text, priority, service, role, assignee, overdue, watched })
}

function Board({ board, routine, narrowing }: { board: z.output<typeof recordQueries.board.output>; routine: string; narrowing: RecordSearch }) {
  const readOnly = useAsOf() !== undefined
  const since = useWhen().day(board.lookedTo)
  const [moving, setMoving] = useState<{ record: string; to: string | null } | null>(null)
  const mayMove = !readOnly && board.abilities.includes(recordContracts.advance.name)
  useBoardKeys({ order: board.columns.map((column) => column.state), routine, move: mayMove ? (record, to) => setMoving({ record, to }) : undefined })
  return (
    <>
      <div className={styles.board}>
        {board.columns.map((column) => (
          <BoardColumn key={column.state} column={column} routine={routine} narrowing={narrowing} onDrop={mayMove ? (record) => setMoving({ record, to: column.state }) : undefined} />
        ))}
      </div>
      {board.lookedTo && <p className={styles.hint}><Trans>Only the records opened since {since} were looked through; narrow the board, or look at the list.</Trans></p>}
      {mayMove && <p className={styles.hint}><Trans>Drag a card to a step, or press shift and an arrow on it; m shows every way it can go.</Trans></p>}
      {moving && <MoveDialog record={moving.record} to={moving.to} onClose={() => setMoving(null)} />}
    </>
  )
}
