import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState, type FormEvent, type KeyboardEvent, type Ref } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { Field } from '../../../web/ui/Field.tsx'
import fields from '../../../web/ui/fields.module.css'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { recordContracts, type RecordView } from '../record.contract.ts'
import styles from './Comment.module.css'
import { MentionList } from './MentionList.tsx'
import { useAttach } from './useAttach.ts'
import { useMentions } from './useMentions.ts'
import { useRecordAction } from './useRecordAction.ts'

/** Says something to everybody who follows the record; @ finds people, and files are chosen or dropped. */
export function CommentBox({ record, field }: { record: RecordView; field: Ref<HTMLTextAreaElement> }) {
  const { t } = useLingui()
  const comment = useRecordAction(recordContracts.comment)
  const attach = useAttach(record)
  const files = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const mentions = useMentions(text, setText)
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim() && (await comment.run({ record: record.id, text: text.trim(), mentions: mentions.idsIn(text) }))) setText('')
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (mentions.onKeyDown(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
    if (event.key === 'Escape') event.currentTarget.blur()
  }
  return (
    <form className={styles.comment} onSubmit={submit} noValidate data-written={text ? '' : undefined}>
      <ProblemNote error={comment.error} shown={['text']} />
      <div className={styles.place}>
        <Field label={t`Add an update`} hideLabel fault={faultAt(comment.error, 'text')}>
          {(control) => (
            <textarea {...control} {...mentions.control} ref={field} rows={1} className={`${fields.control} ${styles.area}`} placeholder={t`Add an update; @ mentions somebody`} value={text} onChange={(event) => mentions.onChange(event)} onKeyDown={onKeyDown} />
          )}
        </Field>
        <MentionList mentions={mentions} />
      </div>
      <div className={styles.verbs}>
        <input ref={files} type="file" multiple hidden tabIndex={-1} aria-label={t`Files to attach`} onChange={(event) => void attach.files([...(event.target.files ?? [])])} />
        <Button small look="quiet" busy={attach.busy} onClick={() => files.current?.click()}>
          <Trans>Attach a file</Trans>
        </Button>
        <Button type="submit" small busy={comment.busy} disabled={!text.trim()} title={t`Ctrl Enter`}>
          <Trans>Add</Trans>
        </Button>
      </div>
    </form>
  )
}
