import { useLingui } from '@lingui/react/macro'
import { Fault, type FieldProps } from '../../../web/ui/Field.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { NumberField } from '../../../web/ui/TextField.tsx'
import styles from './Form.module.css'

/** A length of time as a number and a unit, kept as ISO 8601 (PT30M, PT4H, P3D). */
export function DurationField({ value, onChange, label, help, fault, hideLabel }: FieldProps & { value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useLingui()
  const [, day, time] = /^P(?:(\d+[DWM])|T(\d+[HM]))$/.exec(value ?? '') ?? []
  const unit = time ? `T${time.slice(-1)}` : (day?.slice(-1) ?? 'TH')
  const count = Number.parseInt(day ?? time ?? '', 10)
  const units = [{ value: 'TM', label: t`minutes` }, { value: 'TH', label: t`hours` }, { value: 'D', label: t`days` }, { value: 'W', label: t`weeks` }, { value: 'M', label: t`months` }]
  const put = (number: number | null, of: string) => onChange(number === null || Number.isNaN(number) ? null : `P${of.startsWith('T') ? 'T' : ''}${Math.max(0, Math.round(number))}${of.slice(-1)}`)
  return (
    <fieldset className={styles.several}>
      <legend className={hideLabel ? 'visually-hidden' : styles.legend}>{label}</legend>
      {help && <p className={styles.hint}>{help}</p>}
      <div className={styles.span}>
        <NumberField label={t`How many`} hideLabel min={0} step={1} value={Number.isNaN(count) ? null : count} onChange={(number) => put(number, unit)} />
        <Select label={t`Unit`} hideLabel choices={units} value={unit} onChange={(next) => put(Number.isNaN(count) ? 1 : count, next ?? 'TH')} />
      </div>
      {fault && <Fault>{fault}</Fault>}
    </fieldset>
  )
}
