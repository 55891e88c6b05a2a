import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../shared/problem.ts'
import { perform } from '../kernel/action.ts'
import type { Caller } from '../kernel/caller.ts'
import { ask } from '../kernel/query.ts'
import type { Runtime } from '../kernel/runtime.ts'
import { secretHash } from '../kernel/secret.ts'
import { actionsByName, queriesByName } from './features.ts'
import { sessionQuery } from './identity.ts'
import type { Identity } from './identity.ts'
import { mayUseCookie } from './origin.ts'
import { fileLimit } from './security.ts'

export type Serving = { runtime: Runtime; identity: Identity; /** Reads the input of an action that carries a file from a form. */ formOf?: (request: FastifyRequest) => Promise<Record<string, unknown>> }

/** Serves the whole registry: `POST /api/<action>` and `GET /api/<query>`. */
export function serveRegistry(server: FastifyInstance, serving: Serving): void {
  for (const [name, action] of actionsByName) {
    server.post(`/api/${name}`, limitsOf(action.contract), async (request, reply) => {
      const caller = callerOf(request, serving.identity, true)
      const key = request.headers['idempotency-key']
      const { output, replayed } = await perform(serving.runtime, action, request.isMultipart?.() && action.contract.carriesFiles ? await serving.formOf!(request) : (request.body ?? {}), caller, typeof key === 'string' && key !== '' ? key : undefined)
      if (replayed) reply.header('idempotent-replayed', 'true')
      return send(reply, output)
    })
  }
  for (const [name, query] of queriesByName) {
    const answer = async (request: FastifyRequest, reply: FastifyReply) =>
      send(reply, await ask(serving.runtime, query, query.contract.carriesFiles ? request.body : request.query, callerOf(request, serving.identity, query.contract.carriesFiles === true)))
    if (query.contract.carriesFiles) server.post(`/api/${name}`, limitsOf(query.contract), answer)
    else server.get(`/api/${name}`, answer)
  }
}

function limitsOf(contract: { carriesFiles?: true }) {
  return contract.carriesFiles ? { bodyLimit: fileLimit } : {}
}

/** JSON without a second pass of Fastify's serialiser: the contract has parsed it already. */
function send(reply: FastifyReply, output: unknown): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(output))
}

/** Who calls: a bearer token, or the session cookie when the call comes from our own pages. */
export function callerOf(request: FastifyRequest, identity: Identity, changes: boolean): Caller {
  const { authorization } = request.headers
  if (authorization) {
    const hash = secretHash('wr', authorization.replace(/^Bearer\s+/i, ''))
    if (!hash) throw new Problem('unauthenticated', 'The Authorization header holds no Wellrun token. Send "Bearer wr_…".')
    return { type: 'token', hash }
  }
  const identify = sessionQuery(identity, request.headers)
  if (!identify) throw new Problem('unauthenticated', 'Sign in, or send an API token as "Authorization: Bearer wr_…".')
  if (changes && !mayUseCookie(request, identity.origins)) throw new Problem('forbidden', 'This call came from another site. Open Wellrun itself and try again.')
  return { type: 'session', identify }
}

