import { useState } from 'react'
import type { Fault } from '../../../../shared/kind.ts'
import { Problem } from '../../../../shared/problem.ts'
import type { Happening, Plan } from '../../engine.plan.ts'
import { beginRehearsal, moveOn, nothingTried, playNext, triedBy, type Rehearsal, type Tried } from '../../rehearsal.ts'

type Kept = { of: Plan['body']; rehearsal: Rehearsal; tried: Tried }

/** A rehearsal of the body as it is written now; when the body changes it begins anew. */
export function useRehearsal(plan: Plan) {
  const [kept, setKept] = useState<Kept | null>(null)
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const current = kept?.of === plan.body ? kept : null
  const before = current?.tried ?? nothingTried
  const attempt = (next: () => Rehearsal): boolean => {
    try {
      const rehearsal = next()
      setKept({ of: plan.body, rehearsal, tried: triedBy(before, rehearsal) })
      setFaults([])
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setFaults(error.faults.length > 0 ? error.faults : [{ path: '', message: error.message }])
      return false
    }
  }
  const then = (next: (at: Rehearsal) => Rehearsal) => (current ? attempt(() => next(current.rehearsal)) : false)
  return {
    rehearsal: current?.rehearsal ?? null,
    outdated: kept !== null && current === null,
    tried: before,
    faults,
    begin: (happening: Extract<Happening, { type: 'create' }>) => attempt(() => beginRehearsal(plan, happening, new Date().toISOString())),
    play: (happening: Happening) => then((at) => playNext(plan, at, happening)),
    moveOn: (to: string) => then((at) => moveOn(plan, at, to)),
  }
}

export type RehearsalModel = ReturnType<typeof useRehearsal>
