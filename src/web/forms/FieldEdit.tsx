import { useLingui } from '@lingui/react/macro'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Fault } from '../ui/Field.tsx'
import { Select, type Choice } from '../ui/Select.tsx'
import { DayField, NumberField, TextArea, TextField } from '../ui/TextField.tsx'
import { ElementEdit, ElementsEdit } from './ElementEdit.tsx'
import { valueAt, type Body, type EditProps, type FormField } from './form.ts'
import styles from './forms.module.css'
import { ItemsEdit, MaybeEdit } from './ItemsEdit.tsx'
import { LinesEdit } from './LinesEdit.tsx'
import { SpanField, TimeField, WeekdaysField, ZoneField } from './TimeFields.tsx'
import { asList } from './words.ts'

type Of<Type extends FormField['type']> = Extract<FormField, { type: Type }>

/** The control for one field. */
export function FieldEdit({ field, value, onChange, body, path, faultOf, Fields }: EditProps) {
  const { i18n } = useLingui()
  const common = { label: i18n._(field.label), help: field.help && i18n._(field.help), fault: faultOf(path) }
  const said = typeof value === 'string' ? value : ''
  const maybe = said || null
  switch (field.type) {
    case 'text':
      return <TextField {...common} value={said} onChange={onChange} {...(field.placeholder && { placeholder: i18n._(field.placeholder) })} />
    case 'multiline':
      return <TextArea {...common} value={said} onChange={onChange} />
    case 'number':
      return <NumberField {...common} {...bounds(field)} value={typeof value === 'number' ? value : null} onChange={onChange} />
    case 'day':
      return <DayField {...common} value={maybe} onChange={onChange} />
    case 'time':
      return <TimeField {...common} value={said} onChange={onChange} />
    case 'span':
      return <SpanField {...common} value={maybe} onChange={onChange} />
    case 'zone':
      return <ZoneField {...common} value={said} onChange={onChange} />
    case 'weekdays':
      return <WeekdaysField {...common} value={asList(value).map(String)} onChange={onChange} />
    default:
      return <StructuredEdit {...{ field, value, onChange, body, path, faultOf, Fields }} />
  }
}

/** Flags, lists, choices and what a kind brings of its own. */
function StructuredEdit({ field, ...rest }: EditProps) {
  const { i18n } = useLingui()
  switch (field.type) {
    case 'flag':
      return <Checkbox label={i18n._(field.label)} help={field.help && i18n._(field.help)} fault={rest.faultOf(rest.path)} checked={rest.value === true} onChange={rest.onChange} />
    case 'lines':
      return <LinesEdit field={field} {...rest} />
    case 'items':
      return <ItemsEdit field={field} {...rest} />
    case 'maybe':
      return <MaybeEdit field={field} {...rest} />
    case 'element':
      return <ElementEdit field={field} {...rest} />
    case 'elements':
      return <ElementsEdit field={field} {...rest} />
    case 'custom':
      return <field.Edit label={i18n._(field.label)} value={rest.value} onChange={rest.onChange} body={rest.body} path={rest.path} faultOf={rest.faultOf} />
    case 'choice':
    case 'several':
    case 'of':
    case 'manyOf':
      return <ChoiceEdit field={field} {...rest} />
    default:
      return null
  }
}

function bounds(field: Of<'number'>) {
  const { min, max, step, unit } = field
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }), ...(step !== undefined && { step }), ...(unit !== undefined && { unit }) }
}

/** One of a closed set, several of it, or of the items of another list of the same body. */
function ChoiceEdit({ field, value, onChange, body, path, faultOf }: EditProps<Of<'choice' | 'several' | 'of' | 'manyOf'>>) {
  const { t, i18n } = useLingui()
  const common = { label: i18n._(field.label), help: field.help && i18n._(field.help), fault: faultOf(path) }
  const fixed = field.type === 'choice' || field.type === 'several' ? field.choices : (field.extra ?? [])
  const listed = field.type === 'of' || field.type === 'manyOf' ? itemsOf(field, body) : []
  const choices = [...fixed.map((choice) => ({ value: choice.value, label: i18n._(choice.label) })), ...listed]
  if (field.type === 'several' || field.type === 'manyOf') return <SeveralEdit {...common} choices={choices} value={asList(value).map(String)} onChange={onChange} />
  const empty = field.type === 'of' && field.empty !== undefined ? field.empty : null
  const clearable = field.type === 'of' ? field.empty !== undefined : field.clearable === true
  const known = choices.some((choice) => choice.value === value)
  return <Select {...common} choices={choices} clearable={clearable} placeholder={clearable ? t`None` : t`Choose`} value={known ? String(value) : null} onChange={(next) => onChange(next ?? empty)} />
}

function itemsOf(field: Of<'of' | 'manyOf'>, body: Body): Choice[] {
  return asList(valueAt(body, field.list)).flatMap((item) => {
    const value = (item as Body)[field.by]
    return typeof value === 'string' && value ? [{ value, label: String((item as Body)[field.title] || value) }] : []
  })
}

type SeveralProps = { label: string; help?: string | undefined; fault: string | undefined; choices: readonly Choice[]; value: readonly string[]; onChange: (value: string[]) => void }

function SeveralEdit({ label, help, fault, choices, value, onChange }: SeveralProps) {
  const unknown = value.filter((one) => !choices.some((choice) => choice.value === one))
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>{label}</legend>
      {help && <p className={styles.help}>{help}</p>}
      <div className={styles.choices}>
        {[...choices, ...unknown.map((one) => ({ value: one, label: one }))].map((choice) => (
          <Checkbox key={choice.value} label={choice.label} checked={value.includes(choice.value)} onChange={(checked) => onChange(checked ? [...value, choice.value] : value.filter((one) => one !== choice.value))} />
        ))}
      </div>
      {fault && <Fault>{fault}</Fault>}
    </fieldset>
  )
}
