import { z } from 'zod'
import { addressOf, authorization, defineConnector, listOf, objectOf, PullFault, textOf } from '../connector.ts'
import { goingOn, sinceOf } from '../cursor.ts'

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address, such as https://glpi.example.org'),
  itemtype: z.enum(['Ticket', 'Problem', 'Change']).default('Ticket').describe('What is pulled'),
  begin: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Give a day as YYYY-MM-DD.').default('2000-01-01').describe('Begin with what changed on'),
})
const pageSize = 200

/** Search options of tickets, problems and changes that hold the same in all three. */
const columns: Record<string, string> = {
  '2': 'id', '1': 'name', '12': 'status', '3': 'priority', '10': 'urgency', '11': 'impact', '14': 'type', '7': 'category', '21': 'content', '4': 'requester', '5': 'technician', '8': 'group', '15': 'date', '16': 'closedate',
  '17': 'solvedate', '18': 'time_to_resolve', '19': 'date_mod', '80': 'entity',
}
const statuses: Record<string, string> = { '1': 'new', '2': 'assigned', '3': 'planned', '4': 'waiting', '5': 'solved', '6': 'closed', '7': 'accepted', '8': 'observed', '9': 'evaluation', '10': 'approval', '11': 'test', '12': 'qualification', '13': 'refused', '14': 'cancelled' }

/** GLPI REST API (apirest.php): a session by user token and application token, then the search in the order of change. Times are in the server's zone. */
export const glpi = defineConnector({
  kind: 'glpi',
  name: 'GLPI',
  settings,
  secret: 'user token and application token, separated by a space',
  open: ({ settings: { url }, secret }) => ({ method: 'GET', url: addressOf(url, '/apirest.php/initSession'), headers: { accept: 'application/json', ...application(secret), authorization: sessionOf(secret) } }),
  opened: (answer) => {
    const token = textOf(objectOf(answer, 'The answer of GLPI').session_token)
    if (token === '') throw new PullFault('GLPI opened no session; check both tokens and whether the API is enabled.', true)
    return token
  },
  close: ({ settings: { url }, secret, session }) => ({ method: 'GET', url: addressOf(url, '/apirest.php/killSession'), headers: { ...application(secret), 'session-token': session } }),
  ask: ({ settings: { url, itemtype, begin }, secret, cursor, session }) => {
    const { since, skip } = sinceOf(cursor, `${begin} 00:00:00`)
    const shown = Object.fromEntries(Object.keys(columns).map((id, at) => [`forcedisplay[${at}]`, id]))
    return {
      method: 'GET',
      url: addressOf(url, `/apirest.php/search/${itemtype}`, {
        'criteria[0][field]': '19', 'criteria[0][searchtype]': 'morethan', 'criteria[0][value]': secondBefore(since), sort: '19', order: 'ASC', range: `${skip}-${skip + pageSize - 1}`, ...shown,
      }),
      headers: { accept: 'application/json', ...application(secret), 'session-token': session },
    }
  },
  read: (answer, { settings: { begin }, cursor }) => {
    if (Array.isArray(answer)) throw new PullFault(`GLPI says: ${answer.map(textOf).join(': ')}`, /TOKEN|RIGHT|LOGIN/.test(textOf(answer[0])))
    const found = objectOf(answer, 'The answer of GLPI')
    const rows = listOf(found.data ?? [], 'What GLPI found').map((each) => rowOf(objectOf(each, 'A row of GLPI')))
    const at = sinceOf(cursor, `${begin} 00:00:00`)
    return { rows, ...goingOn(at, rows.map((row) => row.date_mod ?? ''), rows.length === pageSize) }
  },
})

function rowOf(found: Record<string, unknown>): Record<string, string> {
  const row = Object.fromEntries(Object.entries(columns).map(([id, name]) => [name, textOf(found[id])]))
  return { ...row, status: statuses[row.status ?? ''] ?? row.status ?? '' }
}

function sessionOf(secret: string): string {
  const [user = ''] = secret.split(/\s+/)
  return user.includes(':') ? authorization(user) : `user_token ${user}`
}

function application(secret: string): Record<string, string> {
  const [, token = ''] = secret.split(/\s+/)
  return token === '' ? {} : { 'app-token': token }
}

/** "More than" leaves out the instant itself, so it is asked from a second before. */
function secondBefore(time: string): string {
  return new Date(Date.parse(`${time.replace(' ', 'T')}Z`) - 1000).toISOString().slice(0, 19).replace('T', ' ')
}
