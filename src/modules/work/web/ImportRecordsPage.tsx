import { Trans, useLingui } from '@lingui/react/macro'
import { FileDrop } from '../../transfer/web/FileDrop.tsx'
import { useAsOf, useShowDay } from '../../../web/asOf.ts'
import { useQueryOf } from '../../../web/api.ts'
import { useAbilities, useSession } from '../../../web/session.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { EmptyState } from '../../../web/ui/EmptyState.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import styles from '../../transfer/web/ImportPage.module.css'
import { recordQueries } from '../record.contract.ts'
import { ImportAside } from './ImportAside.tsx'
import { ImportMapping } from './ImportMapping.tsx'
import { ImportPreview } from './ImportPreview.tsx'
import { ImportReport } from './ImportReport.tsx'
import { PastImports } from './PastImports.tsx'
import { useRecordImport, type RecordImporting } from './useRecordImport.ts'
import { WorkTabs } from './WorkTabs.tsx'

/** Brings the records of another tool: the file, where its columns go, what would happen, and then what did. */
export function ImportRecordsPage() {
  const { t } = useLingui()
  const asOf = useAsOf()
  const showDay = useShowDay()
  const known = useSession().data
  const may = useAbilities().includes('record.import')
  if (asOf || (known && !may)) {
    return (
      <Page name={t`Import records`} crumbs={[{ label: t`Work`, to: '/work' }]}>
        <WorkTabs at="import" />
        {asOf ? (
          <EmptyState title={t`A past day is read only`} verb={<Button onClick={() => showDay(undefined)}>{t`Go to today`}</Button>}>
            <Trans>What is imported is recorded today, with its own history.</Trans>
          </EmptyState>
        ) : (
          <EmptyState title={t`None of your roles may import`}>
            <Trans>Ask whoever holds a role with the authority to import records.</Trans>
          </EmptyState>
        )}
      </Page>
    )
  }
  return <Bring />
}

function Bring() {
  const { t } = useLingui()
  const importing = useRecordImport()
  const { bring, preview, file } = importing
  const shown = file === null ? undefined : preview.data
  const subtitle = t`Incidents, changes, requests and other work from the tool that you have, with their history.`
  return (
    <Page name={t`Import records`} subtitle={subtitle} crumbs={[{ label: t`Work`, to: '/work' }]} {...(shown && !bring.data && { aside: <ImportAside importing={importing} preview={shown} /> })}>
      <WorkTabs at="import" />
      {bring.data ? (
        <ImportReport result={bring.data} onAgain={importing.again} />
      ) : (
        <>
          <SourcePart importing={importing} />
          {preview.error && file && <ProblemNote error={preview.error} />}
          {shown && !preview.error && <ImportMapping importing={importing} preview={shown} />}
          {shown && !preview.error && shown.faults.length === 0 && <ImportPreview preview={shown} />}
          {!shown && <PastImports />}
        </>
      )}
    </Page>
  )
}

/** Of which routine the records are, and the file: chosen, or dropped on the page. */
function SourcePart({ importing }: { importing: RecordImporting }) {
  const { t } = useLingui()
  const counts = useQueryOf(recordQueries.counts)
  const routines = counts.data?.routines.map(({ routine }) => routine) ?? []
  return (
    <Section title={t`The file`} number={1} serif>
      <div className={styles.source}>
        <Select label={t`They are records of`} placeholder={t`Choose a routine`} value={importing.routine} onChange={importing.chooseRoutine} choices={routines.map((each) => ({ value: each.key, label: each.title }))} />
        <FileDrop files={importing.file ? [importing.file] : []} onChoose={importing.choose}>
          <Trans>or drop it here. CSV, Excel, JSON or JSON lines; a row for each case, or for each entry of its log.</Trans>
        </FileDrop>
      </div>
      {importing.file && importing.routine === null && (
        <p className={styles.notice}>
          <Trans>Choose the routine, and a mapping is suggested from the columns.</Trans>
        </p>
      )}
      {importing.preview.data?.notices.map((notice) => (
        <p key={notice} className={styles.notice}>
          {notice}
        </p>
      ))}
    </Section>
  )
}
