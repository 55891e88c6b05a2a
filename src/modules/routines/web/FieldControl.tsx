import { useLingui } from '@lingui/react/macro'
import { SpanField } from '../../../web/forms/TimeFields.tsx'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import { Fault } from '../../../web/ui/Field.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { DayField, NumberField, TextArea, TextField } from '../../../web/ui/TextField.tsx'
import type { FieldValue } from '../record.ts'
import type { RoutineField } from '../routine-body.ts'
import styles from './Routine.module.css'

type FieldControlProps = { field: RoutineField; value: FieldValue | undefined; onChange: (value: FieldValue) => void; fault?: string | undefined; required?: boolean }

/** A field of the form with a value in it, where no real person or element is at hand: those are written as words. */
export function FieldControl({ field, value, onChange, fault, required }: FieldControlProps) {
  const { t } = useLingui()
  const common = { label: field.label, help: field.hint || undefined, fault, ...(required && { required }) }
  const said = typeof value === 'string' ? value : ''
  switch (field.type) {
    case 'long text':
      return <TextArea {...common} value={said} onChange={onChange} />
    case 'number':
      return <NumberField {...common} value={typeof value === 'number' ? value : null} onChange={onChange} />
    case 'yes or no':
      return <Select {...common} choices={[{ value: 'yes', label: t`Yes` }, { value: 'no', label: t`No` }]} clearable value={value === true ? 'yes' : value === false ? 'no' : null} onChange={(next) => onChange(next === null ? null : next === 'yes')} />
    case 'choice':
      return <Select {...common} choices={field.choices.map((choice) => ({ value: choice, label: choice }))} clearable value={said || null} onChange={onChange} />
    case 'several choices':
      return <Several field={field} value={Array.isArray(value) ? value : []} onChange={onChange} fault={fault} />
    case 'day':
      return <DayField {...common} value={said || null} onChange={onChange} />
    case 'instant':
      return <TextField {...common} type="datetime-local" value={said.slice(0, 16)} onChange={(next) => onChange(next ? `${next}:00.000Z` : null)} />
    case 'duration':
      return <SpanField {...common} value={said || null} onChange={onChange} />
    default:
      return <TextField {...common} value={said} onChange={onChange} />
  }
}

function Several({ field, value, onChange, fault }: { field: RoutineField; value: readonly string[]; onChange: (value: FieldValue) => void; fault: string | undefined }) {
  return (
    <fieldset className={styles.condition}>
      <legend>{field.label}</legend>
      {field.choices.map((choice) => (
        <Checkbox key={choice} label={choice} checked={value.includes(choice)} onChange={(checked) => onChange(checked ? [...value, choice] : value.filter((one) => one !== choice))} />
      ))}
      {fault && <Fault>{fault}</Fault>}
    </fieldset>
  )
}
