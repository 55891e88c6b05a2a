import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { read } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { ElementField } from '../../../web/elements/ElementField.tsx'
import table from '../../../web/elements/ListTable.module.css'
import { PagedList, useRowKeys } from '../../../web/elements/PagedList.tsx'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { EmptyState } from '../../../web/ui/EmptyState.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { dayInWords } from '../../../web/words.ts'
import { listItems, type ItemView } from '../item.contract.ts'
import { ItemDialog } from './ItemDialog.tsx'
import { ItemNav } from './ItemNav.tsx'
import type { ItemSearch } from './itemSearch.ts'
import styles from './Items.module.css'

function useItems(search: ItemSearch) {
  const asOf = useAsOf()
  const list = useInfiniteQuery({
    queryKey: ['item.list', search, asOf],
    queryFn: ({ pageParam, signal }) => read(listItems, { ...search, asOf, after: pageParam }, signal),
    initialPageParam: '', getNextPageParam: (last) => last.next,
  })
  const may = !asOf && (list.data?.pages[0]?.abilities.includes('item.add') ?? false)
  return { list, may, rows: list.data?.pages.flatMap((page) => page.rows) ?? [] }
}

/** Configuration items, narrowed by words, type, status and service. */
export function ItemsPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { asOf: _, ...search } = useSearch({ from: '/items' }) as ItemSearch & { asOf?: string }
  const [adding, setAdding] = useState(false)
  const { list, may, rows } = useItems(search)
  const narrowed = Object.values(search).some((value) => value !== undefined)
  const filled = rows.length > 0 || narrowed
  const change = (next: ItemSearch) => void navigate({ to: '/items', search: next, replace: true })
  const add = () => setAdding(true)
  const added = (key?: string) => {
    setAdding(false)
    if (key) void navigate({ to: '/items/$item', params: { item: key } })
  }
  useRowKeys(may ? add : undefined)
  return (
    <Page
      name={t`Configuration items`} wide crumbs={[{ label: <Trans>Operating model</Trans>, to: '/operating-model' }]} subtitle={<Trans>What services stand on, and how it hangs together</Trans>}
      verbs={may && filled && <Button look="primary" onClick={add}><Trans>Add an item</Trans></Button>}
    >
      <ItemNav here="items" />
      {filled && <Narrowing search={search} onChange={change} />}
      <PagedList list={list} label={t`Configuration items`} shown={rows.length} empty={<Nothing narrowed={narrowed} may={may} onAll={() => change({})} onAdd={add} />}>
        <ItemTable rows={rows} />
      </PagedList>
      {adding && <ItemDialog onClose={added} />}
    </Page>
  )
}

function Nothing({ narrowed, may, onAll, onAdd }: { narrowed: boolean; may: boolean; onAll: () => void; onAdd: () => void }) {
  if (narrowed) return <EmptyState title={<Trans>Nothing matches</Trans>} verb={<Button onClick={onAll}><Trans>Show all in use</Trans></Button>}><p><Trans>No item fits this filter. Take a word out.</Trans></p></EmptyState>
  return (
    <EmptyState title={<Trans>No items yet</Trans>} verb={may && <Button look="primary" onClick={onAdd}><Trans>Add an item</Trans></Button>}>
      <p><Trans>An item is a machine, a program, a database or a network that services stand on. Add those that matter, say what runs on what, and an impact shows what stands on each.</Trans></p>
    </EmptyState>
  )
}

function Narrowing({ search, onChange }: { search: ItemSearch; onChange: (search: ItemSearch) => void }) {
  const { t } = useLingui()
  const [text, setText] = useState(search.text ?? '')
  useEffect(() => {
    if (text === (search.text ?? '')) return
    const timer = setTimeout(() => onChange({ ...search, text: text || undefined }), 200)
    return () => clearTimeout(timer)
  })
  return (
    <search className={styles.toolbar}>
      <TextField className={styles.text!} label={t`Filter`} hideLabel placeholder={t`Filter by words or key`} type="search" value={text} onChange={setText} />
      <Select className={styles.narrow!} label={t`Status`} hideLabel placeholder={t`Planned and in use`} clearable value={search.status ?? null} onChange={(status) => onChange({ ...search, status: status ?? undefined })} choices={[{ value: 'planned', label: t`Planned` }, { value: 'in use', label: t`In use` }, { value: 'retired', label: t`Retired` }, { value: 'any', label: t`All, also retired` }]} />
      <ElementField className={styles.text!} label={t`Service`} hideLabel placeholder={t`Any service`} kinds={['service']} value={search.service ? { id: search.service, key: search.service, title: search.service } : null} onChange={(next) => onChange({ ...search, service: next?.key })} />
    </search>
  )
}

function ItemTable({ rows }: { rows: readonly ItemView[] }) {
  const { t } = useLingui()
  const states = { planned: t`planned`, 'in use': t`in use`, retired: t`retired` }
  return (
    <table className={table.table}>
      <caption className="visually-hidden">{t`Configuration items`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Item`}</th>
          <th scope="col">{t`Type`}</th>
          <th scope="col">{t`Services`}</th>
          <th scope="col">{t`Owner`}</th>
          <th scope="col">{t`Status`}</th>
          <th scope="col">{t`Changed`}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-row={row.id}>
            <td data-column="title">
              <span className={table.key}>{row.key}</span> <Link to="/items/$item" params={{ item: row.key }} className={table.title} data-row-link="">{row.name}</Link>
              <span className={table.under}>{[row.type, states[row.status], ...row.services.map(({ title }) => title)].filter(Boolean).join(' · ')}</span>
            </td>
            <td>{row.type}</td>
            <td>{row.services.map((service, at) => <span key={service.id}>{at > 0 && ', '}<KeyLink elementKey={service.key}>{service.title}</KeyLink></span>)}</td>
            <td>{row.owner ? <KeyLink elementKey={row.owner.key}>{row.owner.title}</KeyLink> : <span className={table.nobody}>{t`nobody`}</span>}</td>
            <td>{states[row.status]}</td>
            <td>{dayInWords(row.changedAt, 'short')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
