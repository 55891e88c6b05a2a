import { useLingui } from '@lingui/react/macro'
import type { ReactTable } from '@tanstack/react-table'
import { useState, type ReactNode } from 'react'
import type { ElementRowView } from '../../shared/element.contract.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Icon } from '../ui/Icon.tsx'
import { headings, sortable, type listFeatures } from './listColumns.tsx'
import styles from './ListTable.module.css'
import type { ListSearch } from './listSearch.ts'
import { useRename } from './founding.ts'
import { RenameField } from './RenameField.tsx'
import { RowVerbs, type InPlace } from './RowVerbs.tsx'

export type ListTableModel = ReactTable<typeof listFeatures, ElementRowView>

type ListTableProps = {
  table: ListTableModel
  caption: string
  search: ListSearch
  onSort: (sort: NonNullable<ListSearch['sort']>) => void
  selectable: boolean
  inPlace?: InPlace | undefined
}

/** The rows as a table; arrows, j and k move from row to row, x selects, Enter opens. */
export function ListTable({ table, caption, search, onSort, selectable, inPlace }: ListTableProps) {
  const { t } = useLingui()
  const rows = table.getRowModel().rows
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {selectable && (
            <th className={styles.select}>
              <Checkbox
                label={t`Select all that are shown`}
                hideLabel
                checked={table.getIsAllRowsSelected()}
                indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
                onChange={(checked) => table.toggleAllRowsSelected(checked)}
              />
            </th>
          )}
          {table.getVisibleLeafColumns().map((column) => (
            <Heading key={column.id} id={column.id} label={String(column.columnDef.header ?? '')} search={search} onSort={onSort} />
          ))}
          {inPlace && (
            <th scope="col" className={styles.inPlace}>
              <span className="visually-hidden">{t`Verbs`}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.id} table={table} row={row} selectable={selectable} inPlace={inPlace} />
        ))}
      </tbody>
    </table>
  )
}

type TableRowProps = { table: ListTableModel; row: ReturnType<ListTableModel['getRowModel']>['rows'][number]; selectable: boolean; inPlace: InPlace | undefined }

function TableRow({ table, row, selectable, inPlace }: TableRowProps) {
  const { t } = useLingui()
  const [renaming, setRenaming] = useState(false)
  const rename = useRename()
  const { key, title } = row.original
  return (
    <tr data-selected={row.getIsSelected() ? '' : undefined} data-row={row.id}>
      {selectable && (
        <td className={styles.select}>
          <Checkbox label={t`Select ${key}`} hideLabel checked={row.getIsSelected()} onChange={(checked) => row.toggleSelected(checked)} />
        </td>
      )}
      {row.getVisibleCells().map((cell) => (
        <Cell key={cell.id} column={cell.column.id}>
          {renaming && inPlace && cell.column.id === 'title' ? <RenameField title={title} onRename={(next) => rename(inPlace.kind.kind, key, next)} onLeave={() => setRenaming(false)} /> : <table.FlexRender cell={cell} />}
        </Cell>
      ))}
      {inPlace && (
        <td className={styles.inPlace}>
          <RowVerbs row={row.original} inPlace={inPlace} onRename={() => setRenaming(true)} />
        </td>
      )}
    </tr>
  )
}

function Heading({ id, label, search, onSort }: { id: string; label: string; search: ListSearch; onSort: ListTableProps['onSort'] }) {
  const { i18n } = useLingui()
  const heading = headings[id]
  const words = heading ? i18n._(heading) : label
  const sort = sortable[id]
  const descending = search.direction === 'desc'
  const current = sort === (search.sort ?? 'title')
  return (
    <th data-column={id} aria-sort={current ? (descending ? 'descending' : 'ascending') : undefined} scope="col">
      {sort ? (
        <button type="button" className={styles.sort} onClick={() => onSort(sort)}>
          {words}
          {current && <Icon name={descending ? 'down' : 'up'} size={12} />}
        </button>
      ) : (
        words
      )}
    </th>
  )
}

function Cell({ column, children }: { column: string; children: ReactNode }) {
  return <td data-column={column}>{children}</td>
}

/** Puts the focus on the link of the row before or after the one that has it; the first row when none has. */
export function moveRow(place: HTMLElement, step: number): boolean {
  const links = [...place.querySelectorAll<HTMLElement>('[data-row-link]')]
  const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement))
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
  return next !== undefined
}

/** The id of the row that has the focus. */
export function focusedRow(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row
}
