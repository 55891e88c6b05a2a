import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { z } from 'zod'
import type { nextQuery } from '../../modules/begin/begin.contract.ts'

export type BeginStep = 'service' | 'door' | 'settle' | 'next'
type Next = z.output<typeof nextQuery.output>

export const beginSteps: readonly { step: BeginStep; label: MessageDescriptor }[] = [
  { step: 'service', label: msg`One service` },
  { step: 'door', label: msg`How to begin` },
  { step: 'settle', label: msg`Make it hold` },
  { step: 'next', label: msg`Do this next` },
]

/** Where somebody is who left in the middle: the first step whose facts are not there. */
export function stepOf({ service, started, things }: Next): BeginStep {
  if (!service || service.status === 'draft') return 'service'
  if (!started && things.some((thing) => thing.id === 'starter')) return 'door'
  if (started && !(service.inScope && service.agreement && service.owner?.holders.length !== 0)) return 'settle'
  return 'next'
}

/** The step that an address asks for; anything else is nothing. */
export function parseBegin(search: Record<string, unknown>): { step?: BeginStep } {
  const asked = beginSteps.find(({ step }) => step === search.step)?.step
  return asked ? { step: asked } : {}
}
