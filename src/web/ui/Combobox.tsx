import { useLingui } from '@lingui/react/macro'
import { lazy, Suspense } from 'react'
import { Field, type FieldProps } from './Field.tsx'
import type { ComboboxSource } from './option.ts'
import { StillControl } from './StillControl.tsx'

const ComboboxControl = lazy(async () => ({ default: (await import('./ComboboxControl.tsx')).ComboboxControl }))

/** A field that searches while one types; what searches is loaded when it is first shown. */
export function Combobox({ value, onChange, source, find, placeholder, disabled = false, ...field }: FieldProps & ComboboxSource & { placeholder?: string; disabled?: boolean }) {
  const { t } = useLingui()
  const empty = placeholder ?? t`Search`
  return (
    <Field {...field}>
      {(control) => (
        <Suspense fallback={<StillControl words={value?.title} empty={empty} />}>
          <ComboboxControl {...{ value, onChange, source, find, empty, disabled, control }} />
        </Suspense>
      )}
    </Field>
  )
}
