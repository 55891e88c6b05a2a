import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { ElementField, type Picked } from '../../../web/elements/ElementField.tsx'
import { kinds } from '../../../web/elements/kinds.ts'
import { PersonField } from '../../../web/settings/PersonField.tsx'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import { Fault } from '../../../web/ui/Field.tsx'
import { InstantField } from '../../../web/ui/InstantField.tsx'
import type { Option } from '../../../web/ui/option.ts'
import { Select } from '../../../web/ui/Select.tsx'
import { DayField, NumberField, TextArea, TextField } from '../../../web/ui/TextField.tsx'
import type { RecordView } from '../record.contract.ts'
import { DurationField } from './DurationField.tsx'
import styles from './Form.module.css'

export type RecordField = RecordView['fields'][number]
export type FieldValue = RecordField['value']

type FieldInputProps = { field: RecordField; value: FieldValue; onChange: (value: FieldValue) => void; fault?: string | undefined; required?: boolean; hideLabel?: boolean }

/** The control for one field of a routine's form. */
export function FieldInput(props: FieldInputProps) {
  const { field, value, onChange, fault, required = field.required, hideLabel } = props
  const common = { label: field.label, help: field.hint || undefined, fault, ...(required ? { required } : { optional: !hideLabel }), ...(hideLabel && { hideLabel }) }
  const said = typeof value === 'string' ? value : ''
  const put = (next: string) => onChange(next === '' ? null : next)
  switch (field.type) {
    case 'long text':
      return <TextArea {...common} value={said} onChange={put} />
    case 'number':
      return <NumberField {...common} value={typeof value === 'number' ? value : null} onChange={(next) => onChange(next === null || Number.isNaN(next) ? null : next)} />
    case 'yes or no':
    case 'choice':
      return <ChoiceInput {...props} />
    case 'several choices':
      return <SeveralInput {...props} />
    case 'day':
      return <DayField {...common} value={said || null} onChange={onChange} />
    case 'instant':
      return <InstantField {...common} value={said || null} onChange={onChange} />
    case 'duration':
      return <DurationField {...common} value={said || null} onChange={onChange} />
    case 'element':
    case 'person':
      return <PickInput {...props} />
    default:
      return <TextField {...common} value={said} onChange={put} />
  }
}

function ChoiceInput({ field, value, onChange, fault, required = field.required, hideLabel }: FieldInputProps) {
  const { t } = useLingui()
  const choices = field.type === 'choice' ? field.choices.map((choice) => ({ value: choice, label: choice })) : [{ value: 'true', label: t`Yes` }, { value: 'false', label: t`No` }]
  const shown = typeof value === 'boolean' ? String(value) : typeof value === 'string' && value ? value : null
  const choose = (next: string | null) => onChange(next === null || field.type === 'choice' ? next : next === 'true')
  return <Select label={field.label} help={field.hint || undefined} fault={fault} {...(required ? { required } : { optional: !hideLabel, clearable: true })} {...(hideLabel && { hideLabel })} value={shown} onChange={choose} choices={choices} />
}

function SeveralInput({ field, value, onChange, fault, hideLabel }: FieldInputProps) {
  const chosen = Array.isArray(value) ? value : []
  const toggle = (choice: string, on: boolean) => onChange(field.choices.filter((one) => (one === choice ? on : chosen.includes(one))))
  return (
    <fieldset className={styles.several}>
      <legend className={hideLabel ? 'visually-hidden' : styles.legend}>{field.label}</legend>
      {field.hint && <p className={styles.hint}>{field.hint}</p>}
      {field.choices.map((choice) => (
        <Checkbox key={choice} label={choice} checked={chosen.includes(choice)} onChange={(on) => toggle(choice, on)} />
      ))}
      {fault && <Fault>{fault}</Fault>}
    </fieldset>
  )
}

/** An element or a person; what is kept is its id. */
function PickInput({ field, value, onChange, fault, hideLabel }: FieldInputProps) {
  const said = typeof value === 'string' ? value : ''
  const [picked, setPicked] = useState<Picked | Option | null>(said ? { id: said, title: field.shown || said } : null)
  const shown = picked?.id === said ? picked : said ? { id: said, title: field.shown || said } : null
  const common = { label: field.label, help: field.hint || undefined, fault, ...(hideLabel && { hideLabel }) }
  const choose = (next: Picked | Option | null) => {
    setPicked(next)
    onChange(next?.id ?? null)
  }
  if (field.type === 'person') return <PersonField {...common} value={shown} onChange={choose} />
  return <ElementField {...common} kinds={field.elementKind ? [field.elementKind] : kinds.map((kind) => kind.kind)} value={shown} onChange={choose} />
}
