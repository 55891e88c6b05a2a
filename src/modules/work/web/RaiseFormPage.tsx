import { Trans, useLingui } from '@lingui/react/macro'
import { useParams, useSearch } from '@tanstack/react-router'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { EmptyState, Waiting } from '../../../web/ui/EmptyState.tsx'
import { PageProblem } from '../../../web/ui/Problem.tsx'
import { sentence } from '../../../web/words.ts'
import { recordQueries } from '../record.contract.ts'
import { RaiseForm } from './RaiseForm.tsx'
import { RecordLink } from './RecordLink.tsx'
import { withArticle } from './withArticle.ts'

/** Raises a record of one routine, on its own or from another record. */
export function RaiseFormPage() {
  const { t } = useLingui()
  const readOnly = useAsOf() !== undefined
  const { routine } = useParams({ from: '/work/raise/$routine' })
  const { from, item } = useSearch({ from: '/work/raise/$routine' })
  const { data: form, error, refetch } = useQueryOf(recordQueries.form, { routine })
  const { data: source, error: lost } = useQueryOf(recordQueries.get, { record: from ?? '' }, from !== undefined)
  const { data: raisable } = useQueryOf(recordQueries.raisable)
  const declares = raisable?.routines.find((one) => one.routine.key === routine)?.declares ?? false
  const crumbs = [{ label: t`Work`, to: '/work' as const }, { label: t`Raise`, to: '/work/raise' as const }]
  if (!form || (from !== undefined && !source && !lost)) return <Page name={t`Raise a record`} crumbs={crumbs}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Form`} />}</Page>
  const one = withArticle(form.noun || form.routine.title.toLocaleLowerCase())
  const name = declares ? t`Declare ${one}` : t`Raise ${one}`
  const closed = readOnly ? t`A past day is shown. Go back to today to raise something.` : form.refusal
  return (
    <Page name={name} crumbs={crumbs} subtitle={source ? <Trans>from <RecordLink recordKey={source.key}>{source.key}</RecordLink> {source.title}</Trans> : form.purpose}>
      {readOnly || !form.allowed ? <EmptyState title={sentence(t`This cannot be raised by you now`)}><p>{closed}</p></EmptyState> : <RaiseForm key={`${routine} ${item ?? ''} ${source?.id ?? ''}`} form={form} item={item} source={source} verb={declares ? t`Declare` : t`Raise`} />}
    </Page>
  )
}
