import { openDesk } from '../support/desk.ts'
import type { Receipt } from '../support/desk.ts'
import type { World } from '../support/world.ts'

type Org = Awaited<ReturnType<World['found']>>
type Sample = (org: Org) => Promise<object>

const fields = { impact: 'High', urgency: 'High', what: 'Nobody gets mail' }

/** A record that the desk raised, taken as far as some transitions lead. */
async function raised(org: Org, ...ways: string[]) {
  const desk = await openDesk(org, { raisedBy: 'roles' })
  let receipt = await org.act<Receipt>('record.create', { routine: desk.routine.key, title: 'Mail is down', fields }, desk.dora.caller)
  for (const transition of ways) receipt = await org.act<Receipt>('record.advance', { record: receipt.key, revision: receipt.revision, transition }, desk.dora.caller)
  return { desk, record: receipt.key, revision: receipt.revision }
}

const on = (more: object, ...ways: string[]): Sample => async (org) => {
  const { record, revision } = await raised(org, ...ways)
  return { record, revision, ...more }
}

/** Inputs that the actions of records accept. */
export const recordSamples: Record<string, Sample> = {
  'record.create': async (org) => {
    const { desk, record } = await raised(org)
    return { routine: desk.routine.key, title: 'Mail is slow', fields, raisedFrom: record }
  },
  'record.advance': on({ transition: 'take', fields: { cause: 'Disk full' } }),
  'record.fill': on({ title: 'Mail is down in Oslo', fields: { what: 'No mail since nine' } }),
  'record.prioritise': on({ priority: '3', reason: 'Few people work today.' }),
  'record.assign': async (org) => {
    const { desk, record, revision } = await raised(org)
    return { record, revision, person: desk.dora.id }
  },
  'record.approve': on({ approval: 'yes', reason: 'Go.' }, 'take', 'ask'),
  'record.refuse': on({ approval: 'yes', reason: 'Not now.' }, 'take', 'ask'),
  'record.close': on({ outcome: 'solved', fields: { cause: 'Disk full' } }, 'take', 'resolve'),
  'record.mark': on({ instant: 'detected', at: '2026-03-02T08:30:00Z', reason: 'Monitoring saw it.' }),
  'record.correct': on({ instants: { occurred: '2026-03-02T08:00:00Z' }, reason: 'It began earlier.' }),
}
