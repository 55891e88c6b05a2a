import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../../web/ui/Button.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import type { RecordView } from '../record.contract.ts'
import styles from './Assessment.module.css'

/** Texts made ready from the record, to be copied into a mail or a form of the authority. */
export function PreparedTexts({ record }: { record: RecordView }) {
  const { t } = useLingui()
  const copy = async (name: string, text: string) => {
    await navigator.clipboard.writeText(text)
    say(t`Copied ${name}`)
  }
  if (record.texts.length === 0) return null
  return (
    <Section title={<Trans>Prepared texts</Trans>}>
      <div className={styles.texts}>
        {record.texts.map((text) => (
          <details key={text.id}>
            <summary>{text.name}</summary>
            {text.gaps.length > 0 && <p className={styles.gaps}><Trans>Not filled in yet: {text.gaps.join(', ')}</Trans></p>}
            <pre>{text.text}</pre>
            <Button small onClick={() => void copy(text.name, text.text)}><Trans>Copy</Trans></Button>
          </details>
        ))}
      </div>
    </Section>
  )
}
