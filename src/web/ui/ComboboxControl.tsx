import { Combobox as Base } from '@base-ui/react/combobox'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import { classes } from './classes.ts'
import type { ComboboxSource, Option } from './option.ts'
import type { ControlProps } from './Field.tsx'
import styles from './fields.module.css'
import { Icon } from './Icon.tsx'
import popup from './popup.module.css'

export type ComboboxControlProps = ComboboxSource & { control: ControlProps; empty: string; disabled: boolean }

/** The control itself, loaded when a field is first shown. */
export function ComboboxControl({ value, onChange, source, find, empty, disabled, control }: ComboboxControlProps) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const { items, waiting } = useFound(source, find, text, value, open)
  return (
    <Base.Root
      items={items}
      value={value}
      onValueChange={onChange}
      onOpenChange={setOpen}
      onInputValueChange={(next, { reason }) => setText(reason === 'item-press' ? '' : next)}
      itemToStringLabel={(option: Option) => option.title}
      isItemEqualToValue={(one: Option, other: Option) => one.id === other.id}
      filter={null}
      {...(disabled && { disabled })}
    >
      <Base.InputGroup className={styles.group}>
        <Base.Input {...control} className={styles.control} placeholder={empty} autoComplete="off" />
        <span className={styles.inside}>
          {value && (
            <Base.Clear className={styles.icon} aria-label={t`Clear`}>
              <Icon name="close" size={14} />
            </Base.Clear>
          )}
          <Base.Trigger className={styles.icon} aria-label={t`Show choices`}>
            <Icon name="down" />
          </Base.Trigger>
        </span>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner className={popup.positioner} sideOffset={4} align="start">
          <Base.Popup className={classes(popup.popup, popup.list)}>
            <Base.Status className={popup.empty}>{waiting ? t`Searching…` : ''}</Base.Status>
            <Base.Empty className={popup.empty}>{waiting ? '' : t`Nothing matches.`}</Base.Empty>
            <Base.List>{(option: Option) => <OptionRow key={option.id} option={option} />}</Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function OptionRow({ option }: { option: Option }) {
  return (
    <Base.Item value={option} className={popup.item}>
      {option.key && <span className={popup.key}>{option.key}</span>}
      <span>{option.title}</span>
      {option.hint && <span className={popup.end}>{option.hint}</span>}
      <Base.ItemIndicator className={popup.tick}>
        <Icon name="check" />
      </Base.ItemIndicator>
    </Base.Item>
  )
}

// The chosen option stays in the list while others stream in; its own title in the field is no search.
function useFound(source: string, find: ComboboxSource['find'], text: string, value: Option | null, open: boolean) {
  const wanted = useDeferredValue(text.trim() === value?.title ? '' : text.trim())
  const { data, isFetching } = useQuery({
    queryKey: ['find', source, wanted],
    queryFn: async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, wanted ? 120 : 0))
      return signal.aborted ? [] : find(wanted, signal)
    },
    enabled: open,
    placeholderData: (before) => before,
    staleTime: 10_000,
  })
  const items = useMemo(() => {
    const found = data ?? []
    return value && !wanted && !found.some((option) => option.id === value.id) ? [value, ...found] : [...found]
  }, [data, value, wanted])
  return { items, waiting: isFetching && !data }
}
