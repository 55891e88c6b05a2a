import { Trans, useLingui } from '@lingui/react/macro'
import { useAsOf, useShowDay } from '../../../web/asOf.ts'
import { useAbilities, useSession } from '../../../web/session.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { EmptyState } from '../../../web/ui/EmptyState.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { MappingPart } from './MappingPart.tsx'
import { PreviewPart } from './PreviewPart.tsx'
import { ReportPart } from './ReportPart.tsx'
import { SourcePart } from './SourcePart.tsx'
import { SummaryAside } from './SummaryAside.tsx'
import { useImport } from './useImport.ts'

/** Brings a list that people have: what it is, where its columns go, what would happen, and then what did. */
export function ImportPage() {
  const { t } = useLingui()
  const asOf = useAsOf()
  const showDay = useShowDay()
  const known = useSession().data
  const may = useAbilities().includes('elements.import')
  const subtitle = t`Services, units, suppliers, people and the roles they hold, from a list you have.`
  if (asOf) {
    return (
      <Page name={t`Bring yours`} subtitle={subtitle}>
        <EmptyState title={t`A past day is read only`} verb={<Button onClick={() => showDay(undefined)}>{t`Go to today`}</Button>}>
          <Trans>What is imported holds from today.</Trans>
        </EmptyState>
      </Page>
    )
  }
  if (known && !may) {
    return (
      <Page name={t`Bring yours`} subtitle={subtitle}>
        <EmptyState title={t`None of your roles may import`}>
          <Trans>Ask whoever holds a role with the authority to import elements.</Trans>
        </EmptyState>
      </Page>
    )
  }
  return <Bring subtitle={subtitle} />
}

function Bring({ subtitle }: { subtitle: string }) {
  const { t } = useLingui()
  const importing = useImport()
  const { bring, preview, files } = importing
  if (bring.data) {
    return (
      <Page name={t`Bring yours`} subtitle={subtitle}>
        <ReportPart result={bring.data} kind={importing.kind} onAgain={importing.again} />
      </Page>
    )
  }
  const shown = files.length > 0 ? preview.data : undefined
  return (
    <Page name={t`Bring yours`} subtitle={subtitle} {...(shown && { aside: <SummaryAside importing={importing} preview={shown} /> })}>
      <SourcePart importing={importing} preview={shown} />
      {preview.error && <ProblemNote error={preview.error} />}
      {shown && !preview.error && <MappingPart importing={importing} preview={shown} />}
      {shown && !preview.error && shown.faults.length === 0 && <PreviewPart preview={shown} />}
    </Page>
  )
}
