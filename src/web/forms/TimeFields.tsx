import { useLingui } from '@lingui/react/macro'
import { classes } from '../ui/classes.ts'
import { Combobox } from '../ui/Combobox.tsx'
import { Fault, Field, type FieldProps } from '../ui/Field.tsx'
import fields from '../ui/fields.module.css'
import { Select } from '../ui/Select.tsx'
import { NumberField } from '../ui/TextField.tsx'
import styles from './forms.module.css'
import { weekdayWords } from './words.ts'

type Value<Kept> = { value: Kept; onChange: (value: Kept) => void }

/** A span such as P3M, as a number and a unit; empty while none is agreed. */
export function SpanField({ value, onChange, label, help, fault }: FieldProps & Value<string | null>) {
  const { t } = useLingui()
  const [, count, unit] = /^P(\d+)([YMWD])$/.exec(value ?? '') ?? []
  const units = [
    { value: 'D', label: t`days` },
    { value: 'W', label: t`weeks` },
    { value: 'M', label: t`months` },
    { value: 'Y', label: t`years` },
  ]
  const put = (number: number | null, of: string) => onChange(number === null || Number.isNaN(number) ? null : `P${Math.max(1, Math.round(number))}${of}`)
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>{label}</legend>
      {help && <p className={styles.help}>{help}</p>}
      <div className={styles.span}>
        <NumberField label={t`How many`} hideLabel min={1} step={1} value={count ? Number(count) : null} onChange={(number) => put(number, unit ?? 'M')} />
        <Select label={t`Unit`} hideLabel choices={units} value={unit ?? 'M'} onChange={(next) => put(count ? Number(count) : 1, next ?? 'M')} />
      </div>
      {fault && <Fault>{fault}</Fault>}
    </fieldset>
  )
}

/** An IANA time zone, found by any part of its name. */
export function ZoneField({ value, onChange, ...field }: FieldProps & Value<string>) {
  const find = async (text: string) => {
    const wanted = text.toLowerCase().replaceAll(' ', '_')
    const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]
    return zones.filter((zone) => zone.toLowerCase().includes(wanted)).slice(0, 60).map((zone) => ({ id: zone, title: zone }))
  }
  return <Combobox {...field} source="time zones" find={find} value={value ? { id: value, title: value } : null} onChange={(zone) => onChange(zone?.id ?? 'UTC')} />
}

/** A time of day; 24:00 is the end of it. */
export function TimeField({ value, onChange, ...field }: FieldProps & Value<string>) {
  return (
    <Field {...field}>
      {(control) => (
        <input {...control} className={classes(fields.control)} inputMode="numeric" placeholder="08:00" maxLength={5} value={value} onChange={(event) => onChange(event.target.value)} onBlur={() => onChange(tidied(value))} />
      )}
    </Field>
  )
}

// 8 → 08:00, 830 → 08:30, 8.30 → 08:30.
function tidied(text: string): string {
  const [, hours, minutes] = /^(\d{1,2})[:.]?(\d{2})?$/.exec(text.trim()) ?? []
  return hours ? `${hours.padStart(2, '0')}:${minutes ?? '00'}` : text
}

/** The days of the week as buttons that stay pressed. */
export function WeekdaysField({ value, onChange, label, help, fault }: FieldProps & Value<string[]>) {
  const { i18n } = useLingui()
  const toggle = (day: string) => onChange(weekdayWords.map((one) => one.value).filter((one) => (one === day ? !value.includes(one) : value.includes(one))))
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>{label}</legend>
      {help && <p className={styles.help}>{help}</p>}
      <div className={styles.days}>
        {weekdayWords.map((day) => (
          <button key={day.value} type="button" className={styles.dayButton} aria-pressed={value.includes(day.value)} aria-label={i18n._(day.label)} onClick={() => toggle(day.value)}>
            {i18n._(day.short)}
          </button>
        ))}
      </div>
      {fault && <Fault>{fault}</Fault>}
    </fieldset>
  )
}
