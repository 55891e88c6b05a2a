import { Trans, useLingui } from '@lingui/react/macro'
import type { Body, CustomProps } from '../../../web/forms/form.ts'
import { Fault } from '../../../web/ui/Field.tsx'
import { Icon } from '../../../web/ui/Icon.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import type { FieldValue } from '../record.ts'
import { whole } from './blanks.ts'
import { FieldControl } from './FieldControl.tsx'
import styles from './Routine.module.css'

/** Values for fields of the form, those that are chosen to have one. */
export function ValuesEdit({ label, value, onChange, body, path, faultOf }: CustomProps) {
  const { t } = useLingui()
  const { fields } = whole(body)
  const values = (typeof value === 'object' && value !== null ? value : {}) as Record<string, FieldValue>
  const open = fields.filter((field) => field.id && !(field.id in values))
  const without = (id: string) => Object.fromEntries(Object.entries(values).filter(([name]) => name !== id))
  return (
    <fieldset className={styles.condition} data-path={path}>
      <legend>{label}</legend>
      {Object.entries(values).map(([id, given]) => {
        const field = fields.find((one) => one.id === id)
        return (
          <div key={id} className={styles.valueRow}>
            {field ? <FieldControl field={field} value={given} onChange={(next) => onChange({ ...values, [id]: next ?? '' })} fault={faultOf(`${path}.${id}`)} /> : <Fault><Trans>{id} is not in the form any more.</Trans></Fault>}
            <button type="button" className={styles.tool} aria-label={t`Remove ${field?.label ?? id}`} onClick={() => onChange(without(id))}>
              <Icon name="close" size={15} />
            </button>
          </div>
        )
      })}
      {open.length > 0 && <Select key={open.length} label={t`Add a field`} hideLabel placeholder={t`Add a field`} choices={open.map((field) => ({ value: field.id, label: field.label }))} value={null} onChange={(id) => id && onChange({ ...values, [id]: startOf(fields.find((field) => field.id === id)) })} />}
    </fieldset>
  )
}

function startOf(field: Body | undefined): FieldValue {
  if (field?.type === 'yes or no') return true
  return field?.type === 'several choices' ? [] : ''
}

export function valuesInWords(value: unknown): string[] {
  return Object.entries((typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>).map(([id, given]) => `${id}: ${Array.isArray(given) ? given.join(', ') : String(given)}`)
}
