import type { InputHTMLAttributes, Ref, TextareaHTMLAttributes } from 'react'
import { classes } from './classes.ts'
import { Field, type FieldProps } from './Field.tsx'
import styles from './fields.module.css'

type Text = { value: string; onChange: (value: string) => void }
type InputProps = FieldProps & Text & Omit<InputHTMLAttributes<HTMLInputElement>, keyof FieldProps | keyof Text> & { ref?: Ref<HTMLInputElement> }

export function TextField({ label, help, fault, required, optional, hideLabel, className, value, onChange, ...rest }: InputProps) {
  return (
    <Field {...{ label, help, fault, hideLabel }} {...(required && { required })} {...(optional && { optional })} {...(className && { className })}>
      {(control) => <input type="text" {...rest} {...control} className={styles.control} value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  )
}

type AreaProps = FieldProps & Text & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, keyof FieldProps | keyof Text> & { ref?: Ref<HTMLTextAreaElement> }

/** Several lines; grows with what is written. */
export function TextArea({ label, help, fault, required, optional, hideLabel, className, value, onChange, ...rest }: AreaProps) {
  return (
    <Field {...{ label, help, fault, hideLabel }} {...(required && { required })} {...(optional && { optional })} {...(className && { className })}>
      {(control) => <textarea rows={3} {...rest} {...control} className={styles.control} value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  )
}

type NumberProps = FieldProps & { value: number | null; onChange: (value: number | null) => void; min?: number; max?: number; step?: number | 'any'; unit?: string; disabled?: boolean }

/** A number, or nothing. */
export function NumberField({ value, onChange, min, max, step = 'any', unit, disabled, ...field }: NumberProps) {
  return (
    <Field {...field}>
      {(control) => (
        <span className={styles.withUnit}>
          <input
            {...control}
            {...{ min, max, step, disabled }}
            type="number"
            inputMode="decimal"
            className={classes(styles.control, styles.number)}
            value={value ?? ''}
            onChange={(event) => onChange(event.target.value === '' ? null : event.target.valueAsNumber)}
          />
          {unit && <span className={styles.unit}>{unit}</span>}
        </span>
      )}
    </Field>
  )
}

type DayProps = FieldProps & { value: string | null; onChange: (value: string | null) => void; min?: string; max?: string; disabled?: boolean; ref?: Ref<HTMLInputElement> }

/** A calendar day as YYYY-MM-DD, or nothing. */
export function DayField({ value, onChange, min, max, disabled, ref, ...field }: DayProps) {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          {...{ min, max, disabled, ref }}
          type="date"
          className={classes(styles.control, styles.day)}
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value || null)}
        />
      )}
    </Field>
  )
}
