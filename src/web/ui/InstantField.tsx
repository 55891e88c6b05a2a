import { useSession } from '../session.ts'
import { instantAt, wallTime } from '../zoned.ts'
import { classes } from './classes.ts'
import { Field, type FieldProps } from './Field.tsx'
import styles from './fields.module.css'

/** A day and a time on the organisation's clock, kept as an instant in UTC; null while none is given. */
export function InstantField({ value, onChange, max, ...field }: FieldProps & { value: string | null; onChange: (value: string | null) => void; max?: string }) {
  const zone = useSession().data?.organisation?.timeZone
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          type="datetime-local"
          className={classes(styles.control, styles.instant)}
          value={wallTime(value, zone)}
          {...(max && { max: wallTime(max, zone) })}
          onChange={(event) => onChange(instantAt(event.target.value.slice(0, 16), zone))}
        />
      )}
    </Field>
  )
}
