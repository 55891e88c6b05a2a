import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { restoreElement } from '../../modules/begin/begin.contract.ts'
import { call, optionsOf, read, useAction } from '../api.ts'
import { useAbilities, useIsLive } from '../session.ts'
import { messageOf } from '../ui/Problem.tsx'
import { say, sayProblem } from '../ui/Toast.tsx'
import { contractsOf } from './contracts.ts'
import { kindNamed, type WebKind } from './kinds.ts'

export type Struck = { key: string; title: string; revision: number }

/** True while the definition is still being made: what is struck out or renamed then holds at once. */
export function useIsFounding(): boolean {
  return !useIsLive()
}

/** Takes elements out of force in one click, and offers to take that back. Problems are said where they happen. */
export function useStrikeOut() {
  const { t } = useLingui()
  const client = useQueryClient()
  const restore = useRestore()
  return async (kind: WebKind, subjects: readonly Struck[]): Promise<boolean> => {
    const done: Struck[] = []
    try {
      for (const { key, title, revision } of subjects) {
        const receipt = await call(contractsOf(kind).retire, { element: key, revision, reason: t`Struck out while founding` })
        done.push({ key, title, revision: receipt.revision })
      }
    } catch (error) {
      sayProblem(t`Not struck out`, messageOf(error))
    }
    if (done.length > 0) {
      say(t`Struck out`, done.length === 1 ? `${done[0]!.key} ${done[0]!.title}` : t`${done.length} elements`, { label: t`Undo`, run: () => void restore(done) })
      void client.invalidateQueries()
    }
    return done.length === subjects.length
  }
}

/** Puts back in force what was struck out. */
export function useRestore() {
  const { t } = useLingui()
  const action = useAction(restoreElement)
  return async (subjects: readonly Struck[]): Promise<boolean> => {
    try {
      for (const { key, revision } of subjects) await action.mutateAsync({ element: key, revision })
      say(t`Back in force`, subjects.map((one) => `${one.key} ${one.title}`).slice(0, 3).join(', '))
      return true
    } catch (error) {
      sayProblem(t`Not taken back`, messageOf(error))
      return false
    }
  }
}

/** True where this person may take a retirement back. */
export function useMayRestore(): boolean {
  const founding = useIsFounding()
  return useAbilities().includes(restoreElement.name) && founding
}

/** Gives an element another title: in force at once while founding, otherwise and beside an open draft as a draft. Throws the problem. */
export function useRename() {
  const { t } = useLingui()
  const client = useQueryClient()
  const founding = useIsFounding()
  return async (kindName: string, key: string, title: string): Promise<void> => {
    const contracts = contractsOf(kindNamed(kindName)!)
    const view = await read(contracts.get, { element: key })
    const drafted = await call(contracts.draft, { element: key, revision: view.revision, title, body: view.draft?.body ?? view.body, effectiveOn: view.draft?.effectiveOn ?? null })
    const holds = founding && view.draft === null
    if (holds) await call(contracts.approve, { element: key, revision: drafted.revision })
    await client.refetchQueries(optionsOf(contracts.get, { element: key }, undefined))
    await client.invalidateQueries()
    say(holds ? t`Renamed` : t`Renamed in the draft`, holds ? `${key} ${title}` : founding ? t`It holds once the draft is put in force.` : t`It holds once a proposal with it is approved.`)
  }
}
