import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState, type KeyboardEvent } from 'react'
import { classes } from '../../../web/ui/classes.ts'
import { ScopeMark } from '../../../web/ui/Marks.tsx'
import type { ScopeColumn, ScopeRow } from '../a3.contract.ts'
import type { ScopePlan } from '../a3.thin.scope.ts'
import { statementText } from '../a3.words.ts'
import { Mark, useFormerCell } from './Difference.tsx'
import { ElementLink, figures } from './parts.tsx'
import type { ScopePlace } from './ScopeEditor.tsx'
import styles from './Scope.module.css'

type MatrixProps = {
  rows: readonly ScopeRow[]
  columns: readonly ScopeColumn[]
  plan: ScopePlan
  /** How many rows and columns the sheet has room for; the others are on screen only. */
  onPaper: { rows: number; columns: ReadonlySet<string> }
  /** Says in the legend's place what the pointer or the focus is on. */
  onTell: (text: string | null) => void
  /** Opens the editor beside a cell; absent: the cells lead to the scope's page. */
  onEdit?: ((place: ScopePlace, anchor: HTMLElement) => void) | undefined
}

/** Services against units and locations. One stop for the Tab key; the arrow keys go from cell to cell. */
export function ScopeMatrix({ rows, columns, plan, onPaper, onTell, onEdit }: MatrixProps) {
  const { t } = useLingui()
  const [stop, setStop] = useState('0 0')
  const hidden = (column: ScopeColumn) => !onPaper.columns.has(column.id) && styles.extra
  return (
    <table
      className={classes(styles.matrix, plan.slanted && styles.slanted)}
      style={figures({ row: plan.rowHeight, name: plan.nameWidth, head: plan.headHeight, size: plan.textSize })}
      aria-label={t`Scope: services against units and locations`}
    >
      <colgroup>
        <col className={styles.nameColumn} />
        {columns.map((column, at) => <col key={column.id} className={classes(styles.column, hidden(column))} style={figures({ w: plan.columnWidths[at] ?? plan.columnWidths[0] ?? 30 })} />)}
        {plan.slanted && <col />}
      </colgroup>
      <thead>
        <tr>
          <th scope="col"><span className="visually-hidden">{t`Service`}</span></th>
          {columns.map((column) => (
            <th key={column.id} scope="col" className={classes(hidden(column))}>
              <span><Mark place={column.id} />{column.key === '*' ? column.title : <ElementLink of={{ ...column, kind: column.axis, status: 'in force' }} />}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, rowAt) => (
          <tr key={row.service.id} className={classes(rowAt >= onPaper.rows && styles.extra)}>
            <th scope="row"><Mark place={row.service.id} /><ElementLink of={row.service} /></th>
            {columns.map((column, columnAt) => (
              <td key={column.id} className={classes(hidden(column))}>
                <Cell {...{ row, column, onTell, onEdit }} at={`${rowAt} ${columnAt}`} stop={stop} onStop={setStop} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type CellProps = Pick<MatrixProps, 'onTell' | 'onEdit'> & { row: ScopeRow; column: ScopeColumn; at: string; stop: string; onStop: (at: string) => void }

function Cell({ row, column, at, stop, onTell, onEdit, onStop }: CellProps) {
  const { t } = useLingui()
  const cell = row.cells.find((one) => one.column === column.id)
  const where = `${row.service.title}, ${column.title}`
  const said = cell ? statementText(cell) : t`not stated`
  const former = useFormerCell()(row.service.id, column.id)
  const told = [`${where}: ${said}`, former && t`was ${former}`, cell?.reason, cell && cell.from !== 'cell' && wider(cell.from, t)].filter(Boolean).join(' · ')
  const shared = {
    className: classes(styles.cell, cell?.late && styles.late, former && styles.moved), 'data-at': at, tabIndex: at === stop ? 0 : -1, 'aria-label': told,
    onFocus: () => { onStop(at); onTell(told) }, onBlur: () => onTell(null), onMouseEnter: () => onTell(told), onMouseLeave: () => onTell(null), onKeyDown: (event: KeyboardEvent<HTMLElement>) => step(event),
  }
  const mark = <ScopeMark state={cell?.state ?? 'not stated'} />
  if (!onEdit) return <Link to="/scope" {...shared}>{mark}</Link>
  return (
    <button type="button" {...shared} aria-haspopup="dialog" onClick={(event) => onEdit({ service: row.service, column, cell: cell ?? null }, event.currentTarget)}>{mark}</button>
  )
}

function wider(from: 'service' | 'axis' | 'all', t: ReturnType<typeof useLingui>['t']): string {
  return { service: t`said for the whole service`, axis: t`said for the whole column`, all: t`said for everything` }[from]
}

const steps: Record<string, [number, number]> = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }

function step(event: KeyboardEvent<HTMLElement>): void {
  const by = steps[event.key]
  const { at } = event.currentTarget.dataset
  if (!by || !at) return
  const [row = 0, column = 0] = at.split(' ').map(Number)
  const next = event.currentTarget.closest('table')?.querySelector<HTMLElement>(`[data-at="${row + by[0]} ${column + by[1]}"]`)
  if (!next) return
  event.preventDefault()
  next.focus()
}
