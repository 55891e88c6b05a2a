import { Select as Base } from '@base-ui/react/select'
import { classes } from './classes.ts'
import type { ControlProps } from './Field.tsx'
import styles from './fields.module.css'
import { Icon } from './Icon.tsx'
import popup from './popup.module.css'

export type SelectControlProps = {
  value: string | null
  onChange: (value: string | null) => void
  choices: readonly { value: string; label: string }[]
  empty: string
  clearable: boolean
  disabled: boolean
  control: ControlProps
}

/** The control itself, loaded when a field is first shown. */
export function SelectControl({ value, onChange, choices, empty, clearable, disabled, control }: SelectControlProps) {
  const items = clearable ? [{ value: null, label: empty }, ...choices] : choices
  return (
    <Base.Root items={items} value={value} onValueChange={onChange} {...(disabled && { disabled })}>
      <Base.Trigger {...control} className={classes(styles.control, styles.trigger)}>
        <Base.Value className={styles.value}>
          {(chosen: string | null) => choices.find((choice) => choice.value === chosen)?.label ?? <span className={styles.placeholder}>{empty}</span>}
        </Base.Value>
        <Base.Icon>
          <Icon name="down" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={popup.positioner} sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className={classes(popup.popup, popup.list)}>
            {items.map((item) => (
              <Base.Item key={item.value ?? ''} value={item.value} className={popup.item}>
                <Base.ItemText className={classes(item.value === null && popup.none)}>{item.label}</Base.ItemText>
                <Base.ItemIndicator className={popup.tick}>
                  <Icon name="check" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
