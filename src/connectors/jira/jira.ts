import { z } from 'zod'
import { addressOf, authorization, defineConnector, listOf, objectOf, PullFault, textOf } from '../connector.ts'
import type { PulledRow } from '../connector.ts'

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address, such as https://example.atlassian.net'),
  edition: z.enum(['cloud', 'data center']).default('cloud').describe('Edition'),
  query: z.string().max(1000).default('').describe('Only where (JQL), such as project = ITSM'),
  begin: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Give a day as YYYY-MM-DD.').default('2000-01-01').describe('Begin with what changed on'),
})
const pageSize = 100

/** `token` (or, in the data center, `skip`) goes through the pages of what changed since; the time moves on when all were read. */
type Place = { since: string; token: string; skip: number; newest: string }

/**
 * Jira Service Management: /rest/api/3/search/jql with its page tokens (cloud) or /rest/api/2/search (data center). JQL knows no seconds and reads days in the
 * zone of the user who asks, so the time is given in minutes before now. Each change of state in the changelog is a row of its own, as in an audit log.
 */
export const jira = defineConnector({
  kind: 'jira',
  name: 'Jira Service Management',
  settings,
  secret: 'e-mail:token (cloud), or a personal access token (data center)',
  ask: ({ settings: { url, edition, query, begin }, secret, cursor, now }) => {
    const place = placeOf(cursor, begin)
    const minutes = Math.max(1, Math.ceil((now.getTime() - Date.parse(place.since)) / 60_000) + 1)
    const jql = `${query ? `(${query}) AND ` : ''}updated >= "-${minutes}m" ORDER BY updated ASC, key ASC`
    const headers = { accept: 'application/json', 'content-type': 'application/json', authorization: authorization(secret) }
    if (edition === 'cloud') {
      const body = JSON.stringify({ jql, maxResults: pageSize, fields: ['*all'], expand: 'changelog', ...(place.token ? { nextPageToken: place.token } : {}) })
      return { method: 'POST', url: addressOf(url, '/rest/api/3/search/jql'), headers, body }
    }
    return { method: 'POST', url: addressOf(url, '/rest/api/2/search'), headers, body: JSON.stringify({ jql, maxResults: pageSize, startAt: place.skip, fields: ['*all'], expand: ['changelog'] }) }
  },
  read: (answer, { settings: { begin, edition }, cursor }) => {
    const found = objectOf(answer, 'The answer of Jira')
    if (Array.isArray(found.errorMessages) && found.errorMessages.length > 0) throw new PullFault(`Jira says: ${found.errorMessages.map(textOf).join(' ')}`, true)
    const issues = listOf(found.issues, 'What Jira found').map((each) => objectOf(each, 'An issue of Jira'))
    const place = placeOf(cursor, begin)
    const newest = issues.reduce((most, issue) => later(most, textOf(fieldsOf(issue).updated)), place.newest)
    const token = edition === 'cloud' ? textOf(found.nextPageToken) : ''
    const more = edition === 'cloud' ? token !== '' : issues.length === pageSize
    const next: Place = more ? { ...place, token, skip: place.skip + issues.length, newest } : { since: newest, token: '', skip: 0, newest }
    return { rows: issues.flatMap(rowsOf), cursor: JSON.stringify(next), more }
  },
})

function fieldsOf(issue: Record<string, unknown>): Record<string, unknown> {
  return objectOf(issue.fields, 'The fields of an issue')
}

function later(one: string, other: string): string {
  const at = Date.parse(other)
  return Number.isNaN(at) || at <= Date.parse(one) ? one : new Date(at).toISOString()
}

/** The issue as it is, after a row for each state that it had before: the states that its changelog tells, oldest first. */
function rowsOf(issue: Record<string, unknown>): PulledRow[] {
  const fields = fieldsOf(issue)
  const plain = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, name === 'description' ? proseOf(value) : textOf(value)]))
  const row = { ...plain, key: textOf(issue.key), id: textOf(issue.id), assignee_email: mailOf(fields.assignee), reporter_email: mailOf(fields.reporter) }
  const histories = (issue.changelog as { histories?: unknown } | undefined)?.histories
  const changes = (Array.isArray(histories) ? histories : []).flatMap((each) => stateChanges(objectOf(each, 'A change of an issue'))).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const [first] = changes
  const before = first ? [{ ...row, at: plain.created ?? '', status: first.from }] : []
  return [...before, ...changes.slice(0, -1).map(({ at, to }) => ({ ...row, at, status: to })), { ...row, at: changes.at(-1)?.at ?? plain.updated ?? '' }]
}

function stateChanges(history: Record<string, unknown>): { at: string; from: string; to: string }[] {
  const items = Array.isArray(history.items) ? history.items : []
  return items.map((each) => objectOf(each, 'An item of a change')).filter((item) => item.field === 'status')
    .map((item) => ({ at: textOf(history.created), from: textOf(item.fromString), to: textOf(item.toString) }))
}

function mailOf(person: unknown): string {
  return typeof person === 'object' && person !== null ? textOf((person as { emailAddress?: unknown }).emailAddress) : ''
}

/** The words of a document (Atlassian Document Format), a line per block. */
function proseOf(value: unknown): string {
  if (typeof value === 'string' || value === null || value === undefined) return textOf(value)
  const node = value as { type?: string; text?: string; content?: unknown[] }
  const inner = (node.content ?? []).map(proseOf).join(node.type === 'doc' ? '\n' : '')
  return node.type === 'text' ? (node.text ?? '') : node.type === 'hardBreak' ? '\n' : inner
}

function placeOf(cursor: string, begin: string): Place {
  const start = `${begin}T00:00:00.000Z`
  if (cursor === '') return { since: start, token: '', skip: 0, newest: start }
  try {
    const place = JSON.parse(cursor) as Place
    if (!Number.isNaN(Date.parse(place.since)) && !Number.isNaN(Date.parse(place.newest)) && typeof place.token === 'string' && Number.isInteger(place.skip)) return place
  } catch {
    // Said below.
  }
  throw new PullFault('The place where the last pull ended cannot be read; begin anew from a day.', true)
}
