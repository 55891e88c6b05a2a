import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Link } from '@tanstack/react-router'
import { columnVisibilityFeature, createColumnHelper, rowSelectionFeature, tableFeatures } from '@tanstack/react-table'
import type { ElementRowView } from '../../shared/element.contract.ts'
import { dayInWords } from '../words.ts'
import styles from './ListTable.module.css'
import type { ListSearch } from './listSearch.ts'
import { StatusWord } from './StatusWord.tsx'

export const listFeatures = tableFeatures({ columnVisibilityFeature, rowSelectionFeature })
const helper = createColumnHelper<typeof listFeatures, ElementRowView>()

/** Headings of the columns that every kind has; those of its facts come with the rows. */
export const headings: Record<string, MessageDescriptor> = {
  key: msg`Key`,
  title: msg`Title`,
  status: msg`Status`,
  accountable: msg`Answers for it`,
  effective: msg`In force since`,
  version: msg`Version`,
  changed: msg`Changed`,
}

/** The columns that the server can sort by. */
export const sortable: Record<string, NonNullable<ListSearch['sort']>> = { key: 'key', title: 'title', status: 'status', changed: 'changed' }

/** Shown unless somebody chose otherwise. */
export function shownAtFirst(id: string): boolean {
  return id !== 'version' && id !== 'effective' && id !== 'changed'
}

/** Envelope columns with the kind's own facts in the middle. */
export function columnsOf(path: string, facts: readonly string[]) {
  return helper.columns([
    helper.accessor('key', { id: 'key', cell: ({ getValue }) => <span className={styles.key}>{getValue()}</span> }),
    helper.accessor('title', {
      id: 'title',
      enableHiding: false,
      cell: ({ row }) => (
        <>
          <Link to="/$path/$element" params={{ path, element: row.original.key }} className={styles.title} data-row-link="">
            {row.original.title}
          </Link>
          <span className={styles.under}>
            {row.original.key} · <StatusWord {...row.original} />
          </span>
        </>
      ),
    }),
    ...facts.map((label, at) => helper.accessor((row) => row.facts.find((fact) => fact.label === label)?.value ?? '', { id: `fact ${at}`, meta: { label }, header: label })),
    helper.accessor((row) => row.accountable?.title ?? '', { id: 'accountable', cell: ({ row }) => row.original.accountable?.title ?? <span className={styles.nobody}>—</span> }),
    helper.accessor('status', { id: 'status', cell: ({ row }) => <StatusWord {...row.original} /> }),
    helper.accessor((row) => row.effectiveOn ?? '', { id: 'effective', cell: ({ row }) => dayInWords(row.original.effectiveOn, 'short') }),
    helper.accessor((row) => String(row.version || ''), { id: 'version' }),
    helper.accessor('changedAt', { id: 'changed', cell: ({ row }) => dayInWords(row.original.changedAt, 'short') }),
  ])
}
