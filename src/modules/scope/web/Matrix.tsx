import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useMemo, useState, type KeyboardEvent } from 'react'
import { ScopeMark } from '../../../web/ui/Marks.tsx'
import type { ScopeColumn, ScopeRow, Statement } from '../../a3/a3.contract.ts'
import type { ScopePlace } from '../../a3/web/ScopeEditor.tsx'
import { every, scopeReader } from '../scope.ts'
import type { ScopeEntry } from '../scope.ts'
import styles from './Scope.module.css'

type MatrixProps = {
  rows: readonly ScopeRow[]
  columns: readonly ScopeColumn[]
  entries: readonly ScopeEntry[]
  label: string
  onTell: (text: string | null) => void
  onEdit?: ((place: ScopePlace, anchor: HTMLElement) => void) | undefined
}

/** Services down, one axis across. One stop for the Tab key; the arrow keys go from cell to cell. */
export function Matrix({ rows, columns, entries, label, onTell, onEdit }: MatrixProps) {
  const { t } = useLingui()
  const [stop, setStop] = useState('0 0')
  const reader = useMemo(() => scopeReader([...entries]), [entries])
  const words = { in: t`in scope`, partly: t`partly`, 'not yet': t`not yet` }
  return (
    <section className={styles.sideways} aria-label={label}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}><span className="visually-hidden">{t`Service`}</span></th>
            {columns.map((column) => <th key={column.id} scope="col"><span className={styles.head}>{column.title}</span></th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowAt) => (
            <tr key={row.service.id}>
              <th scope="row"><Link to="/$path/$element" params={{ path: 'services', element: row.service.key }}>{row.service.title}</Link></th>
              {columns.map((column, columnAt) => {
                const cell = statementOf(reader(row.service.id, column.axis, column.id), row.service.id, column.id)
                const at = `${rowAt} ${columnAt}`
                const told = [`${row.service.title}, ${column.title}: ${cell ? words[cell.state] : t`not stated`}`, cell?.reason, cell?.byOn].filter(Boolean).join(' · ')
                const shared = {
                  className: styles.cell, 'data-at': at, tabIndex: at === stop ? 0 : -1, 'aria-label': told, onBlur: () => onTell(null), onKeyDown: step,
                  onFocus: () => { setStop(at); onTell(told) }, onMouseEnter: () => onTell(told), onMouseLeave: () => onTell(null),
                }
                return (
                  <td key={column.id}>
                    <button type="button" {...shared} disabled={!onEdit} onClick={(event) => onEdit?.({ service: row.service, column, cell }, event.currentTarget)}>
                      <ScopeMark state={cell?.state ?? 'not stated'} />
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What the editor is told of a cell: the entry that decides it and how widely that was said. */
function statementOf(entry: ScopeEntry | undefined, serviceId: string, columnId: string): Statement | null {
  if (!entry) return null
  const own = entry.service === serviceId && entry.element === columnId
  const from = own ? 'cell' : entry.service === serviceId ? 'service' : entry.element !== every ? 'axis' : 'all'
  return { state: entry.state, from, reason: entry.reason ?? null, byOn: entry.byOn ?? null, late: false }
}

const steps: Record<string, [number, number]> = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }

function step(event: KeyboardEvent<HTMLElement>): void {
  const by = steps[event.key]
  const [row = 0, column = 0] = (event.currentTarget.dataset.at ?? '').split(' ').map(Number)
  const next = by && event.currentTarget.closest('table')?.querySelector<HTMLElement>(`[data-at="${row + by[0]} ${column + by[1]}"]`)
  if (!next) return
  event.preventDefault()
  next.focus()
}
