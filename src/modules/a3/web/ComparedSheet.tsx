import { Trans } from '@lingui/react/macro'
import { lazy, Suspense, useState } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { useKeys } from '../../../web/shell/keys.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import type { A3Page } from '../a3.contract.ts'
import { editionDifference } from '../edition.contract.ts'
import { A3Sheet, type HeaderLine } from './A3Sheet.tsx'
import { CompareBar, useCompare } from './CompareBar.tsx'
import { DrawnDifference } from './Difference.tsx'
import { DifferenceList } from './DifferenceList.tsx'
import type { StateScope } from './ScopeEditor.tsx'
import styles from './A3View.module.css'

const ChooseCompare = lazy(async () => ({ default: (await import('./ChooseCompare.tsx')).ChooseCompare }))

type SheetProps = { page: A3Page; /** The edition that is shown; absent: the day. */ to?: string; line?: HeaderLine | undefined; stateScope?: StateScope | undefined }

/** The sheet, and on it what differs from the edition or day that the address names. */
export function ComparedSheet({ page, to, line, stateScope }: SheetProps) {
  const compare = useCompare()
  const { data, error, refetch } = useQueryOf(editionDifference, { from: compare, ...(to && { to }) }, compare !== undefined)
  const comparison = compare === undefined ? undefined : data
  return (
    <>
      {compare !== undefined && <ProblemNote error={error} retry={() => void refetch()} />}
      {comparison && <CompareBar comparison={comparison} />}
      <div className={styles.compared}>
        <DrawnDifference comparison={comparison}>
          <A3Sheet page={page} line={line} stateScope={stateScope} />
        </DrawnDifference>
        {comparison && <DifferenceList comparison={comparison} />}
      </div>
    </>
  )
}

/** Chooses what the page is compared with; the key C does too. */
export function CompareButton({ besides }: { besides?: string }) {
  const [open, setOpen] = useState(false)
  useKeys({ c: () => setOpen(true) })
  return (
    <>
      <Button small aria-haspopup="dialog" aria-keyshortcuts="c" onClick={() => setOpen(true)}><Trans>Compare</Trans></Button>
      <Suspense>{open && <ChooseCompare besides={besides} onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
