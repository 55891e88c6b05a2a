import { useLingui } from '@lingui/react/macro'
import type { InfiniteData } from '@tanstack/react-query'
import { useTable } from '@tanstack/react-table'
import { useMemo } from 'react'
import type { ElementRowView } from '../../shared/element.contract.ts'
import { useAsOf } from '../asOf.ts'
import { useKept } from './kept.ts'
import type { WebKind } from './kinds.ts'
import { columnsOf, headings, listFeatures, shownAtFirst } from './listColumns.tsx'

type ListPages = InfiniteData<{ rows: ElementRowView[]; abilities: string[] }>

/** The table behind a list: columns with this person's choice of them, selection, and what may be done with several at once. */
export function useListModel(kind: WebKind, data: ListPages | undefined) {
  const { i18n } = useLingui()
  const asOf = useAsOf()
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data])
  const abilities = data?.pages[0]?.abilities ?? []
  const labels = (rows[0]?.facts ?? []).map((fact) => fact.label).join('\n')
  const columns = useMemo(() => columnsOf(kind.path, labels ? labels.split('\n') : []), [kind.path, labels])
  const [kept, keep] = useKept<Record<string, boolean>>(`columns.${kind.kind}`, {})
  const columnVisibility = useMemo(() => Object.fromEntries(columns.map((column) => [column.id ?? '', kept[column.id ?? ''] ?? shownAtFirst(column.id ?? '')])), [columns, kept])
  const table = useTable({ features: listFeatures, columns, data: rows, getRowId: (row) => row.id, state: { columnVisibility } })
  const columnChoices = table
    .getAllLeafColumns()
    .filter((column) => column.getCanHide())
    .map((column) => {
      const heading = headings[column.id]
      return {
        id: column.id,
        label: heading ? i18n._(heading) : String(column.columnDef.header ?? column.id),
        shown: column.getIsVisible(),
        onChange: (shown: boolean) => keep({ ...kept, [column.id]: shown }),
      }
    })
  const bulkVerbs = asOf ? [] : (['approve', 'retire', 'review'] as const).filter((verb) => abilities.includes(`${kind.kind}.${verb}`))
  return { rows, abilities, table, columnChoices, bulkVerbs }
}

export type ListModel = ReturnType<typeof useListModel>
