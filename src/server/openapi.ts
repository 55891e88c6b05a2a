import { z } from 'zod'
import type { ActionContract, QueryContract } from '../shared/contract.ts'
import { problemStatus } from '../shared/problem.ts'
import { actionsByName, queriesByName } from './features.ts'

type Json = Record<string, unknown>

/** OpenAPI 3.1 of the whole registry, made from the contracts. */
export function openApi(version: string): Json {
  const paths: Json = {}
  for (const { contract } of actionsByName.values()) paths[`/api/${contract.name}`] = { post: operation(contract) }
  for (const { contract } of queriesByName.values()) paths[`/api/${contract.name}`] = contract.carriesFiles ? { post: operation(contract) } : { get: operation(contract) }
  return {
    openapi: '3.1.0',
    info: { title: 'Wellrun', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'wellrun.session_token' } },
      schemas: { Problem: problemSchema },
      responses: Object.fromEntries(Object.keys(problemStatus).map((type) => [type, { description: type, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }])),
    },
    security: [{ token: [] }, { session: [] }],
  }
}

const problemSchema: Json = {
  type: 'object',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' },
    faults: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } } },
  },
}

function operation(contract: ActionContract | QueryContract): Json {
  const input = schemaOf(contract.input, 'input')
  const refusals = ['invalid', 'unauthenticated', 'forbidden', 'notFound', 'conflict', 'unprocessable'] as const
  const responses: Json = { '200': { description: contract.title, content: { 'application/json': { schema: schemaOf(contract.output, 'output') } } } }
  for (const type of refusals) responses[String(problemStatus[type])] = { $ref: `#/components/responses/${type}` }
  const common = { operationId: contract.name, summary: contract.title, tags: [contract.name.split('.')[0]], responses }
  const body = { requestBody: { required: true, content: { 'application/json': { schema: input } } } }
  if (contract.type === 'action') {
    const key = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 }, description: 'The same key with the same input answers the same, and changes nothing twice.' }
    return { ...common, parameters: [key], ...body }
  }
  if (contract.carriesFiles) return { ...common, ...body }
  return { ...common, parameters: [...parametersOf(input), asOf] }
}

const asOf = { name: 'asOf', in: 'query', required: false, schema: { type: 'string', format: 'date' }, description: 'The system as it was at the end of this day.' }

function parametersOf(input: Json): Json[] {
  const required = new Set((input.required as string[] | undefined) ?? [])
  return Object.entries((input.properties as Record<string, Json> | undefined) ?? {}).filter(([name]) => name !== 'asOf').map(([name, schema]) => ({ name, in: 'query', required: required.has(name), schema }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & { $schema?: string }
  return rest
}
