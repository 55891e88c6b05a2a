import { randomInt, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { allows } from '../shared/authority.ts'
import { dayOf } from '../shared/days.ts'
import { Problem } from '../shared/problem.ts'
import type { Actor, Tenant } from '../kernel/access.ts'
import { openFor } from '../kernel/caller.ts'
import { parseInput } from '../kernel/parse.ts'
import { listOrganisations } from '../kernel/organisations.ts'
import { foundOrganisation as foundContract } from '../modules/organisation/organisation.contract.ts'
import { foundOrganisation } from '../modules/organisation/founding.actions.ts'
import { acceptInvitation } from '../modules/organisation/join.contract.ts'
import { readmitPerson } from '../modules/organisation/person.contract.ts'
import { findInvitation, join } from '../modules/organisation/join.actions.ts'
import { actionsByName, ownerAuthorities } from './features.ts'
import type { Serving } from './http.ts'
import { createAccount, sessionOf, sessionQuery, signInCookie, withdrawAccount } from './identity.ts'
import { maySignIn } from './origin.ts'

/** Six digits, printed at start, that founding from another machine asks for. */
export function newFoundingCode(): string {
  return String(randomInt(0, 1_000_000)).padStart(6, '0')
}

/** The ways in for somebody who is not signed in: what state this server is in, founding, accepting an invitation. */
export function serveEntrance(server: FastifyInstance, serving: Serving, foundingCode: string): void {
  const { runtime, identity } = serving
  let founded = false
  const isFounded = async () => (founded ||= (await listOrganisations(runtime.database)).length > 0)
  const demandUnfounded = async () => {
    if (await isFounded()) throw new Problem('conflict', 'This server has an organisation already. Sign in, or ask its administrator for an invitation.')
  }
  const afterOthers = oneAtATime()

  server.get('/api/session', async (request, reply) => {
    if (!(await isFounded())) return { state: 'unfounded', codeNeeded: !isLoopback(request), abilities: [] }
    const session = await sessionOf(identity, request.headers)
    if (!session) return { state: 'signed out', codeNeeded: false, abilities: [] }
    if (session.setCookie) reply.header('set-cookie', session.setCookie)
    const account = { email: session.email, twoFactor: session.twoFactor }
    const identify = sessionQuery(identity, request.headers)
    const outside = { state: 'signed in', codeNeeded: false, account, abilities: [] }
    if (session.memberships.length === 0 || !identify) return outside
    const now = runtime.now()
    const standing = await openFor(runtime.database, 'read', { type: 'session', identify }, now, (_tx, resolved) => resolved).catch(unlessOutside)
    if (!standing) return outside
    const { actor, tenant } = standing
    const person = 'personId' in actor ? { id: actor.personId, name: session.name } : undefined
    return { state: 'signed in', codeNeeded: false, account, person, organisation: organisationOf(tenant, now), abilities: abilitiesOf(actor, tenant) }
  })

  const attempts = { count: 0 }
  server.post(`/api/${foundContract.name}`, async (request, reply) => {
    demandOwnPage(request, serving)
    const { password, code, ...input } = parseInput(foundContract.input, request.body)
    await demandUnfounded()
    if (!isLoopback(request)) demandCode(code, foundingCode, attempts)
    const { accountId, result } = await afterOthers(async () => {
      await demandUnfounded()
      const accountId = await createAccount(identity, { name: input.founderName, email: input.founderEmail, password, organisation: input.name, ip: request.ip })
      const result = await foundOrganisation(runtime, input, { accountId, only: true, authorities: ownerAuthorities, by: 'founder' }).catch(async (error: unknown) => {
        await withdrawAccount(identity, accountId)
        throw error
      })
      return { accountId, result }
    })
    return reply.header('set-cookie', await signInCookie(identity, accountId, { ip: request.ip, headers: request.headers })).send(result)
  })
  serveInvitations(server, serving)
}

function serveInvitations(server: FastifyInstance, serving: Serving): void {
  const { runtime, identity } = serving
  server.get('/api/invitation', async (request) => {
    const invitation = await findInvitation(runtime, String((request.query as Record<string, unknown>).token ?? ''))
    return { name: invitation.name, email: invitation.email, organisation: invitation.organisation }
  })

  server.post(`/api/${acceptInvitation.name}`, async (request, reply) => {
    demandOwnPage(request, serving)
    const input = parseInput(acceptInvitation.input, request.body)
    const invitation = await findInvitation(runtime, input.token)
    const accountId = await createAccount(identity, { name: invitation.name, email: invitation.email, password: input.password, organisation: invitation.organisation, ip: request.ip })
    await join(runtime, invitation, accountId).catch(async (error: unknown) => {
      await withdrawAccount(identity, accountId)
      throw error
    })
    return reply.header('set-cookie', await signInCookie(identity, accountId, { ip: request.ip, headers: request.headers })).send({ person: { id: invitation.personId, name: invitation.name } })
  })
}

/** Foundings wait for each other here: one holds a connection and needs another, so that several at once would wait for ever. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }
}

/** Who left, or is yet to come, is signed in and belongs nowhere. */
function unlessOutside(error: unknown): null {
  if (error instanceof Problem && (error.type === 'forbidden' || error.type === 'unauthenticated')) return null
  throw error
}

function demandOwnPage(request: FastifyRequest, serving: Serving): void {
  if (!maySignIn(request, serving.identity.origins)) throw new Problem('forbidden', 'This call came from another site. Open Wellrun itself and try again.')
}

function isLoopback(request: FastifyRequest): boolean {
  // A proxy on this machine that we were not told of would make everybody look local.
  if (request.ip === request.socket.remoteAddress && (request.headers['x-forwarded-for'] || request.headers.forwarded)) return false
  const ip = request.ip.replace(/^::ffff:/, '')
  return ip === '::1' || (isIP(ip) === 4 && ip.startsWith('127.'))
}

/** The code has a million values; after twenty wrong ones founding from outside waits for a restart. */
function demandCode(given: string | undefined, right: string, attempts: { count: number }): void {
  if (attempts.count >= 20) throw new Problem('tooMany', 'Too many wrong codes. Restart Wellrun for a new one.')
  const a = Buffer.from(given ?? '')
  const b = Buffer.from(right)
  if (a.length === b.length && timingSafeEqual(a, b)) return
  if (given !== undefined) attempts.count++
  throw new Problem('forbidden', 'Founding from another machine needs the code that Wellrun printed when it started.', [{ path: 'code', message: 'Type the six digits printed at start.' }])
}

function organisationOf(tenant: Tenant, now: Date) {
  return { id: tenant.id, key: tenant.key, name: tenant.name, timeZone: tenant.timeZone, live: tenant.liveAt !== null, singleHanded: tenant.singleHandedBy !== null, today: dayOf(now, tenant.timeZone) }
}

/** Actions that this person may take somewhere; what depends on the element is asked again there. */
function abilitiesOf(actor: Actor, tenant: Tenant): string[] {
  if (!('grants' in actor)) return []
  if (!tenant.liveAt && actor.founder) return [...actionsByName.keys()].filter((name) => name !== 'organisation.recover')
  const held = actor.grants.flatMap((grant) => grant.authorities)
  const administrator = ['person.add', 'person.rename', 'person.leave', 'person.erase', 'person.invite', readmitPerson.name, 'person.grant', 'token.revoke']
  const inPerson = (name: string) => name !== readmitPerson.name || actor.administrator
  return [...actionsByName.keys()].filter(inPerson).filter((name) => allows(held, name) || name === 'token.create' || (actor.administrator && administrator.includes(name)))
}
