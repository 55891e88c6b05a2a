import { Trans, useLingui } from '@lingui/react/macro'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { numberInWords } from '../../../web/words.ts'
import type { RecordView } from '../record.contract.ts'
import styles from './StandsOn.module.css'
import { useWhen } from './useWhen.ts'

/** What this step has to leave as evidence, and the files that are there. */
export function FilesPart({ record }: { record: RecordView }) {
  const { t } = useLingui()
  const when = useWhen()
  if (record.evidence.length === 0 && record.attachments.length === 0) return null
  return (
    <Section title={<Trans>Evidence</Trans>}>
      <Rows label={t`Evidence`}>
        {record.evidence.map((one) => {
          const due = when.short(one.dueAt)
          return (
            <Row key={one.what} note={!one.given && due && <Trans>due {due}</Trans>}>
              <StateMark state={one.given ? 'met' : 'unknown'}>{one.what}</StateMark>
            </Row>
          )
        })}
        {record.attachments.map((file) => (
          <Row key={file.id} note={<span title={`SHA-256 ${file.sha256}`}>{[sizeInWords(file.bytes), file.by?.name, when.short(file.at)].filter(Boolean).join(' · ')}</span>}>
            <a href={`/api/record.file?${new URLSearchParams({ record: record.id, attachment: file.id })}`}>{file.name}</a>
          </Row>
        ))}
      </Rows>
      {record.attachments.length === 0 && record.open && <p className={styles.soft}><Trans>Drop a file anywhere on this page to attach it.</Trans></p>}
    </Section>
  )
}

function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kilobytes = bytes / 1024
  return kilobytes < 1024 ? `${numberInWords(Math.round(kilobytes))} kB` : `${numberInWords(Math.round(kilobytes / 102.4) / 10)} MB`
}
