import type { QueryClient } from '@tanstack/react-query'
import { recordQueries } from '../../modules/work/record.contract.ts'
import { optionsOf } from '../api.ts'

/** Where the record that sets the instant `declared` is raised from here: on a record's page, from that record. Undefined while no routine declares, or this person may not. */
export async function wayToDeclare(client: QueryClient) {
  const { routines } = await client.fetchQuery({ ...optionsOf(recordQueries.raisable, {}, undefined), staleTime: 60_000 })
  const routine = routines.find((one) => one.declares && one.allowed)
  const from = /^\/work\/([A-Z]{2,4}-\d+)$/.exec(window.location.pathname)?.[1]
  return routine && { to: '/work/raise/$routine' as const, params: { routine: routine.routine.key }, search: from ? { from } : {} }
}
