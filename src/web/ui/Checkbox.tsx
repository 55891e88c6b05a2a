import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import { useId, type ReactNode } from 'react'
import { Fault } from './Field.tsx'
import styles from './fields.module.css'
import { Icon } from './Icon.tsx'

type ToggleProps = {
  label: ReactNode
  help?: ReactNode
  fault?: string | undefined
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  hideLabel?: boolean
}

export function Checkbox({ label, help, fault, checked, onChange, disabled, hideLabel, indeterminate }: ToggleProps & { indeterminate?: boolean }) {
  const id = useId()
  return (
    <div className={styles.check}>
      <BaseCheckbox.Root
        id={id}
        className={styles.box}
        checked={checked}
        onCheckedChange={onChange}
        aria-describedby={help ? `${id}-help` : undefined}
        {...(indeterminate && { indeterminate })}
        {...(disabled && { disabled })}
      >
        <BaseCheckbox.Indicator>
          <Icon name={indeterminate ? 'dash' : 'check'} size={13} />
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
      <ToggleWords {...{ id, label, help, fault, hideLabel }} />
    </div>
  )
}

function ToggleWords({ id, label, help, fault, hideLabel }: { id: string; label: ReactNode; help: ReactNode; fault: string | undefined; hideLabel: boolean | undefined }) {
  return (
    <>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : undefined}>
        {label}
      </label>
      {help && (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      )}
      {fault && <Fault>{fault}</Fault>}
    </>
  )
}
