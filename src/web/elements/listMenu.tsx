import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { useAsOf } from '../asOf.ts'
import { useToday } from '../session.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, Leave } from '../ui/Dialog.tsx'
import type { MenuItem } from '../ui/Menu.tsx'
import { messageOf } from '../ui/Problem.tsx'
import { TextField } from '../ui/TextField.tsx'
import { sayProblem } from '../ui/Toast.tsx'
import { csvOf, saveFile } from './csv.ts'
import { mostSheetRows, spreadsheetOf } from './spreadsheet.ts'
import { useKept } from './kept.ts'
import type { WebKind } from './kinds.ts'
import { headings } from './listColumns.tsx'
import { readAllRows } from './listData.ts'
import type { ListModel } from './listModel.ts'
import type { ListSearch } from './listSearch.ts'

type View = { name: string; search: ListSearch }

/** Export as shown, and views that this person has kept. */
export function useListMenu(kind: WebKind, search: ListSearch, change: (search: ListSearch) => void, model: ListModel): { items: MenuItem[]; dialog: ReactNode } {
  const { t } = useLingui()
  const [views, keepViews] = useKept<View[]>(`views.${kind.kind}`, [])
  const [naming, setNaming] = useState(false)
  const save = useExport(kind, search, model)
  const current = views.find((view) => JSON.stringify(view.search) === JSON.stringify(search))
  const items: MenuItem[] = [
    { id: 'csv', label: t`Export as CSV`, onSelect: () => save('csv') },
    { id: 'xlsx', label: t`Export as spreadsheet`, hint: 'XLSX', onSelect: () => save('xlsx') },
    'separator',
    ...views.map((view) => ({ id: `view ${view.name}`, label: view.name, hint: view === current ? t`shown` : t`view`, onSelect: () => change(view.search) })),
    ...(Object.keys(search).length && !current ? [{ id: 'keep', label: t`Keep this view`, onSelect: () => setNaming(true) }] : []),
    ...(current ? [{ id: 'drop', label: t`Forget the view ${current.name}`, onSelect: () => keepViews(views.filter((view) => view !== current)) }] : []),
    { id: 'all', label: t`Show all in use`, onSelect: () => change({}) },
  ]
  const dialog = naming && (
    <NameDialog
      onClose={() => setNaming(false)}
      onName={(name) => {
        keepViews([...views.filter((view) => view.name !== name), { name, search }])
        setNaming(false)
      }}
    />
  )
  return { items, dialog }
}

// Every row that matches, in the columns that are shown.
function useExport(kind: WebKind, search: ListSearch, model: ListModel): (as: 'csv' | 'xlsx') => Promise<void> {
  const { t, i18n } = useLingui()
  const asOf = useAsOf()
  const today = useToday()
  return async (as) => {
    try {
      const columns = model.table.getVisibleLeafColumns()
      const header = columns.map((column) => (headings[column.id] ? i18n._(headings[column.id]!) : String(column.columnDef.header ?? column.id)))
      const rows = await readAllRows(kind, search, asOf)
      const cells = rows.map((row, at) => columns.map((column) => String(column.accessorFn?.(row, at) ?? '')))
      const name = `${kind.path}-${asOf ?? today}`
      if (as === 'csv') saveFile(`${name}.csv`, csvOf(header, cells))
      else if (cells.length > mostSheetRows) sayProblem(t`Too long for a spreadsheet`, t`Narrow the list, or export it as CSV.`)
      else saveFile(`${name}.xlsx`, await spreadsheetOf(header, cells), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    } catch (error) {
      sayProblem(t`The list could not be exported`, messageOf(error))
    }
  }
}

function NameDialog({ onClose, onName }: { onClose: () => void; onName: (name: string) => void }) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  return (
    <Dialog open onClose={onClose} title={t`Keep this view`} description={t`Filter and order are kept under a name, on this machine.`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) onName(name.trim())
        }}
      >
        <TextField label={t`Name`} value={name} onChange={setName} maxLength={60} required />
        <div style={{ display: 'flex', justifyContent: 'end', gap: '0.625rem', paddingBlock: '1.25rem 1rem' }}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look="primary" disabled={!name.trim()}>
            <Trans>Keep</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
