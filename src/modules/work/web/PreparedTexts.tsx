import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog } from '../../../web/ui/Dialog.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import type { RecordView } from '../record.contract.ts'
import styles from './Assessment.module.css'

type Text = RecordView['texts'][number]

/** Texts made ready from the record, to be copied into a mail or a form of the authority. */
export function PreparedTexts({ record }: { record: RecordView }) {
  const [open, setOpen] = useState<string | null>(null)
  const shown = record.texts.find((text) => text.id === open)
  if (record.texts.length === 0) return null
  return (
    <Section title={<Trans>Prepared texts</Trans>}>
      <Rows>
        {record.texts.map((text) => (
          <Row key={text.id}>
            <button type="button" className={styles.open} aria-haspopup="dialog" onClick={() => setOpen(text.id)}>{text.name}</button>
          </Row>
        ))}
      </Rows>
      {shown && <TextDialog text={shown} onClose={() => setOpen(null)} />}
    </Section>
  )
}

function TextDialog({ text, onClose }: { text: Text; onClose: () => void }) {
  const { t } = useLingui()
  const copy = async () => {
    await navigator.clipboard.writeText(text.text)
    say(t`Copied ${text.name}`)
    onClose()
  }
  const gaps = text.gaps.join(', ')
  return (
    <Dialog open onClose={onClose} wide title={text.name}>
      {gaps && <p className={styles.gaps}><Trans>Not filled in yet: {gaps}</Trans></p>}
      <pre className={styles.text}>{text.text}</pre>
      <div className={styles.end}>
        <Button look="primary" onClick={() => void copy()}><Trans>Copy</Trans></Button>
      </div>
    </Dialog>
  )
}
