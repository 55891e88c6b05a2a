import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { fetchFile, saveFile } from '../../../web/elements/csv.ts'
import { mostSheetRows, spreadsheetOf } from '../../../web/elements/spreadsheet.ts'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import type { MenuItem } from '../../../web/ui/Menu.tsx'
import { faultAt, messageOf } from '../../../web/ui/Problem.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { sayProblem } from '../../../web/ui/Toast.tsx'
import { viewContracts } from '../view.contract.ts'
import { ActionDialog } from './ActionDialog.tsx'
import type { RecordColumn } from './columns.tsx'
import { readAllRecords } from './recordList.ts'
import { parseRecordSearch, pastSearch, type RecordSearch } from './recordSearch.ts'
import { useRowWords } from './RecordTable.tsx'
import { useQuickAction, useRecordAction } from './useRecordAction.ts'

type MenuInput = { place: string; search: RecordSearch; fixed: RecordSearch; change: (search: RecordSearch) => void; columns: readonly RecordColumn[] }

/** Export as shown, and kept views: one's own, and those that everybody has. */
export function useRecordMenu({ place, search, fixed, change, columns }: MenuInput): { items: MenuItem[]; dialog: ReactNode } {
  const { t } = useLingui()
  const [naming, setNaming] = useState(false)
  const { data } = useQueryOf(viewContracts.list, { place })
  const forget = useQuickAction(viewContracts.forget, t`The view was not forgotten`)
  const save = useExport(`${place.replaceAll('/', '-')}`, { ...search, ...fixed }, columns)
  const query = new URLSearchParams(Object.entries(search).map(([name, value]) => [name, String(value)])).toString()
  const views = data?.views ?? []
  const current = views.find((view) => view.query === query)
  const items: MenuItem[] = [
    { id: 'csv', label: t`Export as CSV`, onSelect: () => void save('csv') },
    { id: 'xlsx', label: t`Export as spreadsheet`, hint: 'XLSX', onSelect: () => void save('xlsx') },
    'separator',
    ...views.map((view) => ({ id: `view ${view.id}`, label: view.name, hint: view === current ? t`shown` : view.everybody ? t`everybody’s` : t`yours`, onSelect: () => change(parseRecordSearch(Object.fromEntries(new URLSearchParams(view.query)))) })),
    ...(query && !current && data ? [{ id: 'keep', label: t`Keep this view`, onSelect: () => setNaming(true) }] : []),
    ...(current?.mayForget ? [{ id: 'forget', label: t`Forget the view ${current.name}`, onSelect: () => void forget.run({ view: current.id }) }] : []),
    { id: 'all', label: t`Show all that is open`, onSelect: () => change({}) },
  ]
  return { items, dialog: naming && <KeepView place={place} query={query} mayShare={data?.mayShare ?? false} onClose={() => setNaming(false)} /> }
}

/** Where the server streams a list of any length. */
function exportAddress(search: RecordSearch & { asOf?: string | undefined }, columns: readonly RecordColumn[]): string {
  const said = Object.entries(search).filter(([, value]) => value !== undefined).map(([field, value]): [string, string] => [field, String(value)])
  return `/api/record.export?${new URLSearchParams([...said, ['columns', ['key', 'title', ...columns.map((column) => column.id)].join(',')]])}`
}

function useExport(name: string, search: RecordSearch, columns: readonly RecordColumn[]): (as: 'csv' | 'xlsx') => Promise<void> {
  const { t, i18n } = useLingui()
  const asOf = useAsOf()
  const words = useRowWords()
  return async (as) => {
    if (as === 'csv') return fetchFile(`${name}.csv`, exportAddress({ ...(asOf ? pastSearch(search) : search), asOf }, columns))
    try {
      const rows = await readAllRecords({ ...(asOf ? pastSearch(search) : search), asOf }, mostSheetRows + 1)
      const header = [t`Key`, t`Title`, ...columns.map((column) => i18n._(column.label))]
      const cells = rows.map((row) => [row.key, row.title, ...columns.map((column) => column.text(row, words))])
      if (cells.length > mostSheetRows) sayProblem(t`Too long for a spreadsheet`, t`Narrow the list, or export it as CSV.`)
      else saveFile(`${name}.xlsx`, await spreadsheetOf(header, cells), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    } catch (error) {
      sayProblem(t`The list could not be exported`, messageOf(error))
    }
  }
}

function KeepView({ place, query, mayShare, onClose }: { place: string; query: string; mayShare: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const keep = useRecordAction(viewContracts.keep)
  const [name, setName] = useState('')
  const [everybody, setEverybody] = useState(false)
  const submit = async () => (await keep.run({ place, name: name.trim(), query, everybody })) !== undefined
  return (
    <ActionDialog title={t`Keep this view`} description={t`Filters and order are kept under a name.`} verb={t`Keep`} action={keep} submit={submit} onClose={onClose} ready={name.trim() !== ''} shown={['name']}>
      <TextField label={t`Name`} required maxLength={60} value={name} onChange={setName} fault={faultAt(keep.error, 'name')} />
      {mayShare && <Checkbox label={<Trans>Offer it to everybody</Trans>} checked={everybody} onChange={setEverybody} />}
    </ActionDialog>
  )
}
