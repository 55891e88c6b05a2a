import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { ElementField } from '../../../web/elements/ElementField.tsx'
import table from '../../../web/elements/ListTable.module.css'
import { PagedList, useRowKeys } from '../../../web/elements/PagedList.tsx'
import { Page } from '../../../web/shell/Page.tsx'
import { Button, ButtonLink } from '../../../web/ui/Button.tsx'
import { EmptyState } from '../../../web/ui/EmptyState.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { listOutages, type OutageView } from '../outage.contract.ts'
import { OutageDialog } from './OutageDialog.tsx'
import type { OutageSearch } from './outageSearch.ts'
import styles from './Outages.module.css'
import { lengthInWords, OutageNav, StandingWords, useWhen } from './parts.tsx'

function useOutages({ service, show }: OutageSearch) {
  const asOf = useAsOf()
  const filter = { service, ...(show === 'open' ? { open: true } : show === 'planned' ? { planned: true } : show === 'unplanned' ? { planned: false } : show === 'withdrawn' ? { withdrawn: true } : {}), asOf }
  const list = useInfiniteQuery({
    queryKey: ['outage.list', filter],
    queryFn: ({ pageParam, signal }) => read(listOutages, { ...filter, after: pageParam }, signal),
    initialPageParam: '', getNextPageParam: (last) => last.next,
  })
  const may = (verb: string) => !asOf && (list.data?.pages[0]?.abilities.includes(verb) ?? false)
  return { list, may, rows: list.data?.pages.flatMap((page) => page.rows) ?? [] }
}

/** Outages and planned work of all services, the latest first. */
export function OutagesPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const search = useSearch({ from: '/outages' }) as OutageSearch
  const [registering, setRegistering] = useState(false)
  const { list, may, rows } = useOutages(search)
  const narrowed = search.service !== undefined || search.show !== undefined
  const filled = rows.length > 0 || narrowed
  const change = (next: OutageSearch) => void navigate({ to: '/outages', search: next, replace: true })
  const register = () => setRegistering(true)
  const registered = (key?: string) => {
    setRegistering(false)
    if (key) void navigate({ to: '/outages/$outage', params: { outage: key } })
  }
  const mayRegister = may('outage.register')
  useRowKeys(mayRegister ? register : undefined)
  return (
    <Page
      name={t`Outages`} wide crumbs={[{ label: <Trans>Operating model</Trans>, to: '/operating-model' }]} subtitle={<Trans>When services were not there, and what is planned</Trans>}
      verbs={mayRegister && filled && <Button look="primary" onClick={register}><Trans>Register an outage</Trans></Button>}
    >
      <OutageNav here="list" />
      {filled && <Narrowing search={search} onChange={change} />}
      <PagedList list={list} label={t`Outages`} shown={rows.length} empty={<Nothing narrowed={narrowed} may={mayRegister} mayImport={may('outage.import')} onAll={() => change({})} onRegister={register} />}>
        <OutageTable rows={rows} />
      </PagedList>
      {registering && <OutageDialog onClose={registered} />}
    </Page>
  )
}

function Narrowing({ search, onChange }: { search: OutageSearch; onChange: (search: OutageSearch) => void }) {
  const { t } = useLingui()
  return (
    <search className={styles.toolbar}>
      <ElementField
        className={styles.wide!} label={t`Service`} hideLabel placeholder={t`Any service`} kinds={['service']}
        value={search.service ? { id: search.service, key: search.service, title: search.service } : null} onChange={(next) => onChange({ ...search, service: next?.key })}
      />
      <Select
        className={styles.narrow!} label={t`Show`} hideLabel placeholder={t`All`} clearable value={search.show ?? null} onChange={(show) => onChange({ ...search, show: show ?? undefined })}
        choices={[{ value: 'open', label: t`Open` }, { value: 'planned', label: t`Planned work` }, { value: 'unplanned', label: t`Unplanned` }, { value: 'withdrawn', label: t`Withdrawn` }]}
      />
    </search>
  )
}

function Nothing({ narrowed, may, mayImport, onAll, onRegister }: { narrowed: boolean; may: boolean; mayImport: boolean; onAll: () => void; onRegister: () => void }) {
  if (narrowed) return <EmptyState title={<Trans>Nothing matches</Trans>} verb={<Button onClick={onAll}><Trans>Show all</Trans></Button>}><p><Trans>No outage fits this filter.</Trans></p></EmptyState>
  return (
    <EmptyState title={<Trans>No outages yet</Trans>} verb={may ? <Button look="primary" onClick={onRegister}><Trans>Register an outage</Trans></Button> : mayImport ? <ButtonLink look="primary" to="/outages/import"><Trans>Import outages</Trans></ButtonLink> : undefined}>
      <p>
        <Trans>Here stands when services were not there, and planned work before it begins. Availability is computed from this register: overlapping outages count once, and planned work is left out only when it was registered in time.</Trans>
      </p>
    </EmptyState>
  )
}

function OutageTable({ rows }: { rows: readonly OutageView[] }) {
  const { t } = useLingui()
  const when = useWhen()
  return (
    <table className={table.table}>
      <caption className="visually-hidden">{t`Outages`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Outage`}</th>
          <th scope="col">{t`Service`}</th>
          <th scope="col">{t`Began`}</th>
          <th scope="col" className={styles.number}>{t`Lasted`}</th>
          <th scope="col">{t`Standing`}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-row={row.id}>
            <td data-column="title">
              <span className={table.key}>{row.key}</span>{' '}
              <Link to="/outages/$outage" params={{ outage: row.key }} className={table.title} data-row-link="">{row.title || row.service.title}</Link>
              <span className={table.under}>{row.service.title} · {when(row.startedAt)} · <StandingWords outage={row} /></span>
            </td>
            <td><KeyLink elementKey={row.service.key}>{row.service.title}</KeyLink></td>
            <td className={styles.when}>{when(row.startedAt)}</td>
            <td className={styles.number}>{row.endedAt ? lengthInWords(Date.parse(row.endedAt) - Date.parse(row.startedAt)) : '…'}</td>
            <td><StandingWords outage={row} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
