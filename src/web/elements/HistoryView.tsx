import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { ElementView } from '../../shared/element.contract.ts'
import { elementHistory } from '../../shared/element.contract.ts'
import { read } from '../api.ts'
import { useAsOf } from '../asOf.ts'
import { Button } from '../ui/Button.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { instantInWords } from '../words.ts'
import styles from './ElementPage.module.css'
import { verbInWords } from './verbWords.ts'

/** Who did what and when, from the ledger, newest first. */
export function HistoryView({ view }: { view: ElementView }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const history = useInfiniteQuery({
    queryKey: [elementHistory.name, view.id, asOf ?? null],
    queryFn: ({ pageParam, signal }) => read(elementHistory, { element: view.key, asOf, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
  const entries = history.data?.pages.flatMap((page) => page.entries) ?? []
  if (history.error) return <ProblemNote error={history.error} retry={() => void history.refetch()} />
  if (history.isPending) return <Waiting label={t`History`} rows={3} />
  if (!entries.length) return <p><Trans>Nothing has happened to it yet.</Trans></p>
  return (
    <>
      <ol className={styles.history}>
        {entries.map((entry) => (
          <li key={entry.id} className={styles.entry}>
            <time dateTime={entry.at}>{instantInWords(entry.at)}</time>
            <span className={styles.who}>{entry.actor?.name ?? entry.role}</span>
            <span>
              {verbInWords(entry.verb)}
              {entry.version !== null && <span className={styles.soft}> · <Trans>version {entry.version}</Trans></span>}
              {entry.actor && <span className={styles.soft}> · <Trans>as {entry.role}</Trans></span>}
              <Through through={entry.through} />
              {entry.reason && <span className={styles.soft}><br />{entry.reason}</span>}
            </span>
          </li>
        ))}
      </ol>
      {history.hasNextPage && (
        <p style={{ paddingTop: '0.875rem' }}>
          <Button small busy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        </p>
      )}
    </>
  )
}

/** What brought it along; a proposal is a click away. */
function Through({ through }: { through: z.output<typeof elementHistory.output>['entries'][number]['through'] }) {
  if (!through) return null
  const name = `${through.key} ${through.title}`.trim()
  return (
    <>
      <br />
      <span className={styles.soft}>
        {through.kind === 'proposal' ? <Trans>by <Link to="/proposals/$proposal" params={{ proposal: through.key }}>{name}</Link></Trans> : <Trans>with {name}</Trans>}
      </span>
    </>
  )
}
