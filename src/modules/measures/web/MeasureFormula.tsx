import { i18n } from '@lingui/core'
import { useLingui } from '@lingui/react/macro'
import { BodyForm } from '../../../web/forms/BodyForm.tsx'
import type { Body, CustomProps, Telling } from '../../../web/forms/form.ts'
import styles from '../../../web/forms/forms.module.css'
import { itemInWords } from '../../../web/forms/words.ts'
import { Select } from '../../../web/ui/Select.tsx'
import type { Formula } from '../formula.ts'
import { blankFormula, formulaChoices, formulaFields } from './formulaFields.ts'

/** How the measurement is computed: first its type, then what that type asks for. */
export function MeasureFormula({ label, value, onChange, body, path, faultOf }: CustomProps) {
  const { i18n } = useLingui()
  const formula = value as (Body & { type: Formula['type'] }) | null
  return (
    <div className={styles.fields}>
      <Select
        label={label}
        fault={faultOf(path) ?? faultOf(`${path}.type`)}
        value={formula?.type ?? null}
        choices={formulaChoices.map((choice) => ({ value: choice.value as Formula['type'], label: i18n._(choice.label) }))}
        onChange={(type) => type && type !== formula?.type && onChange(blankFormula[type]())}
      />
      {formula && <BodyForm fields={formulaFields[formula.type]} body={body} holder={formula} path={path} faultOf={faultOf} onChange={onChange} />}
    </div>
  )
}

/** A formula in one line: its name, then what it asks for. */
export function formulaInWords(value: unknown): string {
  const formula = value as (Body & { type: Formula['type'] }) | null
  if (!formula) return ''
  const say: Telling['say'] = (message) => i18n._(message.id, message.values, { message: message.message ?? '' })
  const name = formulaChoices.find((choice) => choice.value === formula.type)
  const first = formulaFields[formula.type]
  return [name && say(name.label), itemInWords(first, formula, { say, titleOf: () => undefined, body: {} })].filter(Boolean).join(' · ')
}
