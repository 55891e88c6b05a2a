import { z } from 'zod'
import { addressOf, authorization, defineConnector, listOf, objectOf, textOf } from '../connector.ts'
import { goingOn, sinceOf } from '../cursor.ts'

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address, such as https://example.service-now.com'),
  table: z.string().regex(/^[a-z][a-z0-9_]{0,79}$/, 'Give a table such as incident.').default('incident').describe('Table'),
  query: z.string().max(1000).default('').describe('Only where (encoded query)'),
  fields: z.string().max(2000).default('').describe('Fields, separated by commas; empty: all'),
  begin: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Give a day as YYYY-MM-DD.').default('2000-01-01').describe('Begin with what changed on'),
})
const pageSize = 200

/**
 * ServiceNow Table API: GET /api/now/table/{table}. Both values of each field are asked for: what people read stands under its name, what is stored
 * (times in UTC) under name_value.
 */
export const servicenow = defineConnector({
  kind: 'servicenow',
  name: 'ServiceNow',
  settings,
  secret: 'user:password, or a token',
  ask: ({ settings: { url, table, query, fields, begin }, secret, cursor }) => {
    const { since, skip } = sinceOf(cursor, `${begin} 00:00:00`)
    const asked = [...(query ? [query] : []), `sys_updated_on>=${since}`, 'ORDERBYsys_updated_on', 'ORDERBYsys_id'].join('^')
    const named: Record<string, string> = fields === '' ? {} : { sysparm_fields: [...new Set([...fields.split(',').map((each) => each.trim()).filter(Boolean), 'sys_id', 'number', 'sys_updated_on'])].join(',') }
    return {
      method: 'GET',
      url: addressOf(url, `/api/now/table/${table}`, {
        sysparm_query: asked, sysparm_limit: String(pageSize), sysparm_offset: String(skip), sysparm_display_value: 'all', sysparm_exclude_reference_link: 'true', sysparm_no_count: 'true', ...named,
      }),
      headers: { accept: 'application/json', authorization: authorization(secret) },
    }
  },
  read: (answer, { settings: { begin }, cursor }) => {
    const found = listOf(objectOf(answer, 'The answer of ServiceNow').result, 'What ServiceNow found')
    const rows = found.map((each) => rowOf(objectOf(each, 'A row of ServiceNow')))
    return { rows, ...goingOn(sinceOf(cursor, `${begin} 00:00:00`), rows.map((row) => row.sys_updated_on_value ?? ''), rows.length === pageSize) }
  },
})

function rowOf(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => {
    const stored = typeof value === 'object' && value !== null ? (value as { value?: unknown }).value : value
    return [[name, textOf(value)], [`${name}_value`, textOf(stored)]]
  }))
}
