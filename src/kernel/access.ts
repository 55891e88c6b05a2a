import { allows } from '../shared/authority.ts'

/** Somebody's right to act, with the role that it comes from; `elementId` null reaches the whole organisation. */
export type Grant = { role: string; roleId: string | null; authorities: readonly string[]; elementId: string | null }

/** Who calls. A person acts through roles held; the operator is whoever runs the terminal on the machine. */
export type Actor =
  | { type: 'person'; id: string; personId: string; grants: readonly Grant[]; founder: boolean; administrator: boolean; auditor: boolean }
  | { type: 'token'; id: string; personId: string; grants: readonly Grant[]; founder: boolean; administrator: boolean; auditor: boolean; scopes: readonly string[] }
  | { type: 'connector'; id: string; name: string }
  | { type: 'job'; id: string; name: string }
  | { type: 'operator'; id: 'operator' }

/** The organisation that an action or query works in. */
export type Tenant = {
  id: string
  key: string
  name: string
  timeZone: string
  /** Null while founding. */
  liveAt: Date | null
  foundedAt: Date
  /** Person who works single-handed by name, or null. */
  singleHandedBy: string | null
  simulated: boolean
  revision: number
}

/** Allowed, and as what (written in the ledger); or refused, with a sentence that says who may. */
export type Verdict = { as: string } | { refused: string }

/** Who asks to do what, where. */
export type Asked = { actor: Actor; tenant: Tenant; verb: string }
export type AccessQuestion<L = unknown> = Asked & { loaded: L }

/** The person behind an actor, or null. */
export function personOf(actor: Actor): string | null {
  return actor.type === 'person' || actor.type === 'token' ? actor.personId : null
}

/**
 * The common rule: the founder while founding; afterwards whoever holds a role with the authority, within its reach.
 * `elementId` is what is acted on; a role held for one element reaches that element alone.
 */
export function byAuthority(question: Asked, elementId: string | null = null): Verdict {
  const { actor, tenant, verb } = question
  if (actor.type === 'token' && !tokenCovers(actor.scopes, verb)) return { refused: `This token may not ${verb}; its scopes are ${actor.scopes.join(', ') || 'none'}.` }
  if (actor.type === 'operator') return tenant.liveAt ? { refused: 'The operator founds, imports and backs up; after go-live people with the role decide.' } : { as: 'operator' }
  if (actor.type !== 'person' && actor.type !== 'token') return { refused: `A ${actor.type} may not ${verb}.` }
  if (!tenant.liveAt && actor.founder) return { as: 'founder' }
  const grant = actor.grants.find((g) => allows(g.authorities, verb) && (g.elementId === null || g.elementId === elementId))
  if (grant) return { as: grant.role }
  return { refused: `None of your roles may ${verb}. Ask whoever holds a role with that authority.` }
}

/** Rights over the system, not its content: people, tokens of others, settings. */
export function byAdministration(question: Asked): Verdict {
  const { actor, tenant, verb } = question
  if (actor.type === 'operator') return { as: 'operator' }
  if (actor.type === 'token' && !tokenCovers(actor.scopes, verb)) return { refused: `This token may not ${verb}.` }
  if (actor.type !== 'person' && actor.type !== 'token') return { refused: `A ${actor.type} may not ${verb}.` }
  if (actor.administrator) return { as: 'administrator' }
  if (!tenant.liveAt && actor.founder) return { as: 'founder' }
  return byAuthority(question)
}

/** Anybody who belongs to the organisation may read it; the operator too. */
export function byMembership({ actor, verb }: Asked): Verdict {
  if (actor.type === 'operator') return { as: 'operator' }
  if (actor.type === 'token' && !tokenCovers(actor.scopes, 'read') && !tokenCovers(actor.scopes, verb)) return { refused: 'This token may not read.' }
  if (actor.type === 'person' || actor.type === 'token') return { as: 'member' }
  return { refused: `A ${actor.type} may not read this.` }
}

/** What a person does with what is their own: accept an appointment, make a token. */
export function byOneself(question: Asked, personId: string): Verdict {
  const { actor, verb } = question
  if (actor.type === 'token' && !tokenCovers(actor.scopes, verb)) return { refused: `This token may not ${verb}.` }
  return personOf(actor) === personId ? { as: 'self' } : { refused: 'Only the person concerned may do this.' }
}

/** `read` covers queries, `write` every action, otherwise a scope names one action. */
function tokenCovers(scopes: readonly string[], verb: string): boolean {
  return scopes.includes('write') || scopes.includes(verb)
}

