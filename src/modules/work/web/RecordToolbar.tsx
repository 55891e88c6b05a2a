import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState, type ReactNode } from 'react'
import { useAsOf } from '../../../web/asOf.ts'
import { ElementField, type Picked } from '../../../web/elements/ElementField.tsx'
import list from '../../../web/elements/ListPage.module.css'
import { useSession } from '../../../web/session.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import { Icon } from '../../../web/ui/Icon.tsx'
import { Menu, type MenuItem } from '../../../web/ui/Menu.tsx'
import { Popover } from '../../../web/ui/Popover.tsx'
import { Select, type Choice } from '../../../web/ui/Select.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import styles from './Records.module.css'
import type { RecordSearch } from './recordSearch.ts'

type Change = (search: RecordSearch) => void
export type Choices = { states: readonly Choice[]; priorities: readonly string[]; routines: readonly Choice[] }

type ToolbarProps = {
  search: RecordSearch
  onChange: Change
  choices: Choices
  columns?: readonly { id: string; label: string; shown: boolean; onChange: (shown: boolean) => void }[]
  more?: readonly MenuItem[]
}

/** Narrowing at the left, columns and what else can be done with the list at the right. */
export function RecordToolbar({ search, onChange, choices, columns, more }: ToolbarProps) {
  const { t } = useLingui()
  const put = (change: RecordSearch) => onChange({ ...search, ...change })
  return (
    <search className={list.toolbar}>
      <FilterText value={search.text ?? ''} onChange={(text) => put({ text: text || undefined })} />
      {choices.routines.length > 0 && <Select className={styles.narrowing} label={t`Routine`} hideLabel placeholder={t`Any routine`} clearable value={search.routine ?? null} onChange={(routine) => put({ routine: routine ?? undefined, state: undefined, priority: undefined })} choices={choices.routines} />}
      {choices.states.length > 0 && <Select className={styles.narrowing} label={t`Step`} hideLabel placeholder={t`Any step`} clearable value={search.state ?? null} onChange={(state) => put({ state: state ?? undefined })} choices={choices.states} />}
      {choices.priorities.length > 0 && <Select className={styles.narrowing} label={t`Priority`} hideLabel placeholder={t`Any priority`} clearable value={search.priority ?? null} onChange={(priority) => put({ priority: priority ?? undefined })} choices={choices.priorities.map((value) => ({ value, label: value }))} />}
      <AssigneeSelect search={search} put={put} />
      <Narrower search={search} put={put} />
      <span className={list.gap} />
      {columns && (
        <Popover label={t`Columns`} align="end" trigger={<Button look="quiet">{t`Columns`}</Button>}>
          <div className={list.columns}>
            {columns.map((column) => (
              <Checkbox key={column.id} label={column.label} checked={column.shown} onChange={column.onChange} />
            ))}
          </div>
        </Popover>
      )}
      {more && (
        <Menu
          items={more}
          trigger={
            <Button look="quiet" aria-label={t`More about this list`}>
              <Icon name="more" />
            </Button>
          }
        />
      )}
    </search>
  )
}

function AssigneeSelect({ search, put }: { search: RecordSearch; put: Change }) {
  const { t } = useLingui()
  const choices = [{ value: 'me', label: t`Mine` }, { value: 'none', label: t`With nobody yet` }]
  const known = choices.some((choice) => choice.value === search.assignee)
  return <Select className={styles.narrowing} label={t`Who has it`} hideLabel placeholder={t`Anybody’s`} clearable value={search.assignee ?? null} onChange={(assignee) => put({ assignee: assignee ?? undefined })} choices={known || !search.assignee ? choices : [...choices, { value: search.assignee, label: t`Somebody` }]} />
}

/** Narrowing that is needed less often, one press away; how much of it holds is said on its button. */
function Narrower({ search, put }: { search: RecordSearch; put: Change }) {
  const { t } = useLingui()
  const me = useSession().data?.person?.id
  const asOf = useAsOf()
  const count = [search.standing, search.overdue, search.watched, search.service, search.role].filter(Boolean).length
  return (
    <Popover label={t`More filters`} trigger={<Button look={count > 0 ? 'plain' : 'quiet'}>{count > 0 ? <Trans>Filters ({count})</Trans> : <Trans>Filters</Trans>}</Button>}>
      <div className={list.columns} style={{ width: '16rem' }}>
        <Select label={t`Standing`} value={search.standing ?? 'open'} onChange={(standing) => put({ standing: standing === 'open' || standing === null ? undefined : standing })} choices={[{ value: 'open', label: t`Open` }, { value: 'closed', label: t`Closed` }, { value: 'any', label: t`Open and closed` }]} />
        <PickNarrower label={t`Service`} kind="service" value={search.service} onChange={(service) => put({ service })} />
        <PickNarrower label={t`Role that has it`} kind="role" value={search.role} onChange={(role) => put({ role })} />
        <Checkbox label={t`Only what is late`} checked={search.overdue === true} onChange={(on) => put({ overdue: on ? true : undefined })} />
        {me && !asOf && <Checkbox label={t`Only what I watch`} checked={search.watched === true} onChange={(on) => put({ watched: on ? true : undefined })} />}
      </div>
    </Popover>
  )
}

function PickNarrower({ label, kind, value, onChange }: { label: ReactNode; kind: string; value: string | undefined; onChange: (key: string | undefined) => void }) {
  const { t } = useLingui()
  const [picked, setPicked] = useState<Picked | null>(null)
  const shown = value ? (picked?.key === value ? picked : { id: value, key: value, title: value }) : null
  return (
    <ElementField
      label={label}
      kinds={[kind]}
      placeholder={t`Any`}
      value={shown}
      onChange={(next) => {
        setPicked(next)
        onChange(next?.key)
      }}
    />
  )
}

// Typing is answered at once; the list follows when the fingers rest.
function FilterText({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useLingui()
  const [draft, setDraft] = useState({ from: value, text: value })
  const text = draft.from === value ? draft.text : value
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), 200)
    return () => clearTimeout(timer)
  })
  return <TextField className={list.text} label={t`Filter`} hideLabel placeholder={t`Filter by words or key`} type="search" value={text} onChange={(next) => setDraft({ from: value, text: next })} />
}
