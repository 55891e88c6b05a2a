import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { markOfKey, marksIn } from '../../shared/searching.ts'
import { Marked } from '../ui/Marked.tsx'
import styles from './Palette.module.css'
import type { Find } from './find.ts'
import { useFinds } from './finds.ts'

/** Finds any element, page or verb; arrows choose, Enter goes. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const { finds, words, waiting, fault } = useFinds(text)
  const go = (find: Find) => {
    onClose()
    void navigate({ to: find.to, ...(find.text && { search: { text: find.text } as never }) })
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label={t`Search or jump`}>
          <Autocomplete.Root
            open
            inline
            items={finds}
            filter={null}
            value={text}
            onValueChange={(next, { reason }) => reason !== 'item-press' && setText(next)}
            itemToStringValue={(find: Find) => find.title}
            autoHighlight="always"
            keepHighlight
          >
            <Autocomplete.Input className={styles.input} aria-label={t`Search or jump`} placeholder={t`A key, a word, a page or a verb`} spellCheck={false} />
            <Dialog.Close className="visually-hidden">{t`Close`}</Dialog.Close>
            <Autocomplete.Empty className={styles.none}>{waiting ? t`Searching…` : (fault?.message ?? t`Nothing is called that. Try a key such as SVC-3, or fewer letters.`)}</Autocomplete.Empty>
            <Autocomplete.List className={styles.list}>
              {(find: Find) => (
                <Autocomplete.Item key={find.id} value={find} className={styles.find} onClick={() => go(find)}>
                  <Row find={find} text={text} words={words} />
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** What was found by its key has that marked, and nothing else. */
function Row({ find, text, words }: { find: Find; text: string; words: readonly string[] }) {
  const inKey = find.key ? markOfKey(find.key, text) : []
  return (
    <>
      {find.key && (
        <span className={styles.key}>
          <Marked text={find.key} marks={inKey} />
        </span>
      )}
      <span className={styles.title}>
        <Marked text={find.title} marks={inKey.length > 0 ? [] : marksIn(find.title, words)} />
        {find.excerpt && (
          <span className={styles.excerpt}>
            <Marked text={find.excerpt} marks={marksIn(find.excerpt, words)} />
          </span>
        )}
      </span>
      <span className={styles.what}>{find.what}</span>
    </>
  )
}
