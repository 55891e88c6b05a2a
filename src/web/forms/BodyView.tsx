import { useLingui } from '@lingui/react/macro'
import { lazy, Suspense, type ReactNode } from 'react'
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
    .map((field) => ({ label: i18n._(field.label), value: shown(field.type, fieldInWords(field, valueAt(body, field.name), { say: (message) => i18n._(message), titleOf, body })) }))
  return <Facts rows={rows} />
}

// Its library is only loaded with the first text that needs it.
const Prose = lazy(async () => ({ default: (await import('../ui/Prose.tsx')).Prose }))

/** Markdown that plain lines would not show: headings, lists, quotes, tables, marks within a line. */
const marked = /^ {0,3}(#{1,6} |[-*+] |\d+[.)] |> |\|)|\*\*|__|`|\]\(|\n\s*\n/m

function shown(type: FormField['type'], words: string | string[]): ReactNode {
  if (typeof words === 'string') {
    const plain = words && <span className={styles.words}>{words}</span>
    return type === 'multiline' && marked.test(words) ? <Suspense fallback={plain}><Prose text={words} /></Suspense> : plain
  }
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
