import { useLingui } from '@lingui/react/macro'
import list from '../../../web/elements/ListTable.module.css'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import { Icon } from '../../../web/ui/Icon.tsx'
import type { RecordRow } from '../record.contract.ts'
import { State, type RecordColumn, type RowWords } from './columns.tsx'
import { DueWords } from './DueWords.tsx'
import { RecordLink } from './RecordLink.tsx'
import styles from './Records.module.css'
import type { RecordSearch } from './recordSearch.ts'
import { useNow } from './useNow.ts'
import { useWhen } from './useWhen.ts'

export type Selection = { ids: ReadonlySet<string>; toggle: (id: string) => void; all: (on: boolean) => void }

type RecordTableProps = { rows: readonly RecordRow[]; columns: readonly RecordColumn[]; caption: string; search?: RecordSearch; onSort?: (sort: NonNullable<RecordSearch['sort']>) => void; selection?: Selection | undefined }

/** The words of a row's times as of now. */
export function useRowWords(): RowWords {
  const now = useNow(20_000)
  const { short, full } = useWhen()
  return { short, full, due: (row) => <DueWords row={row} now={now} /> }
}

/** Records as a table; j and k move from row to row, x selects, Enter opens. */
export function RecordTable({ rows, columns, caption, search = {}, onSort, selection }: RecordTableProps) {
  const { t, i18n } = useLingui()
  const words = useRowWords()
  const heading = (id: string, label: string, sort: RecordColumn['sort']) => <Heading key={id} id={id} label={label} sort={onSort && sort} search={search} onSort={onSort} />
  return (
    <table className={`${list.table} ${styles.rows}`}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {selection && (
            <th className={list.select}>
              <Checkbox label={t`Select all that are shown`} hideLabel checked={rows.length > 0 && selection.ids.size === rows.length} indeterminate={selection.ids.size > 0 && selection.ids.size < rows.length} onChange={selection.all} />
            </th>
          )}
          {heading('key', t`Key`, 'number')}
          {heading('title', t`Title`, undefined)}
          {columns.map((column) => heading(column.id, i18n._(column.label), column.sort))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.id} row={row} columns={columns} words={words} selection={selection} />
        ))}
      </tbody>
    </table>
  )
}

function TableRow({ row, columns, words, selection }: { row: RecordRow; columns: readonly RecordColumn[]; words: RowWords; selection: Selection | undefined }) {
  const { t } = useLingui()
  const selected = selection?.ids.has(row.id)
  return (
    <tr data-row={row.id} data-selected={selected ? '' : undefined}>
      {selection && (
        <td className={list.select}>
          <Checkbox label={t`Select ${row.key}`} hideLabel checked={selected ?? false} onChange={() => selection.toggle(row.id)} />
        </td>
      )}
      <td data-column="key" className={list.key}>{row.key}</td>
      <td data-column="title">
        <RecordLink recordKey={row.key} className={list.title} row>
          {row.title}
        </RecordLink>
        <span className={list.under}>
          {row.key} · <State row={row} />
          {row.priority && ` · ${row.priority}`} {row.dueAt && row.open && <>· {words.due(row)}</>}
        </span>
      </td>
      {columns.map((column) => (
        <td key={column.id} data-column={column.id}>{column.cell(row, words)}</td>
      ))}
    </tr>
  )
}

type HeadingProps = { id: string; label: string; sort: RecordColumn['sort']; search: RecordSearch; onSort: RecordTableProps['onSort'] }

function Heading({ id, label, sort, search, onSort }: HeadingProps) {
  const current = sort !== undefined && sort === (search.sort ?? 'number')
  const ascending = search.direction === 'asc'
  return (
    <th data-column={id} scope="col" aria-sort={current ? (ascending ? 'ascending' : 'descending') : undefined}>
      {sort && onSort ? (
        <button type="button" className={list.sort} onClick={() => onSort(sort)}>
          {label}
          {current && <Icon name={ascending ? 'up' : 'down'} size={12} />}
        </button>
      ) : (
        label
      )}
    </th>
  )
}
