import { useLingui } from '@lingui/react/macro'
import { lazy, Suspense } from 'react'
import { Field, type FieldProps } from './Field.tsx'
import { StillControl } from './StillControl.tsx'

const ComboboxControl = lazy(async () => ({ default: (await import('./ComboboxControl.tsx')).ComboboxControl }))

/** Something that may be chosen: `key` stands beside its title where it has one. */
export type Option = { id: string; title: string; key?: string; hint?: string }

export type ComboboxSource = {
  value: Option | null
  onChange: (value: Option | null) => void
  /** Names the source; together with the typed text it identifies an answer. */
  source: string
  find: (text: string, signal: AbortSignal) => Promise<readonly Option[]>
}

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
