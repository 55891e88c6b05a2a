import { kinds } from '../../src/modules/kinds.ts'
import { actionsByName } from '../../src/server/features.ts'
import type { World } from '../support/world.ts'
import { outageSamples } from './samples.outages.ts'
import { recordSamples } from './samples.records.ts'

export type Org = Awaited<ReturnType<World['found']>>
/** Brings an organisation to where the action can be taken, and answers an input that it accepts. */
type Sample = (org: Org) => Promise<object>

const policy = { title: 'Change principles', body: { theme: 'change', statement: 'Small and reversible.' } }

async function drafted(org: Org, kind: string): Promise<{ element: string; revision: number }> {
  const one = kinds.find((k) => k.kind === kind)!
  if (!one.single) {
    const receipt = await org.act(`${kind}.draft`, { title: 'Sample', body: one.empty })
    return { element: receipt.key, revision: receipt.revision }
  }
  const { rows } = await org.read<{ rows: { key: string; title: string }[] }>(`${kind}.list`)
  const view = await org.read<{ body: object; title: string }>(`${kind}.get`, { element: rows[0]!.key })
  const receipt = await org.act(`${kind}.draft`, { element: rows[0]!.key, title: view.title, body: view.body })
  return { element: receipt.key, revision: receipt.revision }
}

async function enacted(org: Org, kind: string): Promise<{ element: string; revision: number }> {
  const receipt = await org.act(`${kind}.approve`, await drafted(org, kind))
  return { element: receipt.key, revision: receipt.revision }
}

function ofKind(kind: string, verb: string): Sample {
  const one = kinds.find((k) => k.kind === kind)!
  if (verb === 'draft' && !one.single) return async () => ({ title: 'Sample', body: one.empty, reason: 'To try it.' })
  if (verb === 'draft') {
    return async (org) => {
      const { element, revision } = await drafted(org, kind)
      const view = await org.read<{ draft: { title: string; body: object } }>(`${kind}.get`, { element })
      return { element, revision, title: view.draft.title, body: view.draft.body }
    }
  }
  if (verb === 'approve' || verb === 'discard') return (org) => drafted(org, kind)
  if (verb === 'review') return (org) => enacted(org, kind)
  return async (org) => ({ ...(await enacted(org, kind)), reason: 'No longer needed.' })
}

async function proposed(org: Org) {
  const author = await org.hire('Author', ['policy.draft', 'proposal.open'])
  await org.act('policy.draft', policy, author.caller)
  const receipt = await org.act<{ key: string; revision: number }>('proposal.open', { title: 'One', elements: ['POL-1'] }, author.caller)
  return { proposal: receipt.key, revision: receipt.revision, reason: 'It is time.' }
}

async function opened(org: Org) {
  await enacted(org, 'policy')
  await org.act('policy.draft', { element: 'POL-1', ...policy })
  const { key, revision } = await org.act('proposal.open', { title: 'One', elements: ['POL-1'] })
  return { proposal: key, revision }
}

/** A proposal whose ground moved: another of the same policy was approved first. */
async function overtaken(org: Org) {
  const { proposal } = await opened(org)
  await org.act('policy.draft', { element: 'POL-1', ...policy, body: { theme: 'change', statement: 'Another statement.' } })
  const other = await org.act('proposal.open', { title: 'Another', elements: ['POL-1'] })
  const author = await org.hire('Approver', ['policy.approve'])
  await org.act('proposal.approve', { proposal: other.key, revision: other.revision }, author.caller)
  const { revision, elements } = await org.read<{ revision: number; elements: { clashes: { path: string }[] }[] }>('proposal.get', { proposal })
  return { proposal, revision, choices: elements[0]!.clashes.map(({ path }) => ({ element: 'POL-1', path, take: 'proposed' })) }
}

async function appointed(org: Org) {
  const grace = await org.hire('Grace Hopper')
  const receipt = await org.act<{ id: string }>('holder.appoint', { role: 'ROL-1', person: grace.id })
  return { holder: receipt.id, grace }
}

/** An appointment of the founder that somebody else made. */
async function awaited(org: Org) {
  const grace = await org.hire('Grace Hopper', ['holder.appoint'])
  const role = await enacted(org, 'role')
  return org.act<{ id: string }>('holder.appoint', { role: role.element, person: org.person.id }, grace.caller)
}

const source = { name: 'Desk', kind: 'zammad', settings: { url: 'https://desk.example.org' }, secret: 'token', mapping: 'kind: record' }

async function fed(org: Org) {
  const { id, revision } = await org.act<{ id: string; revision: number }>('source.create', source)
  return { source: id, revision }
}

async function told(org: Org) {
  const { id, revision } = await org.act<{ id: string; revision: number }>('webhook.create', { name: 'Chat', url: 'https://example.org/hooks', verbs: ['*'] })
  return { webhook: id, revision }
}

