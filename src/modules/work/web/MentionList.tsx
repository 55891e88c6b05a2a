import { useLingui } from '@lingui/react/macro'
import styles from './Comment.module.css'
import type { Mentions } from './useMentions.ts'

/** The people who may be meant, under the field. */
export function MentionList({ mentions }: { mentions: Mentions }) {
  const { t } = useLingui()
  const { people, listProps, optionProps, take } = mentions
  if (people.length === 0) return null
  return (
    <div {...listProps} aria-label={t`People`} className={styles.list}>
      {people.map((person, at) => (
        <button
          key={person.id}
          type="button"
          {...optionProps(at)}
          className={styles.person}
          onMouseDown={(event) => {
            event.preventDefault()
            take(person)
          }}
        >
          {person.name}
        </button>
      ))}
    </div>
  )
}
