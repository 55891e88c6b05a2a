import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { hasCredentials } from '../kernel/addresses.ts'
import { Problem } from '../shared/problem.ts'
import { connectors } from './connectors.ts'
import { receivedKinds } from './received.ts'

type Field = { name: string; label: string; choices: string[]; default: string; required: boolean }
export type SourceKind = { kind: string; name: string; sends: boolean; secret: string; mapping: string; settings: Field[] }

/** Everything that can be a source, with a mapping to begin with; those that are pulled first. */
export function sourceKinds(): SourceKind[] {
  return [
    ...[...connectors.values()].map(({ kind, name, secret, settings }) => ({ kind, name, secret, sends: false, mapping: mappingFor(kind), settings: fieldsOf(settings) })),
    ...receivedKinds.map(({ kind, name, secret }) => ({ kind, name, secret, sends: true, mapping: mappingFor(kind), settings: [] })),
  ]
}

/** The settings of a kind as JSON; throws `invalid` with a fault for each that is wrong, `notFound` for a kind that there is not. */
export function settingsOf(kind: string, given: Record<string, unknown>): string {
  const connector = connectors.get(kind)
  if (!connector && !receivedKinds.some((each) => each.kind === kind)) throw new Problem('notFound', `There is no kind of source "${kind}"; there is ${[...connectors.keys(), ...receivedKinds.map((each) => each.kind)].join(', ')}.`)
  if (!connector) return '{}'
  const parsed = connector.settings.safeParse(given)
  if (parsed.success) {
    const { url } = parsed.data as { url?: string }
    const message = 'Leave user and password out of the address; give them as the secret, which is kept sealed.'
    if (url !== undefined && hasCredentials(url)) throw new Problem('invalid', `settings.url: ${message}`, [{ path: 'settings.url', message }])
    return JSON.stringify(parsed.data)
  }
  const faults = parsed.error.issues.map((issue) => ({ path: ['settings', ...issue.path.map(String)].join('.'), message: issue.path.at(-1) === 'url' ? 'Give the address of the tool, such as https://example.org.' : issue.message }))
  throw new Problem('invalid', faults.map((fault) => fault.message).join(' '), faults)
}

function fieldsOf(settings: z.ZodType): Field[] {
  const { properties = {}, required = [] } = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, { description?: string; enum?: string[]; default?: unknown }>; required?: string[] }
  return Object.entries(properties).map(([name, field]) => ({ name, label: field.description ?? name, choices: field.enum ?? [], default: typeof field.default === 'string' ? field.default : '', required: required.includes(name) }))
}

const folder = new URL('../../content/mappings/', import.meta.url)
const known = new Map<string, string>()

function mappingFor(kind: string): string {
  const text = known.get(kind) ?? readFileSync(new URL(`source-${kind}.yml`, folder), 'utf8')
  known.set(kind, text)
  return text
}
