import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useKeys } from '../shell/keys.ts'
import { Button } from '../ui/Button.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import styles from './ListPage.module.css'
import { focusedRow, moveRow } from './ListTable.tsx'

type Paged = { error: Error | null; isPending: boolean; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown; refetch: () => unknown }

/** A list that is read page by page: what waits, what went wrong, what is there, and more of it. `empty` is shown where there is nothing. */
export function PagedList({ list, label, shown, empty, children }: { list: Paged; label: string; shown: number; empty: ReactNode; children: ReactNode }) {
  if (list.error) return <ProblemNote error={list.error} retry={() => void list.refetch()} />
  if (list.isPending) return <Waiting label={label} />
  if (shown === 0) return empty
  return (
    <div>
      {children}
      <div className={styles.more} style={{ paddingBlock: '0.875rem' }}>
        <span>{list.hasNextPage ? <Trans>The first {shown} are shown.</Trans> : <Trans>{shown} in all</Trans>}</span>
        {list.hasNextPage && (
          <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}

/** j, k and the arrows move from row to row, n begins something new. */
export function useRowKeys(begin: (() => void) | undefined): void {
  const move = (step: number) => {
    const place = document.getElementById('main')
    return place !== null && moveRow(place, step)
  }
  useKeys({
    j: () => move(1), k: () => move(-1), ArrowDown: () => focusedRow() !== undefined && move(1), ArrowUp: () => focusedRow() !== undefined && move(-1),
    n: () => (begin ? begin() : false),
  })
}
