import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { elementContracts } from '../../../shared/element.contract.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { useAbilities } from '../../../web/session.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { EmptyState, Waiting } from '../../../web/ui/EmptyState.tsx'
import { PageProblem } from '../../../web/ui/Problem.tsx'
import { Tabs } from '../../../web/ui/Tabs.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { buttonClass } from '../../../web/ui/Button.tsx'
import { a3PageQuery } from '../../a3/a3.contract.ts'
import type { A3Page, ScopeColumn } from '../../a3/a3.contract.ts'
import { ScopeEditor } from '../../a3/web/ScopeEditor.tsx'
import type { ScopePlace, StateScope } from '../../a3/web/ScopeEditor.tsx'
import { stateScope } from '../scope.contract.ts'
import { blanksOf, every, scopeAxes } from '../scope.ts'
import type { ScopeAxis, ScopeEntry } from '../scope.ts'
import { Matrix } from './Matrix.tsx'
import styles from './Scope.module.css'

const contracts = elementContracts({ kind: 'scope', noun: 'scope', plural: 'scope' })

/** The scope: its sentence, and every service against units, locations and suppliers. */
export function ScopeView() {
  const { t } = useLingui()
  const page = useQueryOf(a3PageQuery)
  const key = page.data?.scope.element?.key
  const scope = useQueryOf(contracts.get, { element: key }, key !== undefined)
  const live = useAsOf() === undefined
  if (page.error || scope.error) return <Page name={t`Scope`}><PageProblem error={page.error ?? scope.error} retry={() => void page.refetch()} /></Page>
  if (!page.data || !scope.data) return <Page name={t`Scope`}><Waiting label={t`The scope is on its way`} rows={10} /></Page>
  const body = (live ? scope.data.draft?.body : undefined) ?? scope.data.body
  const entries = (body.entries ?? []) as ScopeEntry[]
  const { rows } = page.data.scope
  return (
    <Page
      name={t`Scope`} wide
      subtitle={page.data.scope.sentence}
      verbs={<Link className={buttonClass('plain')} to="/$path/$element" params={{ path: 'scope', element: scope.data.key }}><Trans>Sentence, versions, history</Trans></Link>}
    >
      {scope.data.draft && live && (
        <p className={styles.draft}>
          <Trans>You see the draft. It holds once it is put in force.</Trans> <Link to="/$path/$element" params={{ path: 'scope', element: scope.data.key }}><Trans>See the draft</Trans></Link>
        </p>
      )}
      {rows.length === 0 ? (
        <EmptyState title={t`No services yet`} verb={live && <Link className={buttonClass('primary')} to="/$path/new" params={{ path: 'services' }}><Trans>Add a service</Trans></Link>}>
          <Trans>The scope says which services are covered, for which units, locations and suppliers: in, partly, or not yet with a reason and a date.</Trans>
        </EmptyState>
      ) : (
        <Axes page={page.data} entries={entries} />
      )}
    </Page>
  )
}

function Axes({ page, entries }: { page: A3Page; entries: ScopeEntry[] }) {
  const { t } = useLingui()
  const [axis, setAxis] = useState<ScopeAxis>('unit')
  const [text, setText] = useState('')
  const [told, setTold] = useState<string | null>(null)
  const [edited, setEdited] = useState<{ place: ScopePlace; anchor: HTMLElement } | null>(null)
  const state = useStateScope(page.live)
  const labels = { unit: t`Units`, location: t`Locations`, supplier: t`Suppliers` }
  const everyOne = { unit: t`Every unit`, location: t`Every location`, supplier: t`Every supplier` }
  const wanted = text.trim().toLowerCase()
  const rows = page.scope.rows.filter((row) => !wanted || row.service.title.toLowerCase().includes(wanted) || row.service.key.toLowerCase().includes(wanted))
  const tabs = scopeAxes.map((one) => {
    const columns = columnsOf(page, one)
    const all: ScopeColumn = { id: every, key: every, title: everyOne[one], axis: one, status: 'in force', within: null, named: 0 }
    return {
      id: one, label: labels[one], count: columns.length,
      content: <Matrix rows={rows} columns={[all, ...columns]} entries={entries} label={t`Scope: services against ${labels[one]}`} onTell={setTold} onEdit={state && ((place, anchor) => setEdited({ place, anchor }))} />,
    }
  })
  return (
    <>
      <div className={styles.tools}>
        <TextField label={t`Find a service`} value={text} onChange={setText} />
        <p className={styles.told} aria-live="polite">{told ?? <Blanks page={page} entries={entries} axis={axis} />}</p>
      </div>
      <Tabs tabs={tabs} value={axis} onChange={(next) => setAxis(scopeAxes.find((one) => one === next) ?? 'unit')} label={t`Axis`} />
      {edited && state && <ScopeEditor key={`${edited.place.service.id} ${edited.place.column.id}`} {...edited} stateScope={state} onClose={() => setEdited(null)} />}
    </>
  )
}

/** What is not stated on an axis. Of suppliers it is enough that something is said: most services have nothing to do with most of them. */
function Blanks({ page, entries, axis }: { page: A3Page; entries: ScopeEntry[]; axis: ScopeAxis }) {
  const blanks = blanksOf(entries, axis, page.scope.rows.map((row) => row.service.id), columnsOf(page, axis).map((column) => column.id))
  const [services, cells, suppliers] = axis === 'supplier' ? [0, 0, blanks.elements] : [blanks.services, blanks.cells, 0]
  if (services + cells + suppliers === 0) return <Trans>Choose a cell to say whether it is in scope.</Trans>
  return (
    <>
      {suppliers > 0 && <Plural value={suppliers} one="# supplier is not stated." other="# suppliers are not stated." />}
      {services > 0 && <Plural value={services} one="# service is not stated at all." other="# services are not stated at all." />}
      {services > 0 && cells > 0 && ' '}
      {cells > 0 && (services > 0 ? <Plural value={cells} one="# cell of another is blank." other="# cells of others are blank." /> : <Plural value={cells} one="# cell is blank." other="# cells are blank." />)}
      {axis !== 'supplier' && <> <Trans>A blank cell is a gap.</Trans></>}
    </>
  )
}

function columnsOf(page: A3Page, axis: ScopeAxis): ScopeColumn[] {
  if (axis !== 'supplier') return page.scope.columns.filter((column) => column.axis === axis && column.id !== every)
  return page.scope.suppliers.map(({ supplier }) => ({ id: supplier.id, key: supplier.key, title: supplier.title, axis, status: supplier.status, within: null, named: 0 }))
}

/** Says what is in scope, where this person may and the day is today; otherwise undefined. */
function useStateScope(live: boolean): StateScope | undefined {
  const { t } = useLingui()
  const asOf = useAsOf()
  const may = useAbilities().includes(stateScope.name)
  const action = useAction(stateScope)
  if (!may || !live || asOf) return undefined
  return async (statement) => {
    const receipt = await action.mutateAsync(statement)
    say(t`Scope saved`, receipt.status === 'in force' ? undefined : t`It is in the draft of the scope until that is put in force.`)
  }
}
