import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Facts } from '../ui/Facts.tsx'
import { valueAt, type Body, type FormField } from './form.ts'
import styles from './forms.module.css'
import { addressedKinds, useTitles } from './titles.ts'
import { fieldInWords } from './words.ts'

/** A body as people read it; what is not filled in is left out. */
export function BodyView({ fields, body }: { fields: readonly FormField[]; body: Body }) {
  const { i18n } = useLingui()
  const { titleOf } = useTitles(addressedKinds(fields))
  const rows = fields
    .filter((field) => !field.when || field.when(body, body))
    .map((field) => ({ label: i18n._(field.label), value: shown(fieldInWords(field, valueAt(body, field.name), { say: (message) => i18n._(message), titleOf, body })) }))
  return <Facts rows={rows} />
}

function shown(words: string | string[]): ReactNode {
  if (typeof words === 'string') return words && <span className={styles.words}>{words}</span>
  if (!words.length) return ''
  if (words.length === 1) return <span className={styles.words}>{words[0]}</span>
  return (
    <ol className={styles.ordered}>
      {words.map((text, at) => (
        <li key={at}>{text}</li>
      ))}
    </ol>
  )
}
