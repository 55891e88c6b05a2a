import { incidentBody, openDesk } from '../support/desk.ts'
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
  'record.comment': async (org) => {
    const { desk, record } = await raised(org)
    return { record, text: 'Who knows more?', mentions: [desk.dora.id] }
  },
  'record.link': async (org) => {
    const { desk, record } = await raised(org)
    const other = await org.act<Receipt>('record.create', { routine: desk.routine.key, title: 'A disk is full', fields }, desk.dora.caller)
    return { record, type: 'caused by', to: other.key, reason: 'The log says so.' }
  },
  'record.unlink': async (org) => {
    const { desk, record } = await raised(org)
    await org.act('record.create', { routine: desk.routine.key, title: 'A disk is full', fields, raisedFrom: record }, desk.dora.caller)
    const { links } = await org.read<{ links: { id: string }[] }>('record.get', { record })
    return { record, link: links[0]!.id, reason: 'It was another disk.' }
  },
  'record.watch': async (org) => ({ record: (await raised(org)).record, watching: true }),
  'record.merge': async (org) => {
    const { desk, record, revision } = await raised(org)
    const other = await org.act<Receipt>('record.create', { routine: desk.routine.key, title: 'Mail is down too', fields }, desk.dora.caller)
    return { record, revision, into: other.key, reason: 'The same.' }
  },
  'record.attach': async (org) => ({ record: (await raised(org)).record, name: 'log.txt', mediaType: 'text/plain', base64: Buffer.from('Disk full').toString('base64') }),
  'record.migrate': async (org) => {
    const { desk, record } = await raised(org)
    const view = await org.read<{ revision: number; title: string }>('routine.get', { element: desk.routine.key })
    const drafted = await org.act<{ revision: number }>('routine.draft', { element: desk.routine.key, revision: view.revision, title: view.title, body: incidentBody(desk.role.key, { purpose: 'Restore it faster.' }) })
    await org.act('routine.approve', { element: desk.routine.key, revision: drafted.revision })
    return { records: [record], reason: 'The new version holds.' }
  },
  'record.fire': async (org) => {
    const clocks = [{ id: 'respond', name: 'Response', start: { at: 'instant', of: 'occurred' }, stop: { at: 'instant', of: 'responded' }, targets: [{ priority: '*', value: 1, unit: 'hours' }], beats: [{ id: 'gone', at: 100, do: 'escalate', roles: [], text: 'Nobody responded' }] }]
    const desk = await openDesk(org, { clocks })
    const { key } = await org.act<Receipt>('record.create', { routine: desk.routine.key, title: 'Mail is down', fields, occurredAt: '2026-03-01T07:00:00Z' }, desk.dora.caller)
    return { record: key }
  },
  'record.recur': async (org) => {
    const role = await org.enact('role', { title: 'Problem owner', body: { purpose: 'Finds causes.', responsibilities: ['Finds causes'], authorities: [] } })
    const problems = await org.enact('routine', { title: 'Problems', body: incidentBody(role.key, { recordPrefix: 'PRB' }) })
    const desk = await openDesk(org, { recurrences: [{ id: 'cause', name: 'Same cause', same: ['cause'], atLeast: 2, months: 6, routine: problems.key, text: 'Recurring', roles: [] }] })
    return { routine: desk.routine.key, rule: 'cause', month: '2026-02-01' }
  },
  'view.keep': async () => ({ place: 'work', name: 'Mine', query: 'assignee=me', everybody: true }),
  'view.forget': async (org) => ({ view: (await org.act<{ id: string }>('view.keep', { place: 'work', name: 'Ours', query: 'state=new', everybody: true })).id }),
}
