import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { useAsOf } from '../asOf.ts'
import { Page, type Crumb } from '../shell/Page.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { EmptyState, Waiting } from '../ui/EmptyState.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { dayInWords } from '../words.ts'
import { BulkBar } from './BulkBar.tsx'
import { useIsFounding } from './founding.ts'
import { kindAt, kinds, type WebKind } from './kinds.ts'
import { useElementList } from './listData.ts'
import styles from './ListPage.module.css'
import { ListTable } from './ListTable.tsx'
import { useRowKeys } from './useRowKeys.ts'
import { ListToolbar } from './ListToolbar.tsx'
import type { ListSearch } from './listSearch.ts'
import type { InPlace } from './RowVerbs.tsx'
import { useListMenu } from './listMenu.tsx'
import { useListModel } from './listModel.ts'

export function ListPage() {
  const { path } = useParams({ from: '/$path' })
  const kind = kindAt(path)
  return kind ? <KindList key={kind.kind} kind={kind} /> : null
}

function KindList({ kind }: { kind: WebKind }) {
  const { i18n } = useLingui()
  const navigate = useNavigate()
  const asOf = useAsOf()
  const { asOf: _, ...search } = useSearch({ from: '/$path' }) as ListSearch & { asOf?: string }
  const change = (next: ListSearch) => void navigate({ to: '/$path', params: { path: kind.path }, search: next, replace: true })
  const list = useElementList(kind, search, asOf)
  const model = useListModel(kind, list.data)
  const filter = useRef<HTMLInputElement>(null)
  const { items, dialog } = useListMenu(kind, search, change, model)
  const mayCreate = model.abilities.includes(`${kind.kind}.draft`) && !asOf
  useListKeys(kind, mayCreate, model)
  const inPlace = useInPlace(kind, model.abilities)
  const narrowed = Boolean(search.text || search.status || search.accountable)
  const sort = (by: NonNullable<ListSearch['sort']>) => change({ ...search, sort: by, direction: by === (search.sort ?? 'title') && search.direction !== 'desc' ? 'desc' : undefined })
  return (
    <Page name={i18n._(kind.many)} wide crumbs={crumbsOf(kind)} verbs={mayCreate && (narrowed || model.rows.length > 0) && <CreateLink kind={kind} />}>
      <Siblings kind={kind} />
      {(narrowed || model.rows.length > 0) && <ListToolbar search={search} onChange={change} columns={model.columnChoices} more={items} filterField={filter} />}
      {list.error && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting label={i18n._(kind.many)} />}
      {list.data && model.rows.length === 0 && <Nothing kind={kind} narrowed={narrowed} mayCreate={mayCreate} onAll={() => change({})} />}
      {model.rows.length > 0 && (
        <div>
          <ListTable table={model.table} caption={i18n._(kind.many)} search={search} onSort={sort} selectable={model.bulkVerbs.length > 0} inPlace={inPlace} />
          <More shown={model.rows.length} next={list.hasNextPage} busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />
          <BulkBar kind={kind} model={model} />
        </div>
      )}
      {dialog}
    </Page>
  )
}

/** While founding, rows are renamed and struck out where they stand. */
function useInPlace(kind: WebKind, abilities: readonly string[]): InPlace | undefined {
  const founding = useIsFounding()
  const [mayRename, mayStrikeOut] = [abilities.includes(`${kind.kind}.draft`), abilities.includes(`${kind.kind}.retire`)]
  return useAsOf() === undefined && founding && (mayRename || mayStrikeOut) ? { kind, mayRename, mayStrikeOut } : undefined
}

function crumbsOf(kind: WebKind): Crumb[] {
  if (kind.place === 'operating model') return [{ label: <Trans>Operating model</Trans>, to: '/operating-model' }]
  return kind.kind === 'policy' || kind.place !== 'policies' ? [] : [{ label: <Trans>Policies</Trans>, to: '/$path', params: { path: 'policies' } }]
}

function CreateLink({ kind }: { kind: WebKind }) {
  const { i18n } = useLingui()
  return (
    <ButtonLink look="primary" to="/$path/new" params={{ path: kind.path }}>
      {i18n._(kind.create)}
    </ButtonLink>
  )
}

/** The kinds that live in the same place, one click away. */
export function Siblings({ kind }: { kind: WebKind }) {
  const { t, i18n } = useLingui()
  const near = kinds.filter((other) => other.place === kind.place)
  if (near.length < 2 || kind.place === 'settings') return null
  return (
    <nav className={styles.siblings} aria-label={t`Related lists`}>
      {near.map((other) => (
        <Link key={other.kind} to="/$path" params={{ path: other.path }} aria-current={other.kind === kind.kind ? 'page' : undefined}>
          {i18n._(other.many)}
        </Link>
      ))}
    </nav>
  )
}

function Nothing({ kind, narrowed, mayCreate, onAll }: { kind: WebKind; narrowed: boolean; mayCreate: boolean; onAll: () => void }) {
  const { i18n } = useLingui()
  const asOf = useAsOf()
  if (narrowed) {
    return (
      <EmptyState title={<Trans>Nothing matches</Trans>} verb={<Button onClick={onAll}><Trans>Show all in use</Trans></Button>}>
        <p>
          <Trans>No element here fits this filter. Take a word out, or choose another status.</Trans>
        </p>
      </EmptyState>
    )
  }
  const many = i18n._(kind.many).toLocaleLowerCase(i18n.locale)
  const day = dayInWords(asOf)
  if (asOf) return <EmptyState title={<Trans>No {many} on {day}</Trans>}><p><Trans>Nothing of this kind was in force at the end of that day.</Trans></p></EmptyState>
  return (
    <EmptyState
      title={<Trans>No {many} yet</Trans>}
      verb={
        mayCreate && (
          <ButtonLink look="primary" to="/$path/new" params={{ path: kind.path }}>
            {i18n._(kind.create)}
          </ButtonLink>
        )
      }
    >
      <p>{i18n._(kind.teaches)}</p>
    </EmptyState>
  )
}

function More({ shown, next, busy, onMore }: { shown: number; next: boolean; busy: boolean; onMore: () => void }) {
  return (
    <div className={styles.more} style={{ paddingBlock: '0.875rem' }}>
      <span>{next ? <Trans>The first {shown} are shown.</Trans> : <Trans>{shown} in all</Trans>}</span>
      {next && (
        <Button small busy={busy} onClick={onMore}>
          <Trans>Show more</Trans>
        </Button>
      )}
    </div>
  )
}

function useListKeys(kind: WebKind, mayCreate: boolean, model: ReturnType<typeof useListModel>): void {
  const navigate = useNavigate()
  useRowKeys({
    select: model.bulkVerbs.length > 0 ? (id) => model.table.getRow(id).toggleSelected() : undefined,
    keys: {
      n: () => {
        if (mayCreate) void navigate({ to: '/$path/new', params: { path: kind.path } })
      },
    },
  })
}
