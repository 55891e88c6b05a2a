import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { recordQueries } from '../../modules/work/record.contract.ts'
import { withArticle } from '../../modules/work/web/withArticle.ts'
import { read, useQueryOf } from '../api.ts'
import type { Find } from './find.ts'

/** Records by key or words, and the kinds of record that this person may raise or declare. */
export function useFindsOfWork(wanted: string, asOf: string | undefined): { records: Find[]; verbs: Find[] } {
  const { t } = useLingui()
  const { data } = useQuery({
    queryKey: [recordQueries.list.name, 'palette', wanted],
    queryFn: async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, 90))
      return signal.aborted ? { rows: [] } : read(recordQueries.list, { text: wanted, standing: 'any', limit: 6 }, signal)
    },
    enabled: wanted.length > 1,
    placeholderData: (before) => before,
    staleTime: 10_000,
    retry: false,
  })
  const { data: raisable } = useQueryOf(recordQueries.raisable, {}, asOf === undefined)
  const records = (wanted ? (data?.rows ?? []) : []).map((row): Find => ({ id: row.id, key: row.key, title: row.title, what: row.routine.title, to: `/work/${row.key}` }))
  const verbs = (asOf ? [] : (raisable?.routines ?? [])).flatMap((one): Find[] => {
    const noun = withArticle(one.noun || one.routine.title.toLocaleLowerCase())
    return one.allowed ? [{ id: `verb raise ${one.routine.id}`, title: one.declares ? t`Declare ${noun}` : t`Raise ${noun}`, what: t`Verb`, to: `/work/raise/${one.routine.key}` }] : []
  })
  return { records, verbs }
}
