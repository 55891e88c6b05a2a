import { useLingui } from '@lingui/react/macro'
import { lazy, Suspense } from 'react'
import { Field, type FieldProps } from './Field.tsx'
import { StillControl } from './StillControl.tsx'

const SelectControl = lazy(async () => ({ default: (await import('./SelectControl.tsx')).SelectControl }))

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

/** One of a closed set. What opens it is loaded when it is first shown; until then its place and its value are there. */
export function Select<Value extends string>({ value, onChange, choices, placeholder, clearable = false, disabled = false, ...field }: SelectProps<Value>) {
  const { t } = useLingui()
  const empty = placeholder ?? t`Choose`
  const chosen = choices.find((choice) => choice.value === value)?.label
  return (
    <Field {...field}>
      {(control) => (
        <Suspense fallback={<StillControl words={chosen} empty={empty} />}>
          <SelectControl {...{ value, choices, empty, clearable, disabled, control }} onChange={(next) => onChange(next as Value | null)} />
        </Suspense>
      )}
    </Field>
  )
}
