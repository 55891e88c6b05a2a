import { Trans } from '@lingui/react/macro'
import { FieldEdit } from './FieldEdit.tsx'
import { valueAt, withValue, type FieldsProps, type FormField } from './form.ts'
import styles from './forms.module.css'

/** The fields of a body, or of an item in it. Each carries its path, so that a fault finds it. */
export function BodyForm(props: FieldsProps) {
  const { fields, body, holder, row } = props
  const shown = fields.filter((field) => !field.when || field.when(holder, body))
  const more = shown.filter((field) => field.more)
  const rest = <Fields {...props} fields={shown.filter((field) => !field.more)} />
  if (!more.length) return <div className={row ? styles.row : styles.fields}>{rest}</div>
  return (
    <div className={styles.fields}>
      <div className={row ? styles.row : styles.fields}>{rest}</div>
      <details className={styles.more} open={more.some((field) => isSaid(props, field)) || undefined}>
        <summary>
          <Trans>More</Trans>
        </summary>
        <div className={styles.fields}>
          <Fields {...props} fields={more} />
        </div>
      </details>
    </div>
  )
}

function Fields({ fields, body, holder, onChange, path, faultOf }: FieldsProps) {
  return fields.map((field) => {
    const at = `${path}.${field.name}`
    const short = field.type === 'number' || field.type === 'day' || field.type === 'time' || (field.type === 'text' && field.short)
    return (
      <div key={field.name} data-path={at} data-short={short ? '' : undefined}>
        <FieldEdit field={field} value={valueAt(holder, field.name)} onChange={(value) => onChange(withValue(holder, field.name, value))} body={body} path={at} faultOf={faultOf} Fields={BodyForm} />
      </div>
    )
  })
}

// What is filled in or wrong is never hidden.
function isSaid({ holder, path, faultOf }: FieldsProps, field: FormField): boolean {
  const value = valueAt(holder, field.name)
  const filled = Array.isArray(value) ? value.length > 0 : value !== '' && value !== null && value !== undefined && value !== false
  return filled || faultOf(`${path}.${field.name}`) !== undefined
}
