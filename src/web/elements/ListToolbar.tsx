import { useLingui } from '@lingui/react/macro'
import { useEffect, useState, type Ref } from 'react'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, type MenuItem } from '../ui/Menu.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { ElementField, type Picked } from './ElementField.tsx'
import styles from './ListPage.module.css'
import type { ListSearch } from './listSearch.ts'

type ToolbarProps = {
  search: ListSearch
  onChange: (search: ListSearch) => void
  columns: readonly { id: string; label: string; shown: boolean; onChange: (shown: boolean) => void }[]
  more: readonly MenuItem[]
  filterField: Ref<HTMLInputElement>
}

/** Narrowing at the left, columns and what else can be done with the list at the right. */
export function ListToolbar({ search, onChange, columns, more, filterField }: ToolbarProps) {
  const { t } = useLingui()
  const [role, setRole] = useState<Picked | null>(null)
  const shownRole = search.accountable ? (role?.key === search.accountable ? role : { id: search.accountable, key: search.accountable, title: search.accountable }) : null
  return (
    <search className={styles.toolbar}>
      <FilterText ref={filterField} value={search.text ?? ''} onChange={(text) => onChange({ ...search, text: text || undefined })} />
      <Select
        className={styles.status}
        label={t`Status`}
        hideLabel
        value={search.status ?? null}
        placeholder={t`In use`}
        clearable
        onChange={(status) => onChange({ ...search, status: status ?? undefined })}
        choices={[
          { value: 'in force', label: t`In force` },
          { value: 'draft', label: t`Draft` },
          { value: 'retired', label: t`Retired` },
          { value: 'any', label: t`All, also retired` },
        ]}
      />
      <ElementField
        className={styles.role}
        label={t`Role that answers`}
        hideLabel
        placeholder={t`Any role`}
        kinds={['role']}
        value={shownRole}
        onChange={(next) => {
          setRole(next)
          onChange({ ...search, accountable: next?.key })
        }}
      />
      <span className={styles.gap} />
      <Popover label={t`Columns`} align="end" trigger={<Button look="quiet">{t`Columns`}</Button>}>
        <div className={styles.columns}>
          {columns.map((column) => (
            <Checkbox key={column.id} label={column.label} checked={column.shown} onChange={column.onChange} />
          ))}
        </div>
      </Popover>
      <Menu
        items={more}
        trigger={
          <Button look="quiet" aria-label={t`More about this list`}>
            <Icon name="more" />
          </Button>
        }
      />
    </search>
  )
}

// Typing is answered at once; the list follows when the fingers rest.
function FilterText({ ref, value, onChange }: { ref: Ref<HTMLInputElement>; value: string; onChange: (text: string) => void }) {
  const { t } = useLingui()
  const [draft, setDraft] = useState({ from: value, text: value })
  const text = draft.from === value ? draft.text : value
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), 200)
    return () => clearTimeout(timer)
  })
  return (
    <TextField ref={ref} className={styles.text} label={t`Filter`} hideLabel placeholder={t`Filter by words or key`} type="search" value={text} onChange={(next) => setDraft({ from: value, text: next })} />
  )
}
