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
  const keep = async ({ kind, key, revision }: Brought): Promise<boolean> => {
    try {
      await call(contractsOf(kindNamed(kind)!).review, { element: key, revision, note: t`Kept from the starter` })
      await client.invalidateQueries()
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
    const last = past.current.pop()
    const row = last && (await read(broughtQuery, {})).rows.find((each) => each.key === last.key)
    if (!row || !last) return false
    if (last.before === null) return row.status === 'retired' && restore(row)
    await retitle(row.kind, row.key, last.before)
    return true
  }
  return { keep, strikeOut, rename, restore, undo }
}
