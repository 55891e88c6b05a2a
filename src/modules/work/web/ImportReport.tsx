import { Trans, useLingui } from '@lingui/react/macro'
import { saveMend } from '../../../web/elements/csv.ts'
import { numberInWords } from '../../../web/words.ts'
import { Button, ButtonLink } from '../../../web/ui/Button.tsx'
import { Facts, Section } from '../../../web/ui/Facts.tsx'
import styles from '../../transfer/web/ImportPage.module.css'
import { RejectedTable } from '../../transfer/web/RejectedTable.tsx'
import type { RecordImportResult } from '../intake.contract.ts'

/** What an import did, and what it refused: to be mended and sent again. */
export function ImportReport({ result, onAgain }: { result: RecordImportResult; onAgain: () => void }) {
  const { t } = useLingui()
  const { counts, routine, firstKey, lastKey, mend } = result
  const faults = result.faultsByKind.reduce((sum, { count }) => sum + count, 0)
  return (
    <>
      <Section title={t`Imported`} serif>
        <div className={styles.report}>
          <Facts
            rows={[
              { label: t`Routine`, value: routine.title },
              { label: t`New`, value: firstKey === null ? numberInWords(counts.created) : `${numberInWords(counts.created)} (${firstKey === lastKey ? firstKey : `${firstKey} – ${lastKey}`})` },
              { label: t`Changed`, value: numberInWords(counts.changed) },
              { label: t`Unchanged`, value: numberInWords(counts.unchanged) },
              { label: t`Refused`, value: numberInWords(counts.refused) },
              { label: t`Events`, value: numberInWords(counts.events) },
            ]}
          />
        </div>
        <div className={styles.verbs}>
          <ButtonLink look="primary" to="/work/routine/$routine" params={{ routine: routine.key }}>{t`Show the records`}</ButtonLink>
          <Button onClick={onAgain}>{t`Import another file`}</Button>
        </div>
        {result.notices.map((notice) => (
          <p key={notice} className={styles.notice}>
            {notice}
          </p>
        ))}
      </Section>
      {counts.refused > 0 && (
        <Section title={t`Refused`} serif aside={mend !== null && <Button small onClick={() => saveMend('refused', mend)}>{t`Download`}</Button>}>
          <p className={styles.notice}>
            {mend === null ? <Trans>Mend these in the source and import it again; what is unchanged stays as it is.</Trans> : <Trans>Download these rows, mend them and import the file with the same mapping.</Trans>}
          </p>
          <RejectedTable rejected={result.rejected} inAll={faults} />
        </Section>
      )}
    </>
  )
}
