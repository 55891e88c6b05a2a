import type { World } from './world.ts'

type Org = Awaited<ReturnType<World['found']>>

const rasci = { accountable: '', supporting: [], consulted: [], informed: [] }
const levels = ['Low', 'Medium', 'High']
const priorities = ['1', '2', '3', '4', '5']
const cells = levels.flatMap((row, i) => levels.map((column, j) => ({ row, column, value: priorities[4 - i - j]! })))

/** An incident routine whose steps belong to one role: a grid, two clocks, beats, an approval, and an effect that raises a problem. */
export function incidentBody(roleKey: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const step = (id: string, name: string, extra: object = {}) => ({ id, name, process: 'recover', role: roleKey, rasci, required: [], ...extra })
  return {
    trigger: 'Somebody says that a service does not do what it should.', purpose: 'Restore the service.', recordNoun: 'incident', recordPrefix: 'INC', raisedBy: 'anybody', priorities,
    fields: [
      { id: 'impact', label: 'Impact', type: 'choice', choices: levels, elementKind: '', hint: '' }, { id: 'urgency', label: 'Urgency', type: 'choice', choices: levels, elementKind: '', hint: '' },
      { id: 'what', label: 'What happens', type: 'long text', choices: [], elementKind: '', hint: '' }, { id: 'cause', label: 'Cause', type: 'text', choices: [], elementKind: '', hint: '' },
      { id: 'affected', label: 'Affected service', type: 'element', choices: [], elementKind: 'service', hint: '' }, { id: 'told_by', label: 'Told by', type: 'person', choices: [], elementKind: '', hint: '' },
    ],
    steps: [
      step('new', 'New'), step('working', 'In work', { sets: ['responded'] }), step('waiting', 'Waiting'),
      step('deciding', 'Deciding', { approvals: [{ id: 'yes', name: 'Go ahead', role: '', need: 1, excluding: ['requester', 'creator'], when: '' }] }),
      step('resolved', 'Resolved', { end: true, required: ['cause'], sets: ['resolved'] }),
    ],
    transitions: [
      { id: 'take', from: 'new', to: 'working', name: 'Take it' }, { id: 'wait', from: 'working', to: 'waiting', name: 'Wait', reason: true, unfinished: true }, { id: 'go_on', from: 'waiting', to: 'working', name: 'Go on' },
      { id: 'ask', from: 'working', to: 'deciding', name: 'Ask' }, { id: 'granted', from: 'deciding', to: 'resolved', name: 'Granted', after: 'approval' }, { id: 'denied', from: 'deciding', to: 'working', name: 'Denied', after: 'refusal' }, { id: 'resolve', from: 'working', to: 'resolved', name: 'Resolve' },
      { id: 'reopen', from: 'resolved', to: 'working', name: 'Reopen', reason: true, unfinished: true },
    ],
    grids: [{ id: 'priority', name: 'Priority', row: 'impact', column: 'urgency', gives: 'priority', cells }],
    clocks: [
      { id: 'respond', name: 'Response', start: { at: 'instant', of: 'opened' }, stop: { at: 'instant', of: 'responded' }, targets: [{ priority: '*', value: 1, unit: 'hours' }], beats: [{ id: 'half', at: 50, do: 'remind', roles: [], text: 'Half of the time to respond is gone' }, { id: 'gone', at: 100, do: 'escalate', roles: [roleKey], text: 'Nobody responded' }] },
      { id: 'resolve', name: 'Resolution', start: { at: 'instant', of: 'opened' }, stop: { at: 'instant', of: 'resolved' }, pause: ['waiting'], targets: [{ priority: '1', value: 4, unit: 'hours' }, { priority: '*', value: 8, unit: 'hours' }], beats: [] },
    ],
    outcomes: [{ id: 'solved', name: 'Solved', result: 'successful' }, { id: 'gone', name: 'Gone by itself', result: 'successful' }],
    ...more,
  }
}

/** A person who holds the role of every step, and the routine in force. */
export async function openDesk(org: Org, more: Record<string, unknown> = {}) {
  const person = await org.act<{ id: string }>('person.add', { name: 'Dora Desk', email: 'dora@example.org' })
  const role = await org.enact('role', { title: 'Service desk', body: { purpose: 'Helps.', responsibilities: ['Helps'], authorities: [] } })
  await org.act('holder.appoint', { role: role.key, person: person.id })
  const routine = await org.enact('routine', { title: 'Incidents', body: incidentBody(role.key, more) })
  return { routine, role, dora: { id: person.id, caller: org.as(person.id) } }
}

export type Receipt = { id: string; key: string; revision: number; state: string; open: boolean; raised: string[] }
