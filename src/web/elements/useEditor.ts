import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ElementView } from '../../shared/element.contract.ts'
import { Problem } from '../../shared/problem.ts'
import { optionsOf, useAction } from '../api.ts'
import { useAbilities, useIsLive } from '../session.ts'
import { say } from '../ui/Toast.tsx'
import { contractsOf } from './contracts.ts'
import { editedFrom, inputOf, type Edited, type EditorProps } from './draft.ts'

export type EditorModel = ReturnType<typeof useEditor>

/** The text in the editor, what is wrong with it, and how it is saved; leaving with unsaved text asks first. */
export function useEditor({ kind, form, view, start }: EditorProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const contracts = contractsOf(kind)
  const draft = useAction(contracts.draft)
  const approve = useAction(contracts.approve)
  const live = useIsLive()
  const mayApprove = useAbilities().includes(`${kind.kind}.approve`) && !live
  const [edited, setEdited] = useState(start)
  const [base, setBase] = useState<Pick<ElementView, 'key' | 'revision'> | null>(view)
  const [clean, setClean] = useState(start)

  const error = draft.error ?? approve.error
  const faults = error instanceof Problem ? error.faults : []
  const save = async (andApprove: boolean) => {
    if (draft.isPending || approve.isPending) return
    approve.reset()
    try {
      const saved = await draft.mutateAsync(inputOf(edited, base))
      setClean(edited)
      setBase(saved)
      if (andApprove) await approve.mutateAsync({ element: saved.key, revision: saved.revision })
      say(andApprove ? t`In force` : t`Draft saved`, `${saved.key} ${saved.title}`)
      await navigate({ to: '/$path/$element', params: { path: kind.path, element: saved.key }, ignoreBlocker: true })
    } catch {
      // The mutation keeps the problem, which is shown above the form.
    }
  }
  const newest = async () => (view ? client.fetchQuery({ ...optionsOf(contracts.get, { element: view.key }, undefined), staleTime: 0 }) : null)
  const keepMine = async () => {
    setBase(await newest())
    draft.reset()
  }
  const takeTheirs = async () => {
    const fresh = await newest()
    if (!fresh) return
    const next = editedFrom(fresh, form)
    setClean(next)
    setBase(fresh)
    setEdited(next)
    draft.reset()
  }
  return {
    edited,
    change: (part: Partial<Edited>) => setEdited((before) => ({ ...before, ...part })),
    save,
    keepMine,
    takeTheirs,
    error,
    faults,
    faultOf: (path: string) => faults.find((fault) => fault.path === path)?.message,
    conflict: error instanceof Problem && error.type === 'conflict' && view !== null,
    busy: draft.isPending || approve.isPending,
    mayApprove,
    dirty: () => JSON.stringify(edited) !== JSON.stringify(clean),
  }
}
