import { Trans, useLingui } from '@lingui/react/macro'
import { csvOf, saveFile } from '../../../web/elements/csv.ts'
import { kindNamed } from '../../../web/elements/kinds.ts'
import { numberInWords } from '../../../web/words.ts'
import { Button, ButtonLink } from '../../../web/ui/Button.tsx'
import { Facts, Section } from '../../../web/ui/Facts.tsx'
import type { ImportResult } from '../transfer.contract.ts'
import { RejectedTable } from './RejectedTable.tsx'
import { useKindName } from './SourcePart.tsx'
import styles from './ImportPage.module.css'

/** What an import did, and what it left out: to be mended and sent again. */
export function ReportPart({ result, kind, onAgain }: { result: ImportResult; kind: string; onAgain: () => void }) {
  const { t } = useLingui()
  const kindName = useKindName()
  const path = kindNamed(kind)?.path
  const outcomes = { 'in force': t`in force from today`, draft: t`kept as drafts`, proposal: result.proposal ? t`proposed as ${result.proposal}` : t`nothing to propose` }
  return (
    <>
      <Section title={t`Imported`} serif>
        <div className={styles.report}>
          <Facts
            rows={[
              { label: kindName(kind), value: outcomes[result.outcome] },
              { label: t`Read`, value: numberInWords(result.read) },
              { label: t`New`, value: numberInWords(result.created) },
              { label: t`Changed`, value: numberInWords(result.changed) },
              { label: t`Unchanged`, value: numberInWords(result.unchanged) },
              { label: t`Rejected`, value: numberInWords(result.rejected.length) },
            ]}
          />
        </div>
        <div className={styles.verbs}>
          {result.proposal ? (
            <ButtonLink look="primary" to="/proposals">{t`Open the proposals`}</ButtonLink>
          ) : path ? (
            <ButtonLink look="primary" to="/$path" params={{ path }}>{t`Show ${kindName(kind).toLowerCase()}`}</ButtonLink>
          ) : null}
          <Button onClick={onAgain}>{t`Bring another list`}</Button>
        </div>
        {result.notices.map((notice) => (
          <p key={notice} className={styles.notice}>
            {notice}
          </p>
        ))}
      </Section>
      {result.rejected.length > 0 && (
        <Section title={t`Rejected`} serif aside={<Button small onClick={() => download(result)}>{t`Download as CSV`}</Button>}>
          <p className={styles.notice}>
            {result.mend === null ? <Trans>Mend these in the source and import it again; what is unchanged stays as it is.</Trans> : <Trans>Download these rows, mend them and import the file with the same mapping.</Trans>}
          </p>
          <RejectedTable rejected={result.rejected} inAll={result.rejected.length} />
        </Section>
      )}
    </>
  )
}

function download({ mend, rejected }: ImportResult): void {
  const header = ['file', 'row', 'key', 'column', 'reason']
  const report = () => csvOf(header, rejected.map((each) => [each.file, String(each.row), each.key ?? '', each.column ?? '', each.reason]))
  saveFile('rejected.csv', mend === null ? report() : `\uFEFF${mend}`)
}