const others: Record<string, Sample> = {
  ...recordSamples,
  'organisation.goLive': async () => ({ singleHanded: 'Ada Berg' }),
  'organisation.recover': async () => ({ person: 'Ada Berg', role: 'ROL-1', reason: 'Everybody left.' }),
  'person.add': async () => ({ name: 'Grace Hopper', email: 'grace@example.org' }),
  'person.rename': async (org) => ({ person: (await org.hire('Grace Hopper')).id, revision: 1, name: 'Grace B. Hopper', email: null }),
  'person.leave': async (org) => ({ person: (await appointed(org)).grace.id }),
  'person.erase': async (org) => {
    const { id } = await org.hire('Grace Hopper')
    await org.act('person.leave', { person: id })
    return { person: id, reason: 'She asked for it.' }
  },
  'person.grant': async (org) => ({ person: (await org.hire('Grace Hopper')).id, right: 'auditor' }),
  'person.invite': async (org) => ({ person: (await org.hire('Grace Hopper')).id }),
  'person.readmit': async (org) => {
    const { id } = await org.hire('Grace Hopper')
    await org.signsIn(id)
    return { person: id }
  },
  'holder.appoint': async (org) => ({ role: 'ROL-1', person: (await org.hire('Grace Hopper')).id }),
  'holder.accept': async (org) => ({ holder: (await awaited(org)).id }),
  'holder.decline': async (org) => ({ holder: (await awaited(org)).id, reason: 'No time for it.' }),
  'policy.acknowledge': async (org) => ({ policy: (await enacted(org, 'policy')).element, version: 1 }),
  'inbox.read': async () => ({}),
  'notification.choose': async () => ({ digest: 'overdue', muted: ['meeting'] }),
  'feed.create': async () => ({ of: 'organisation' }),
  'feed.revoke': async (org) => ({ feed: (await org.act<{ id: string }>('feed.create', { of: 'organisation' })).id }),
  'holder.end': async (org) => ({ holder: (await appointed(org)).holder, reason: 'She moves on.' }),
  'token.create': async () => ({ name: 'Reader', scopes: ['read'] }),
  'token.revoke': async (org) => ({ token: (await org.act<{ id: string }>('token.create', { name: 'Reader', scopes: ['read'] })).id }),
  'webhook.create': async () => ({ name: 'Chat', url: 'https://example.org/hooks', verbs: ['*'] }),
  'webhook.pause': told,
  'webhook.resume': told,
  'webhook.end': told,
  'webhook.resend': async (org) => ({ webhook: (await told(org)).webhook }),
  'source.create': async () => source,
  'source.change': async (org) => ({ ...(await fed(org)), name: 'Another desk' }),
  'source.pause': fed,
  'source.resume': fed,
  'source.end': fed,
  'scope.state': async (org) => {
    await enacted(org, 'service')
    return { service: 'SVC-1', axis: 'unit', element: '*', state: 'in' }
  },
  'proposal.open': async (org) => {
    await org.act('policy.draft', policy)
    return { title: 'One', elements: ['POL-1'] }
  },
  'proposal.approve': proposed,
  'proposal.refuse': proposed,
  'proposal.withdraw': proposed,
  'proposal.amend': async (org) => ({ ...(await opened(org)), title: 'Another title' }),
  'proposal.revise': async (org) => ({ ...(await opened(org)), element: 'POL-1', ...policy, title: 'Another title' }),
  'proposal.rebase': overtaken,
  'proposal.reopen': async (org) => {
    const { proposal, revision } = await opened(org)
    await org.act('proposal.withdraw', { proposal, revision, drafts: 'discard' })
    return { proposal }
  },
  'proposal.comment': async (org) => ({ proposal: (await opened(org)).proposal, text: 'What about Sundays?' }),
  'edition.publish': async () => ({ title: 'First' }),
  'mapping.save': async () => ({ name: 'Units', mapping: 'kind: unit\nkey: name\nfields:\n  title: name\n' }),
  'sms.import': async () => ({ files: [{ name: 'sms.yaml', text: 'format: wellrun-sms/1\n' }, { name: 'units/UNT-7.yaml', text: 'title: One\n' }] }),
  'element.restore': async (org) => {
    const { element, revision } = await enacted(org, 'policy')
    return { element, revision: (await org.act('policy.retire', { element, revision, reason: 'Not needed.' })).revision }
  },
  ...outageSamples,
  'record.import': imported,
  'record.cancelImport': async () => ({ import: '01900000-0000-7000-8000-000000000001' }),
  'sms.start': async () => ({ starter: 'just-enough' }),
  'elements.import': async () => ({ mapping: 'kind: unit\nkey: name\nfields:\n  title: name\n', files: [{ name: 'units.csv', base64: Buffer.from('name\nOne\nTwo\n').toString('base64') }] }),
}

/** Two cases of a desk: one open, one closed. */
async function imported(org: Org) {
  await recordSamples['record.create']!(org)
  const mapping = 'kind: record\nroutine: Incidents\nsystem: desk\nkey: id\nfields: { title: what, state: state, opened: opened, closed: closed }\n'
  return { mapping, file: { name: 'cases.csv', text: 'id,what,state,opened,closed\n1,Mail,new,2026-02-01 08:00,\n2,Web,resolved,2026-02-02 08:00,2026-02-03 08:00\n' } }
}

const verbs = new Set(['draft', 'approve', 'retire', 'review', 'discard'])

/** A sample for every action of the registry; an action without one fails the laws. */
export function sampleOf(name: string): Sample {
  const [kind, verb] = name.split('.') as [string, string]
  const own = others[name]
  if (own) return own
  if (verbs.has(verb) && kinds.some((k) => k.kind === kind)) return ofKind(kind, verb)
  throw new Error(`The action ${name} has no sample in test/laws/samples.ts; add one, so that the laws try it.`)
}

/** Who must take it: the operator for what only the terminal does, otherwise the founder. */
export function takerOf(name: string, org: Org) {
  if (name === 'record.fire' || name === 'record.recur') return { type: 'job' as const, organisationId: org.organisationId, name: 'clock' }
  return name === 'organisation.recover' ? { type: 'operator' as const, organisationId: org.organisationId } : org.founder
}

export const actionNames = [...actionsByName.keys()].sort()
