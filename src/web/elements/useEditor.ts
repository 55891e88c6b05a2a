import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { openProposal, proposedDraft, reviseProposal } from '../../modules/proposals/proposal.contract.ts'
import type { ElementView } from '../../shared/element.contract.ts'
import { Problem } from '../../shared/problem.ts'
import { optionsOf, useAction } from '../api.ts'
import { useAbilities, useIsLive } from '../session.ts'
import { say } from '../ui/Toast.tsx'
import { contractsOf } from './contracts.ts'
import { editedFrom, inputOf, type Edited, type EditorProps } from './draft.ts'

export type EditorModel = ReturnType<typeof useEditor>

type Base = Pick<ElementView, 'key' | 'revision'>

/** The text in the editor, what is wrong with it, and how it is saved; leaving with unsaved text asks first. */
export function useEditor({ kind, form, view, start, proposal }: EditorProps) {
  const client = useQueryClient()
  const live = useIsLive()
  const abilities = useAbilities()
  const mayApprove = abilities.includes(`${kind.kind}.approve`) && !live && !proposal
  const mayPropose = abilities.includes(openProposal.name) && live && !proposal
  const [proposing, setProposing] = useState<string | null>(null)
  const [edited, setEdited] = useState(start)
  const [base, setBase] = useState<Base | null>(view)
  const [clean, setClean] = useState(start)
  const { save, error, busy, reset } = useSaving({ kind, proposal }, (saved) => {
    setClean(edited)
    if (saved) setBase(saved)
  })
  const saveAndPropose = async () => {
    const saved = await save(edited, base, 'propose')
    if (saved) setProposing(saved.key)
  }
  const faults = error instanceof Problem ? error.faults : []
  const newest = async () => {
    if (!view) return null
    if (proposal) return client.fetchQuery({ ...optionsOf(proposedDraft, { proposal, element: view.key }, undefined), staleTime: 0 })
    return client.fetchQuery({ ...optionsOf(contractsOf(kind).get, { element: view.key }, undefined), staleTime: 0 })
  }
  const keepMine = async () => {
    setBase(await newest())
    reset()
  }
  const takeTheirs = async () => {
    const fresh = await newest()
    if (!fresh) return
    const next = editedFrom(fresh, form)
    setClean(next)
    setBase(fresh)
    setEdited(next)
    reset()
  }
  return {
    edited,
    change: (part: Partial<Edited>) => setEdited((before) => ({ ...before, ...part })),
    save: (andApprove: boolean) => save(edited, base, andApprove ? 'approve' : 'keep'),
    saveAndPropose,
    /** Key of the element that was saved and is about to be proposed. */
    proposing,
    keepMine,
    takeTheirs,
    error,
    faults,
    faultOf: (path: string) => faults.find((fault) => fault.path === path)?.message,
    conflict: error instanceof Problem && error.type === 'conflict' && view !== null,
    busy,
    mayApprove,
    mayPropose,
    dirty: () => JSON.stringify(edited) !== JSON.stringify(clean),
  }
}

type Then = 'keep' | 'approve' | 'propose'

/** Saves the element's own draft, and puts it in force or leaves it to be proposed where that is asked; or changes the draft that a proposal carries. */
function useSaving({ kind, proposal }: { kind: EditorProps['kind']; proposal: string | undefined }, onSaved: (saved: Base | null) => void) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const contracts = contractsOf(kind)
  const [draft, revise, approve] = [useAction(contracts.draft), useAction(reviseProposal), useAction(contracts.approve)]
  const busy = draft.isPending || revise.isPending || approve.isPending
  const saveOwn = async (edited: Edited, base: Base | null, then: Then): Promise<Base> => {
    const saved = await draft.mutateAsync(inputOf(edited, base))
    onSaved(saved)
    if (then === 'propose') return saved
    if (then === 'approve') await approve.mutateAsync({ element: saved.key, revision: saved.revision })
    say(then === 'approve' ? t`In force` : t`Draft saved`, `${saved.key} ${saved.title}`)
    await navigate({ to: '/$path/$element', params: { path: kind.path, element: saved.key }, ignoreBlocker: true })
    return saved
  }
  const saveProposed = async (edited: Edited, base: Base, key: string): Promise<Base> => {
    await revise.mutateAsync({ ...inputOf(edited, base), element: base.key, revision: base.revision, proposal: key })
    onSaved(null)
    say(t`Changed in the proposal`, `${key} ${base.key}`)
    await navigate({ to: '/proposals/$proposal', params: { proposal: key }, ignoreBlocker: true })
    return base
  }
  const save = async (edited: Edited, base: Base | null, then: Then): Promise<Base | null> => {
    if (busy) return null
    approve.reset()
    // The mutation keeps a problem, which is shown above the form.
    return (proposal && base ? saveProposed(edited, base, proposal) : saveOwn(edited, base, then)).catch(() => null)
  }
  const reset = () => {
    draft.reset()
    revise.reset()
  }
  return { save, busy, error: draft.error ?? revise.error ?? approve.error, reset }
}
