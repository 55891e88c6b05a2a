import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { ReactNode } from 'react'
import type { RecordRow } from '../record.contract.ts'
import styles from './Records.module.css'
import type { RecordSearch } from './recordSearch.ts'

export type RowWords = { short: (instant: string | null) => string; full: (instant: string | null) => string; due: (row: RecordRow) => ReactNode }

export type RecordColumn = { id: string; label: MessageDescriptor; sort?: NonNullable<RecordSearch['sort']>; hidden?: true; cell: (row: RecordRow, words: RowWords) => ReactNode; text: (row: RecordRow, words: RowWords) => string }

const heldBy = (row: RecordRow) => row.assignee.person?.name ?? row.assignee.role?.title ?? ''

/** The columns of every list of records besides key and title; `text` is what an export says. */
export const recordColumns: readonly RecordColumn[] = [
  { id: 'routine', label: msg`Routine`, cell: (row) => row.routine.title, text: (row) => row.routine.title },
  { id: 'state', label: msg`Step`, cell: (row) => <State row={row} />, text: (row) => row.state.name },
  { id: 'priority', label: msg`Priority`, sort: 'priority', cell: (row) => row.priority, text: (row) => row.priority },
  { id: 'service', label: msg`Service`, cell: (row) => row.service?.title ?? '', text: (row) => row.service?.title ?? '' },
  { id: 'assignee', label: msg`Assigned to`, cell: (row) => heldBy(row) || <span className={styles.soft}>—</span>, text: heldBy },
  { id: 'due', label: msg`Due`, sort: 'due', cell: (row, words) => words.due(row), text: (row, words) => words.full(row.dueAt) },
  { id: 'opened', label: msg`Opened`, hidden: true, cell: (row, words) => words.short(row.openedAt), text: (row, words) => words.full(row.openedAt) },
  { id: 'changed', label: msg`Changed`, sort: 'changed', cell: (row, words) => words.short(row.changedAt), text: (row, words) => words.full(row.changedAt) },
  { id: 'requester', label: msg`Asked for by`, hidden: true, cell: (row) => row.requester?.name ?? '', text: (row) => row.requester?.name ?? '' },
  { id: 'outcome', label: msg`Outcome`, hidden: true, cell: (row) => row.outcome, text: (row) => row.outcome },
  { id: 'closed', label: msg`Closed`, hidden: true, cell: (row, words) => words.short(row.closedAt), text: (row, words) => words.full(row.closedAt) },
]

/** The step, with the colour of its kind of work. */
export function State({ row }: { row: RecordRow }) {
  return (
    <span className={styles.state}>
      <span className={styles.dot} data-process={row.open ? row.state.process : undefined} aria-hidden="true" />
      {row.state.name}
    </span>
  )
}
