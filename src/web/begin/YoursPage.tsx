import { Trans, useLingui } from '@lingui/react/macro'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useState } from 'react'
import { blocks, broughtQuery, type Brought } from '../../modules/begin/begin.contract.ts'
import { useQueryOf } from '../api.ts'
import { useAsOf } from '../asOf.ts'
import { useIsFounding } from '../elements/founding.ts'
import { useKeys } from '../shell/keys.ts'
import { Page } from '../shell/Page.tsx'
import { ButtonLink } from '../ui/Button.tsx'
import { EmptyState, Waiting } from '../ui/EmptyState.tsx'
import { Section } from '../ui/Facts.tsx'
import { PageProblem } from '../ui/Problem.tsx'
import { useYours } from './useYours.ts'
import styles from './Yours.module.css'
import { YoursRow } from './YoursRow.tsx'

const titles: Record<Brought['block'], MessageDescriptor> = {
  policies: msg`Policies and what they serve`, roles: msg`Roles`, routines: msg`Routines`, measures: msg`Measures`, reviews: msg`Reviews`, beside: msg`Beside the five blocks`,
}

/** What the starter brought, block by block: keep it, rename it, or strike it out. */
export function YoursPage() {
  const { t } = useLingui()
  const { data, error, refetch } = useQueryOf(broughtQuery)
  const founding = useIsFounding()
  const asOf = useAsOf()
  if (!data) return <Page name={t`Make it yours`}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Make it yours`} rows={10} />}</Page>
  if (data.rows.length === 0) return <Page name={t`Make it yours`}><Nothing /></Page>
  return <Yours rows={data.rows} looked={data.looked} may={founding && !asOf} />
}

function Nothing() {
  return (
    <EmptyState
      title={<Trans>No starter was taken</Trans>}
      verb={
        <ButtonLink look="primary" to="/begin" search={{ step: 'door' }}>
          <Trans>Choose how to begin</Trans>
        </ButtonLink>
      }
    >
      <p>
        <Trans>Here you go through what a starter brought, piece by piece, until nothing is left that is not yours.</Trans>
      </p>
    </EmptyState>
  )
}

function Yours({ rows, looked, may }: { rows: readonly Brought[]; looked: number; may: boolean }) {
  const { t, i18n } = useLingui()
  const verbs = useYours()
  const [renaming, setRenaming] = useState<string | null>(null)
  useYoursKeys(rows, may, { ...verbs, rename: setRenaming })
  return (
    <Page name={t`Make it yours`} subtitle={<Trans>Keep what fits, rename what you call otherwise, strike out what you do not need. Little is enough.</Trans>}>
      <Progress looked={looked} of={rows.length} may={may} />
      {blocks.map((block) => {
        const within = rows.filter((row) => row.block === block)
        const done = within.filter((row) => row.state !== 'open').length
        return within.length === 0 ? null : (
          <Section key={block} title={i18n._(titles[block])} aside={<Trans>{done} of {within.length}</Trans>}>
            <ul className={styles.rows}>
              {within.map((row) => (
                <YoursRow key={row.key} row={row} may={may} renaming={renaming === row.key} onRename={() => setRenaming(row.key)} onLeave={() => leave(row.key, setRenaming)} verbs={verbs} />
              ))}
            </ul>
          </Section>
        )
      })}
    </Page>
  )
}

/** The focus goes back to where it was before the field opened. */
function leave(key: string, setRenaming: (key: string | null) => void): void {
  setRenaming(null)
  requestAnimationFrame(() => rowOf(key)?.focus())
}

function Progress({ looked, of, may }: { looked: number; of: number; may: boolean }) {
  return (
    <div className={styles.progress}>
      <p>
        <strong>
          <Trans>{looked} of {of} looked at</Trans>
        </strong>
        {looked === of && (
          <>
            {' · '}
            <Trans>It is yours.</Trans>
          </>
        )}
      </p>
      <svg className={styles.bar} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="1" />
        <rect width={(100 * looked) / of} height="1" className={styles.done} />
      </svg>
      {may ? (
        <p className={styles.keys}>
          <Trans>
            <kbd>j</kbd> <kbd>k</kbd> move · <kbd>y</kbd> keep · <kbd>r</kbd> rename · <kbd>x</kbd> strike out · <kbd>u</kbd> undo
          </Trans>
        </p>
      ) : (
        <p className={styles.keys}>
          <Trans>The organisation is live, or another day is shown: changes go by proposals now.</Trans>
        </p>
      )}
    </div>
  )
}

function rowOf(key: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-yours="${CSS.escape(key)}"]`)
}

/** The row that has the focus, moved by steps; the first one that is open where none has it. */
function move(rows: readonly Brought[], step: number): boolean {
  const now = focusedKey()
  const at = rows.findIndex((row) => row.key === now)
  const next = at < 0 ? (rows.find((row) => row.state === 'open') ?? rows[0]) : rows[Math.min(Math.max(at + step, 0), rows.length - 1)]
  const place = next && rowOf(next.key)
  place?.focus()
  place?.scrollIntoView({ block: 'nearest' })
  return Boolean(place)
}

function focusedKey(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-yours]')?.dataset['yours']
}

type KeyVerbs = Omit<ReturnType<typeof useYours>, 'rename'> & { rename: (key: string) => void }

function useYoursKeys(rows: readonly Brought[], may: boolean, { keep, strikeOut, restore, undo, rename }: KeyVerbs): void {
  const ordered = blocks.flatMap((block) => rows.filter((row) => row.block === block))
  const focused = () => ordered.find((row) => row.key === focusedKey())
  const onRow = (fits: (row: Brought) => boolean, verb: (row: Brought) => void) => () => {
    const row = focused()
    if (!may || !row || !fits(row)) return false
    verb(row)
    return true
  }
  const onward = (verb: (row: Brought) => Promise<boolean>) => (row: Brought) => void verb(row).then((done) => done && focusedKey() === row.key && move(ordered, 1))
  useKeys({
    j: () => move(ordered, 1),
    k: () => move(ordered, -1),
    ArrowDown: () => focused() !== undefined && move(ordered, 1),
    ArrowUp: () => focused() !== undefined && move(ordered, -1),
    y: onRow((row) => row.state === 'open', onward(keep)),
    x: onRow((row) => row.status === 'in force' && !row.drafted, onward(strikeOut)),
    r: onRow((row) => row.status === 'in force', (row) => rename(row.key)),
    u: () => {
      const row = focused()
      if (!may) return false
      if (row?.status === 'retired') void restore(row)
      else void undo()
      return true
    },
  })
}
