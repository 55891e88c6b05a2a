import { useLingui } from '@lingui/react/macro'
import { ElementField, type Picked } from '../elements/ElementField.tsx'
import { Fault } from '../ui/Field.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { EditProps, FormField } from './form.ts'
import styles from './forms.module.css'
import { useTitles } from './titles.ts'
import { asList } from './words.ts'

/** Chooses an element that the body addresses; what is kept is its id or its key. */
export function ElementEdit({ field, value, onChange, path, faultOf }: EditProps<Extract<FormField, { type: 'element' }>>) {
  const { i18n } = useLingui()
  const { find } = useTitles(field.kinds)
  const reference = typeof value === 'string' ? value : ''
  const known = reference ? find(reference) : undefined
  const picked: Picked | null = reference ? (known ?? { id: reference, title: reference }) : null
  const keep = (next: Picked | null) => onChange(next ? (field.as === 'key' ? (next.key ?? next.id) : next.id) : (field.empty ?? null))
  return <ElementField label={i18n._(field.label)} help={field.help && i18n._(field.help)} fault={faultOf(path)} kinds={field.kinds} value={picked} onChange={keep} />
}

/** Chooses several elements that the body addresses. */
export function ElementsEdit({ field, value, onChange, path, faultOf }: EditProps<Extract<FormField, { type: 'elements' }>>) {
  const { t, i18n } = useLingui()
  const { find } = useTitles(field.kinds)
  const references = asList(value).map(String)
  const label = i18n._(field.label)
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>{label}</legend>
      {field.help && <p className={styles.help}>{i18n._(field.help)}</p>}
      {references.length > 0 && (
        <ul className={styles.links}>
          {references.map((reference, at) => {
            const title = find(reference)?.title ?? reference
            return (
              <li key={reference} data-path={`${path}.${at}`}>
                <div className={styles.linked}>
                  <span>{title}</span>
                  <button type="button" className={styles.tool} aria-label={t`Remove ${title}`} onClick={() => onChange(references.toSpliced(at, 1))}>
                    <Icon name="close" size={15} />
                  </button>
                </div>
                {faultOf(`${path}.${at}`) && <Fault>{faultOf(`${path}.${at}`)}</Fault>}
              </li>
            )
          })}
        </ul>
      )}
      <ElementField
        key={references.length}
        label={t`Add to ${label}`}
        hideLabel
        placeholder={t`Add`}
        kinds={field.kinds}
        except={references.flatMap((reference) => find(reference)?.id ?? [])}
        value={null}
        onChange={(next) => next && onChange([...references, field.as === 'key' ? (next.key ?? next.id) : next.id])}
      />
      {faultOf(path) && <Fault>{faultOf(path)}</Fault>}
    </fieldset>
  )
}
