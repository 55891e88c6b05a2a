import { z } from 'zod'
import { addressOf, authorization, defineConnector, listOf, objectOf, PullFault, textOf } from '../connector.ts'
import { goingOn, sinceOf } from '../cursor.ts'

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address, such as https://desk.example.org'),
  query: z.string().max(1000).default('').describe('Only where (search query), such as group.name:IT'),
  begin: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Give a day as YYYY-MM-DD.').default('2000-01-01').describe('Begin with what changed on'),
})
const pageSize = 200

/** Zammad: GET /api/v1/tickets/search in the order of change, names instead of ids (expand). Its search reaches 10,000 hits, so the time moves on with each page. */
export const zammad = defineConnector({
  kind: 'zammad',
  name: 'Zammad',
  settings,
  secret: 'an access token, or user:password',
  ask: ({ settings: { url, query, begin }, secret, cursor }) => {
    const { since, skip } = sinceOf(cursor, `${begin}T00:00:00.000Z`)
    const asked = `updated_at:["${since}" TO *]${query ? ` AND (${query})` : ''}`
    return {
      method: 'GET',
      url: addressOf(url, '/api/v1/tickets/search', { query: asked, sort_by: 'updated_at', order_by: 'asc', expand: 'true', per_page: String(pageSize), page: String(Math.floor(skip / pageSize) + 1) }),
      headers: { accept: 'application/json', authorization: secret.includes(':') ? authorization(secret) : `Token token=${secret}` },
    }
  },
  read: (answer, { settings: { begin }, cursor }) => {
    if (!Array.isArray(answer) && typeof objectOf(answer, 'The answer of Zammad').error === 'string') throw new PullFault(`Zammad says: ${textOf(objectOf(answer, '').error)}`, true)
    const rows = listOf(answer, 'What Zammad found').map((each) => Object.fromEntries(Object.entries(objectOf(each, 'A ticket of Zammad')).map(([name, value]) => [name, textOf(value)])))
    return { rows, ...goingOn(sinceOf(cursor, `${begin}T00:00:00.000Z`), rows.map((row) => row.updated_at ?? ''), rows.length === pageSize) }
  },
})
