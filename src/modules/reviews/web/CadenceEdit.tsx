import { Trans, useLingui } from '@lingui/react/macro'
import type { CustomProps } from '../../../web/forms/form.ts'
import styles from '../../../web/forms/forms.module.css'
import { useToday } from '../../../web/session.ts'
import { Fault } from '../../../web/ui/Field.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { dayInWords } from '../../../web/words.ts'
import { beatsBetween, cadenceFault, cadenceText } from '../cadence.ts'

/** How often: the usual rhythms by name, any other as an RRULE; the next days are shown at once. */
export function CadenceEdit({ label, value, onChange, body, path, faultOf }: CustomProps) {
  const { t } = useLingui()
  const rrule = String(value ?? '')
  const usual = [
    { value: 'FREQ=WEEKLY', label: t`Weekly` },
    { value: 'FREQ=MONTHLY', label: t`Monthly` },
    { value: 'FREQ=MONTHLY;INTERVAL=3', label: t`Quarterly` },
    { value: 'FREQ=MONTHLY;INTERVAL=6', label: t`Twice a year` },
    { value: 'FREQ=YEARLY', label: t`Yearly` },
  ]
  const fault = faultOf(path) ?? (rrule ? cadenceFault(rrule) : undefined)
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>{label}</legend>
      <div className={styles.row}>
        <div data-path={path}>
          <Select label={t`Rhythm`} hideLabel placeholder={rrule ? t`Another rhythm` : t`Choose`} choices={usual} value={usual.find((one) => one.value === rrule)?.value ?? null} onChange={(next) => next && onChange(next)} />
        </div>
        <div data-path={`${path}.rule`}>
          <TextField label={t`As an RRULE`} hideLabel placeholder="FREQ=MONTHLY;BYDAY=1TU" value={rrule} onChange={onChange} spellCheck={false} />
        </div>
      </div>
      {fault ? <Fault>{fault}</Fault> : <NextDays rrule={rrule} firstOn={body.firstOn} />}
    </fieldset>
  )
}

function NextDays({ rrule, firstOn }: { rrule: string; firstOn: unknown }) {
  const today = useToday()
  if (!rrule) return null
  const first = typeof firstOn === 'string' && firstOn ? firstOn : null
  const days = first ? beatsBetween({ rrule, firstOn: first }, first > today ? first : today, '9999-12-31', 3) : []
  const said = cadenceText(rrule)
  return (
    <p className={styles.help}>
      {said}
      {days.length > 0 && (
        <>
          {said && ' · '}
          <Trans>next {days.map((day) => dayInWords(day, 'short')).join(', ')}</Trans>
        </>
      )}
    </p>
  )
}
