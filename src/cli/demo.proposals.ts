import type { StepOf } from '../modules/demo/script.ts'
import { draft } from './demo.drafts.ts'
import type { Stage } from './demo.stage.ts'

/** Proposes changes and plans what others say to them: comments, and the decision. */
export async function propose(stage: Stage, step: StepOf<'propose'>): Promise<void> {
  const elements: string[] = []
  for (const each of step.drafts) elements.push((await draft(stage, each, step.by)).key)
  for (const cell of step.scope) await stage.act('scope.state', cell, step.by)
  if (step.scope.length > 0) elements.push('SCO-1')
  const day = step.holdsFrom === undefined ? {} : { effectiveOn: stage.dayAt(step.holdsFrom) }
  const { key: proposal } = await stage.act<{ key: string }>('proposal.open', { title: step.title, elements, retire: step.retire, reason: step.reason, ...day }, step.by)
  for (const { by, after, text } of step.comments) stage.after(after, async () => void (await stage.act('proposal.comment', { proposal, text }, by)))
  const { decided } = step
  if (!decided) return
  stage.after(decided.after, async () => {
    const { revision } = await stage.read<{ revision: number }>('proposal.get', { proposal })
    await stage.act(`proposal.${decided.as}`, { proposal, revision, ...(decided.reason ? { reason: decided.reason } : {}), ...(decided.as === 'withdraw' ? { drafts: 'discard' } : {}) }, decided.by)
  })
}
