import { Select as Base } from '@base-ui/react/select'
import { useLingui } from '@lingui/react/macro'
import { classes } from './classes.ts'
import { Field, type FieldProps } from './Field.tsx'
import styles from './fields.module.css'
import { Icon } from './Icon.tsx'
import popup from './popup.module.css'

export type Choice<Value extends string = string> = { value: Value; label: string }

type SelectProps<Value extends string> = FieldProps & {
  value: Value | null
  onChange: (value: Value | null) => void
  choices: readonly Choice<Value>[]
  /** What the closed field says while nothing is chosen. */
  placeholder?: string
  /** Offers a choice that takes the value away again. */
  clearable?: boolean
  disabled?: boolean
}

export function Select<Value extends string>({ value, onChange, choices, placeholder, clearable, disabled, ...field }: SelectProps<Value>) {
  const { t } = useLingui()
  const empty = placeholder ?? t`Choose`
  const items = clearable ? [{ value: null, label: empty }, ...choices] : choices
  return (
    <Field {...field}>
      {(control) => (
        <Base.Root items={items} value={value} onValueChange={(next) => onChange(next as Value | null)} {...(disabled && { disabled })}>
          <Base.Trigger {...control} className={classes(styles.control, styles.trigger)}>
            <Base.Value className={styles.value}>
              {(chosen: Value | null) => choices.find((choice) => choice.value === chosen)?.label ?? <span className={styles.placeholder}>{empty}</span>}
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
      )}
    </Field>
  )
}
