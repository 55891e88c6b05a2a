import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState, type DragEvent } from 'react'
import type { z } from 'zod'
import type { RecordRow, recordQueries } from '../record.contract.ts'
import styles from './Board.module.css'
import { DueWords } from './DueWords.tsx'
import type { RecordSearch } from './recordSearch.ts'
import { useNow } from './useNow.ts'

type Column = z.output<typeof recordQueries.board.output>['columns'][number]

const cardType = 'application/x-wellrun-record'

/** One step with its first records; a card that is let go over it is to go there. */
export function BoardColumn({ column, routine, narrowing, onDrop }: { column: Column; routine: string; narrowing: RecordSearch; onDrop: ((record: string) => void) | undefined }) {
  const [over, setOver] = useState(false)
  const now = useNow(20_000)
  const takes = (event: DragEvent) => onDrop !== undefined && event.dataTransfer.types.includes(cardType)
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!takes(event)) return
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
    },
    onDrop: (event: DragEvent) => {
      setOver(false)
      if (!takes(event)) return
      event.preventDefault()
      const [record, from] = event.dataTransfer.getData(cardType).split(' ')
      if (record && from !== column.state) onDrop?.(record)
    },
  }
  return (
    <section className={styles.column} aria-labelledby={`column-${column.state}`} data-process={column.process} data-over={over ? '' : undefined} {...handlers}>
      <h2 id={`column-${column.state}`} className={styles.head}>
        {column.name} <span className={styles.count}><Plural value={column.open} one="# open" other="# open" /></span>
      </h2>
      <ul>
        {column.rows.map((row) => (
          <Card key={row.id} row={row} now={now} movable={onDrop !== undefined} />
        ))}
      </ul>
      {column.next && (
        <Link className={styles.more} to="/work/routine/$routine" params={{ routine }} search={{ ...narrowing, state: column.state }}>
          <Trans>Show all of them</Trans>
        </Link>
      )}
    </section>
  )
}

function Card({ row, now, movable }: { row: RecordRow; now: number; movable: boolean }) {
  const { t } = useLingui()
  const held = row.assignee.person?.name ?? row.assignee.role?.title ?? t`nobody yet`
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData(cardType, `${row.key} ${row.state.id}`)
    event.dataTransfer.effectAllowed = 'move'
  }
  return (
    <li data-state={row.state.id}>
      <Link to="/work/$record" params={{ record: row.key }} className={styles.card} data-card={row.key} draggable={movable} onDragStart={drag} aria-keyshortcuts={movable ? 'm Shift+ArrowRight Shift+ArrowLeft' : undefined}>
        <span className={styles.title}>{row.title}</span>
        <span className={styles.facts}>
          {row.key}
          {row.priority && ` · ${row.priority}`} · {held}
          {row.dueAt && row.open && <> · <DueWords row={row} now={now} /></>}
        </span>
      </Link>
    </li>
  )
}
