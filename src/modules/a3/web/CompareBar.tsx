import { Plural, Trans } from '@lingui/react/macro'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { dayInWords } from '../../../web/words.ts'
import type { Comparison } from '../edition.contract.ts'
import styles from './Difference.module.css'

/** What the page is compared with: an edition, a day or `last`; undefined for nothing. It lives in the address (`?compare=`). */
export function useCompare(): string | undefined {
  return useSearch({ strict: false, select: (search: { compare?: string }) => search.compare })
}

export function useCompareWith(): (other: string | undefined) => void {
  const navigate = useNavigate()
  return (compare) => void navigate({ to: '.', search: (before: Record<string, unknown>) => ({ ...before, compare }), replace: true })
}

/** Says across the page what it is compared with, how much differs, and leads back. */
export function CompareBar({ comparison }: { comparison: Comparison }) {
  const compareWith = useCompareWith()
  const { before, difference } = comparison
  if (!before || !difference) {
    return (
      <output className={styles.bar}>
        <span><Trans>There is no edition yet to compare with.</Trans></span>
        <button type="button" onClick={() => compareWith(undefined)}><Trans>Stop comparing</Trans></button>
      </output>
    )
  }
  const { added, changed, removed } = difference.counts
  const day = dayInWords(before.on)
  const { edition } = before
  return (
    <output className={styles.bar}>
      <strong>{edition ? <Trans>Compared with {edition} of {day}</Trans> : <Trans>Compared with {day}</Trans>}</strong>
      <span className={styles.count}>+ <Plural value={added} one="# added" other="# added" /></span>
      <span className={styles.count}>~ <Plural value={changed} one="# changed" other="# changed" /></span>
      <span className={styles.count}>− <Plural value={removed} one="# removed" other="# removed" /></span>
      <a href="#difference"><Trans>As a list</Trans></a>
      <button type="button" onClick={() => compareWith(undefined)}><Trans>Stop comparing</Trans></button>
    </output>
  )
}
