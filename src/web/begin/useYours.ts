import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Brought } from '../../modules/begin/begin.contract.ts'
import { broughtQuery } from '../../modules/begin/begin.contract.ts'
import { call, read } from '../api.ts'
import { contractsOf } from '../elements/contracts.ts'
import { useRename, useRestore, useStrikeOut } from '../elements/founding.ts'
import { kindNamed } from '../elements/kinds.ts'
import { messageOf } from '../ui/Problem.tsx'
import { sayProblem } from '../ui/Toast.tsx'

/** Keep, rename, strike out and undo; what was struck out or renamed last is taken back first. */
export function useYours() {
  const { t } = useLingui()
  const client = useQueryClient()
  const strike = useStrikeOut()
  const takeBack = useRestore()
  const retitle = useRename()
  const past = useRef<{ key: string; before: string | null }[]>([])
  const turn = useRef<Promise<unknown>>(Promise.resolve())
  // One after the other, so that undo takes back what was asked for last and not what was done last.
  const inTurn = <T>(verb: () => Promise<T>): Promise<T> => {
    const next = turn.current.then(verb)
    turn.current = next.catch(() => undefined)
    return next
  }
  const keep = async ({ kind, key, revision }: Brought): Promise<boolean> => {
    try {
      await call(contractsOf(kindNamed(kind)!).review, { element: key, revision, note: t`Kept from the starter` })
      void client.invalidateQueries()
      return true
    } catch (error) {
      sayProblem(t`Not kept`, messageOf(error))
      return false
    }
  }
  const strikeOut = async (row: Brought): Promise<boolean> => {
    const done = await strike(kindNamed(row.kind)!, [row])
    if (done) past.current.push({ key: row.key, before: null })
    return done
  }
  const rename = async (row: Brought, title: string): Promise<void> => {
    await retitle(row.kind, row.key, title)
    past.current.push({ key: row.key, before: row.title })
  }
  const restore = (row: Brought): Promise<boolean> => takeBack([row])
  const undo = async (): Promise<boolean> => {
    const { rows } = await read(broughtQuery, {})
    for (let last = past.current.pop(); last; last = past.current.pop()) {
      const { key, before } = last
      const row = rows.find((each) => each.key === key)
      if (row && before === null && row.status === 'retired') return restore(row)
      if (row && before !== null && row.title !== before) {
        await retitle(row.kind, key, before)
        return true
      }
    }
    return false
  }
  return {
    keep: (row: Brought) => inTurn(() => keep(row)),
    strikeOut: (row: Brought) => inTurn(() => strikeOut(row)),
    rename: (row: Brought, title: string) => inTurn(() => rename(row, title)),
    restore: (row: Brought) => inTurn(() => restore(row)),
    undo: () => inTurn(undo),
  }
}
