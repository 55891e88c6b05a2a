import { z } from 'zod'
import { addressOf, authorization, defineConnector, objectOf, PullFault, textOf } from '../connector.ts'

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address, such as https://itop.example.org'),
  class: z.string().regex(/^[A-Z][A-Za-z0-9]{0,79}$/, 'Give a class such as Incident.').default('Incident').describe('Class'),
  begin: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Give a day as YYYY-MM-DD.').default('2000-01-01').describe('Begin with what changed on'),
})
const pageSize = 200

/** Which page of what changed since when, and the newest change seen so far: the service answers in no order that it promises. */
type Place = { since: string; page: number; newest: string }

/** iTop REST/JSON services, version 1.3, core/get with OQL. Pages come in no promised order, so the time moves on only when all were read. */
export const itop = defineConnector({
  kind: 'itop',
  name: 'iTop',
  settings,
  secret: 'an application token, or user:password',
  ask: ({ settings: { url, class: name, begin }, secret, cursor }) => {
    const { since, page } = placeOf(cursor, begin)
    const asked = { operation: 'core/get', class: name, key: `SELECT ${name} WHERE last_update >= '${since}'`, output_fields: '*', limit: String(pageSize), page: String(page) }
    const token: Record<string, string> = secret.includes(':') ? {} : { auth_token: secret }
    return {
      method: 'POST',
      url: addressOf(url, '/webservices/rest.php', { version: '1.3' }),
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...(secret.includes(':') ? { authorization: authorization(secret) } : {}) },
      body: new URLSearchParams({ ...token, json_data: JSON.stringify(asked) }).toString(),
    }
  },
  read: (answer, { settings: { begin }, cursor }) => {
    const { code, message, objects } = objectOf(answer, 'The answer of iTop')
    if (code !== 0) throw new PullFault(`iTop says: ${textOf(message) || `code ${textOf(code)}`}`, code === 1 || code === 10)
    const rows = Object.values(objects === null || objects === undefined ? {} : objectOf(objects, 'What iTop found')).map((each) => {
      const found = objectOf(each, 'An object of iTop')
      return { class: textOf(found.class), id: textOf(found.key), ...Object.fromEntries(Object.entries(objectOf(found.fields, 'The fields of an object')).map(([name, value]) => [name, textOf(value)])) } as Record<string, string>
    })
    const place = placeOf(cursor, begin)
    const newest = rows.reduce((most, row) => ((row.last_update ?? '') > most ? row.last_update! : most), place.newest)
    const more = rows.length === pageSize
    const next: Place = more ? { ...place, page: place.page + 1, newest } : { since: newest, page: 1, newest }
    return { rows, cursor: JSON.stringify(next), more }
  },
})

function placeOf(cursor: string, begin: string): Place {
  const start = `${begin} 00:00:00`
  if (cursor === '') return { since: start, page: 1, newest: start }
  try {
    const { since, page, newest } = JSON.parse(cursor) as Place
    if (typeof since === 'string' && typeof newest === 'string' && Number.isInteger(page)) return { since, page, newest }
  } catch {
    // Said below.
  }
  throw new PullFault('The place where the last pull ended cannot be read; begin anew from a day.', true)
}
