import { useLingui } from '@lingui/react/macro'
import { useId, type ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './fields.module.css'

/** What the control inside a field spreads onto itself, so that label, help and fault belong to it. */
export type ControlProps = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true; 'aria-required'?: true }

export type FieldProps = {
  label: ReactNode
  /** One sentence on what to write. */
  help?: ReactNode
  /** What is wrong here and what would be right. */
  fault?: string | undefined
  required?: boolean
  optional?: boolean
  /** Keeps the label for screen readers only, where the place already says it. */
  hideLabel?: boolean
  className?: string
}

export function Field({ label, help, fault, required, optional, hideLabel, className, children }: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const { t } = useLingui()
  const id = useId()
  const described = [help ? `${id}-help` : '', fault ? `${id}-fault` : ''].filter(Boolean).join(' ')
  return (
    <div className={classes(styles.field, className)} data-fault={fault ? '' : undefined}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : styles.label}>
        {label}
        {optional && <span className={styles.optional}> {t`optional`}</span>}
      </label>
      {help && (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      )}
      {children({ id, ...(described && { 'aria-describedby': described }), ...(fault && { 'aria-invalid': true }), ...(required && { 'aria-required': true }) })}
      {fault && <Fault id={`${id}-fault`}>{fault}</Fault>}
    </div>
  )
}

export function Fault({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className={styles.fault}>
      <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">
        <rect width="9" height="9" fill="currentColor" />
      </svg>
      {children}
    </p>
  )
}
