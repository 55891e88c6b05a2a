import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BegunService } from '../../modules/begin/begin.contract.ts'
import { agreementBody } from '../../modules/operating-model/agreement.ts'
import { appointHolder } from '../../modules/roles/holder.contract.ts'
import { stateScope } from '../../modules/scope/scope.contract.ts'
import { call, read } from '../api.ts'
import { contractsOf } from '../elements/contracts.ts'
import { kindNamed } from '../elements/kinds.ts'
import { useSession, useToday } from '../session.ts'

/** A first figure that most can keep; it is only drafted. */
const availability = { quantity: 'availability', comparator: 'at least', value: 99.5, unit: '%' } as const

/** Puts the first service in scope, drafts its agreement and appoints whoever founds as its owner: each alone, or what is left of it in turn. */
export function useSettle(service: BegunService, calendar: string | null) {
  const { t } = useLingui()
  const client = useQueryClient()
  const today = useToday()
  const person = useSession().data?.person?.id
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const scope = async () => void (await call(stateScope, { service: service.key, axis: 'unit', element: '*', state: 'in' }))
  const promise = async () => {
    const links = [{ type: 'binds', to: service.key }, ...(calendar ? [{ type: 'binds', to: calendar }] : [])]
    const accountable = service.owner ? { accountable: service.owner.role } : {}
    await call(contractsOf(kindNamed('agreement')!).draft, { title: t`Service level agreement for ${service.title}`, ...accountable, body: agreementBody.parse({ targets: [availability], startOn: today }), links })
  }
  const owner = async () => {
    if (!service.owner || !person) return
    const contracts = contractsOf(kindNamed('service')!)
    const view = await read(contracts.get, { element: service.key })
    if (view.accountable === null && view.draft === null) {
      const drafted = await call(contracts.draft, { element: service.key, revision: view.revision, title: view.title, body: view.body, accountable: service.owner.role })
      await call(contracts.approve, { element: service.key, revision: drafted.revision })
    }
    await call(appointHolder, { role: service.owner.role, person, element: service.key })
  }
  const run = (steps: readonly (() => Promise<void>)[]) => async () => {
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      for (const step of steps) await step()
    } catch (problem) {
      setError(problem)
    }
    await client.invalidateQueries()
    setBusy(false)
  }
  const left = [...(service.inScope ? [] : [scope]), ...(service.agreement ? [] : [promise]), ...(service.owner?.holders.length === 0 ? [owner] : [])]
  return { busy, error, scope: run([scope]), promise: run([promise]), owner: run([owner]), all: run(left) }
}
