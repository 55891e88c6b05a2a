import { Trans, useLingui } from '@lingui/react/macro'
import { useAction } from '../../../web/api.ts'
import { numberInWords } from '../../../web/words.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Facts, Section } from '../../../web/ui/Facts.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import styles from '../../transfer/web/ImportPage.module.css'
import { cancelImport, type ImportCounts, type RecordPreview } from '../intake.contract.ts'
import { useFaultWords } from './importWords.ts'
import type { RecordImporting } from './useRecordImport.ts'

/** The counts, faults by kind, and the one button; while it runs how far it is, and a way to end it. */
export function ImportAside({ importing, preview }: { importing: RecordImporting; preview: RecordPreview }) {
  const { t } = useLingui()
  const faultWords = useFaultWords()
  const cancel = useAction(cancelImport)
  const { bring, busy, running, progress } = importing
  const faulty = preview.faults.length > 0 || importing.preview.isError
  const nothing = preview.counts.created + preview.counts.changed === 0
  const counts: ImportCounts = progress?.counts ?? preview.counts
  return (
    <Section title={running ? t`Under way` : t`In figures`}>
      <Facts
        narrow
        rows={faulty ? [] : [
          { label: t`Cases`, value: numberInWords(counts.cases) },
          { label: t`New`, value: numberInWords(counts.created) },
          { label: t`Changed`, value: numberInWords(counts.changed) },
          { label: t`Unchanged`, value: numberInWords(counts.unchanged) },
          { label: t`Refused`, value: numberInWords(counts.refused) },
          ...(running ? [] : preview.faultsByKind.map(({ kind, count }) => ({ label: faultWords(kind), value: numberInWords(count) }))),
        ]}
      />
      {bring.error && <ProblemNote error={bring.error} />}
      {running ? (
        <Button busy={cancel.isPending} disabled={cancel.isSuccess} onClick={() => cancel.mutate({ import: running })}>{t`Cancel the import`}</Button>
      ) : (
        <Button look="primary" busy={busy || bring.isPending} disabled={faulty || nothing} onClick={() => bring.mutate()}>{t`Import`}</Button>
      )}
      {faulty && <p className={styles.aside}><Trans>Mend the mapping first.</Trans></p>}
      {!faulty && nothing && <p className={styles.aside}><Trans>There is nothing to change.</Trans></p>}
      {!faulty && !nothing && preview.counts.refused > 0 && !running && <p className={styles.aside}><Trans>What is refused is kept apart, to be mended and sent again.</Trans></p>}
    </Section>
  )
}
