import { FieldEdit } from './FieldEdit.tsx'
import { valueAt, withValue, type FieldsProps } from './form.ts'
import styles from './forms.module.css'

/** The fields of a body, or of an item in it. Each carries its path, so that a fault finds it. */
export function BodyForm({ fields, body, holder, onChange, path, faultOf, row }: FieldsProps) {
  return (
    <div className={row ? styles.row : styles.fields}>
      {fields
        .filter((field) => !field.when || field.when(holder, body))
        .map((field) => {
          const at = `${path}.${field.name}`
          const short = field.type === 'number' || field.type === 'day' || field.type === 'time' || (field.type === 'text' && field.short)
          return (
            <div key={field.name} data-path={at} data-short={short ? '' : undefined}>
              <FieldEdit field={field} value={valueAt(holder, field.name)} onChange={(value) => onChange(withValue(holder, field.name, value))} body={body} path={at} faultOf={faultOf} Fields={BodyForm} />
            </div>
          )
        })}
    </div>
  )
}
