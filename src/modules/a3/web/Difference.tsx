import { Trans, useLingui } from '@lingui/react/macro'
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { wordDiff } from '../../../shared/wording.ts'
import { classes } from '../../../web/ui/classes.ts'
import { WordDiff } from '../../../web/ui/Diff.tsx'
import { Popover } from '../../../web/ui/Popover.tsx'
import type { Change, ChangedField, Comparison, Difference } from '../edition.contract.ts'
import styles from './Difference.module.css'

type Drawn = { since: string; difference: Difference; changes: ReadonlyMap<string, Change>; cells: ReadonlyMap<string, Difference['cells'][number]> }

const Compared = createContext<Drawn | null>(null)

/** Draws a comparison onto the sheet inside it. */
export function DrawnDifference({ comparison, children }: { comparison: Comparison | undefined; children: ReactNode }) {
  const drawn = useMemo((): Drawn | null => {
    if (!comparison?.before || !comparison.difference) return null
    const { difference, before } = comparison
    return {
      since: before.text, difference, changes: new Map(difference.changes.map((change) => [change.place, change])),
      cells: new Map(difference.cells.map((cell) => [`${cell.service} ${cell.column}`, cell])),
    }
  }, [comparison])
  return <Compared value={drawn}>{children}</Compared>
}

/** What a cell of the scope said on the other page, where it says something else now. */
export function useFormerCell(): (service: string, column: string) => string | undefined {
  const drawn = useContext(Compared)
  return (service, column) => drawn?.cells.get(`${service} ${column}`)?.before
}

/** What a vital sign counted on the other page, where it counts otherwise now. */
export function useFormerSign(): (sign: string) => { yes: number; of: number } | undefined {
  const drawn = useContext(Compared)
  return (sign) => drawn?.difference.signs.find((one) => one.sign === sign)?.before
}

export const glyphs = { added: '+', changed: '~', removed: '−' } as const

/** The sign beside what is new or reads otherwise, with the former words in reach; `hanging` in the margin of its row, which must be positioned. */
export function Mark({ place, hanging }: { place: string; hanging?: boolean }) {
  const { t } = useLingui()
  const drawn = useContext(Compared)
  const change = drawn?.changes.get(place)
  if (!drawn || !change) return null
  const { since } = drawn
  const former = change.fields.map((field) => `${field.name}: ${field.before ?? t`nothing`}`).join('; ')
  const said = change.what === 'added' ? t`Added since ${since}` : t`Changed since ${since}; before, ${former}`
  return (
    <Popover
      label={said}
      onHover
      trigger={
        <button type="button" className={classes(styles.mark, hanging && styles.hanging)} data-what={change.what} aria-label={said}>
          <span aria-hidden="true">{glyphs[change.what]}</span>
        </button>
      }
    >
      <p className={styles.said}>{change.what === 'added' ? <Trans>Added since {since}</Trans> : <Trans>Changed since {since}</Trans>}</p>
      <FieldList fields={change.fields} />
    </Popover>
  )
}

/** What reads otherwise, before and after. */
export function FieldList({ fields }: { fields: readonly ChangedField[] }) {
  if (fields.length === 0) return null
  return (
    <ul className={styles.fields}>
      {fields.map((field) => (
        <li key={`${field.name} ${field.before} ${field.after}`}>
          <span className={styles.field}>{field.name}</span>{' '}
          {readsOn(field) ? <WordDiff before={field.before ?? ''} after={field.after ?? ''} /> : <Turned field={field} />}
        </li>
      ))}
    </ul>
  )
}

/** A long text of which most is as it was is read word by word. */
function readsOn({ before, after }: ChangedField): boolean {
  if (before === null || after === null || Math.min(before.length, after.length) < 48) return false
  const same = wordDiff(before, after).reduce((sum, piece) => sum + (piece.state === 'same' ? piece.text.length : 0), 0)
  return same > 0.6 * Math.max(before.length, after.length)
}

function Turned({ field: { before, after } }: { field: ChangedField }) {
  return (
    <>
      {before !== null && <><span className="visually-hidden"><Trans>before:</Trans> </span><del>{before}</del></>}
      {before !== null && after !== null && <span aria-hidden="true"> → </span>}
      {after !== null && <><span className="visually-hidden"> <Trans>now:</Trans> </span><ins>{after}</ins></>}
    </>
  )
}

/** In the margin of the sheet: what is no longer on it, struck through. */
export function RemovedRows() {
  const { t } = useLingui()
  const drawn = useContext(Compared)
  const removed = drawn?.difference.changes.filter((change) => change.what === 'removed') ?? []
  if (!drawn || removed.length === 0) return null
  return (
    <aside className={styles.removed} aria-label={t`Removed since ${drawn.since}`}>
      <span className={styles.mark} data-what="removed" aria-hidden="true"><span>{glyphs.removed}</span></span> <strong><Trans>Removed</Trans></strong>{' '}
      {removed.map((change, at) => <span key={change.place}>{at > 0 && ' · '}{change.element?.key} <del>{change.title}</del></span>)}
    </aside>
  )
}

/** On the sheet itself, so that a print says what it is compared with. */
export function ComparedLine() {
  const drawn = useContext(Compared)
  if (!drawn) return null
  const { since } = drawn
  const { added, changed, removed } = drawn.difference.counts
  return <span className={styles.compared}> · <Trans>compared with {since}: + {added} added, ~ {changed} changed, − {removed} removed</Trans></span>
}
