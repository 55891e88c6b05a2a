import { createWriteStream, existsSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { perform } from '../kernel/action.ts'
import type { AnyAction } from '../kernel/action.ts'
import type { Caller } from '../kernel/caller.ts'
import { ask } from '../kernel/query.ts'
import type { AnyQuery } from '../kernel/query.ts'
import { secretHash } from '../kernel/secret.ts'
import { advanceRecordAction, createRecordAction } from '../modules/work/record.actions.ts'
import type { RecordReceipt, RecordRow, RecordView } from '../modules/work/record.contract.ts'
import { exportedRecords } from '../modules/work/export.queries.ts'
import { getRecordQuery } from '../modules/work/reading.queries.ts'
import { listRecordsQuery } from '../modules/work/record.queries.ts'
import type { Ground } from '../server/ground.ts'
import { Problem } from '../shared/problem.ts'
import { chosenOrganisation, required } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { grounded } from './grounded.ts'

type Options = Invocation['options']

/** Whoever the token in WELLRUN_TOKEN stands for; without one the operator, who may work on records while founding and read them always. */
async function callerOf(ground: Ground, options: Options): Promise<Caller> {
  const token = process.env['WELLRUN_TOKEN']
  if (!token) return { type: 'operator', organisationId: (await chosenOrganisation(ground, options.organisation)).id }
  const hash = secretHash('wr', token)
  if (!hash) throw new Problem('unauthenticated', 'WELLRUN_TOKEN holds no Wellrun token; it begins with wr_.')
  return { type: 'token', hash }
}

const act = <T>(invocation: Invocation, action: AnyAction, input: object) => grounded(invocation, async (ground) => (await perform(ground.runtime, action, input, await callerOf(ground, invocation.options))).output as T)
const read = <T>(invocation: Invocation, query: AnyQuery, input: object) => grounded(invocation, async (ground) => (await ask(ground.runtime, query, input, await callerOf(ground, invocation.options))) as T)

const text = (options: Options, name: string) => (typeof options[name] === 'string' && options[name] !== '' ? { [name]: options[name] } : {})

/** Fields of the form as `--fields '{"impact": "High"}'`. */
function fieldsOf(options: Options): { fields?: Record<string, unknown> } {
  const given = options['fields']
  if (typeof given !== 'string') return {}
  try {
    const fields: unknown = JSON.parse(given)
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return { fields: fields as Record<string, unknown> }
  } catch {
    // Falls through to the refusal.
  }
  throw new Problem('invalid', `--fields is a JSON object, such as '{"impact": "High"}'.`)
}

export const createRecordCommand: Command = {
  words: 'record create', usage: 'record create --routine RTN-1 --title T [--fields JSON] [--service SVC-1] [--catalogue-item I] [--raised-from KEY]', about: 'Raise a record; as WELLRUN_TOKEN says, else as the operator',
  options: { routine: { type: 'string' }, title: { type: 'string' }, fields: { type: 'string' }, service: { type: 'string' }, 'catalogue-item': { type: 'string' }, 'raised-from': { type: 'string' } },
  operands: { least: 0, most: 0 },
  run: async (invocation) => {
    const { options, json, answer } = invocation
    const [item, from] = [options['catalogue-item'], options['raised-from']]
    const input = {
      routine: required(options, 'routine', createRecordCommand.usage), title: required(options, 'title', createRecordCommand.usage), ...fieldsOf(options), ...text(options, 'service'),
      ...(typeof item === 'string' ? { catalogueItem: item } : {}), ...(typeof from === 'string' ? { raisedFrom: from } : {}),
    }
    const receipt = await act<RecordReceipt>(invocation, createRecordAction as AnyAction, input)
    answer(json ? JSON.stringify(receipt) : `${receipt.key} was raised in ${receipt.state}.`)
    return 0
  },
}

export const showRecordCommand: Command = {
  words: 'record show', usage: 'record show KEY', about: 'A record as it is now: its step, clocks, form and the ways out',
  options: {},
  operands: { least: 1, most: 1 },
  run: async (invocation) => {
    const view = await read<RecordView>(invocation, getRecordQuery as AnyQuery, { record: invocation.operands[0] })
    invocation.answer(invocation.json ? JSON.stringify(view, null, 2) : inWords(view))
    return 0
  },
}

const narrowing = ['routine', 'state', 'priority', 'service', 'role', 'assignee', 'requester', 'standing', 'text', 'sort', 'direction']

/** All that a list holds, to standard output or into a file; a file that is there already is left alone. */
async function exportList({ options, note, answer }: Invocation, input: Record<string, unknown>): Promise<number> {
  const file = typeof options['export'] === 'string' ? options['export'] : ''
  if (options['limit'] !== undefined) throw new Problem('invalid', 'An export holds the whole list; leave --limit out.')
  if (file !== '' && existsSync(file)) throw new Problem('conflict', `${file} is there already; name another file.`)
  await grounded({ note }, async (ground) => {
    const lines = exportedRecords(ground.runtime, input, await callerOf(ground, options))
    const first = (await lines.next()).value as string
    const rest = async function* () {
      yield first
      yield* lines
    }
    await pipeline(rest, file === '' ? process.stdout : createWriteStream(file, { flags: 'wx' }), { end: file !== '' }).catch((error: NodeJS.ErrnoException) => {
      // Whoever reads has read enough.
      if (error.code !== 'EPIPE') throw error
    })
  })
  if (file !== '') answer(`The list is in ${file}.`)
  return 0
}

export const listRecordsCommand: Command = {
  words: 'record list', usage: 'record list [--routine RTN-1] [--state S] [--priority P] [--service SVC-1] [--role ROL-1] [--assignee ID|me|none] [--standing open|closed|any] [--overdue] [--text WORDS] [--sort number|changed|due|priority] [--direction asc|desc] [--as-of DAY] [--limit N | --csv | --export FILE] [--columns key,title,…]',
  about: 'Records, the newest first; with --csv or --export all of them as CSV',
  options: { ...Object.fromEntries([...narrowing, 'as-of', 'limit', 'export', 'columns'].map((name) => [name, { type: 'string' as const }])), overdue: { type: 'boolean' }, csv: { type: 'boolean' } },
  operands: { least: 0, most: 0 },
  run: async (invocation) => {
    const { options, json, answer } = invocation
    const input = Object.assign({ ...(options['overdue'] ? { overdue: 'true' } : {}), ...(options['as-of'] ? { asOf: options['as-of'] } : {}) }, ...[...narrowing, 'limit', 'columns'].map((name) => text(options, name))) as Record<string, unknown>
    if (options['csv'] || options['export'] !== undefined) return exportList(invocation, input)
    if (input['columns'] !== undefined) throw new Problem('invalid', '--columns goes with --csv or --export.')
    const { rows } = await read<{ rows: RecordRow[] }>(invocation, listRecordsQuery as AnyQuery, input)
    answer(json ? JSON.stringify(rows, null, 2) : rows.length > 0 ? rows.map(lineOf).join('\n') : 'No record is there.')
    return 0
  },
}

export const advanceRecordCommand: Command = {
  words: 'record advance', usage: 'record advance KEY --transition T [--fields JSON] [--outcome O] [--reason R]', about: 'Take a way out of the present step; as WELLRUN_TOKEN says, else as the operator',
  options: { transition: { type: 'string' }, fields: { type: 'string' }, outcome: { type: 'string' }, reason: { type: 'string' } },
  operands: { least: 1, most: 1 },
  run: async (invocation) => {
    const { options, operands, json, answer } = invocation
    const transition = required(options, 'transition', advanceRecordCommand.usage)
    const receipt = await grounded(invocation, async (ground) => {
      const caller = await callerOf(ground, options)
      const { revision } = (await ask(ground.runtime, getRecordQuery as AnyQuery, { record: operands[0] }, caller)) as RecordView
      const input = { record: operands[0], revision, transition, ...fieldsOf(options), ...text(options, 'outcome'), ...text(options, 'reason') }
      return (await perform(ground.runtime, advanceRecordAction as AnyAction, input, caller)).output as RecordReceipt
    })
    answer(json ? JSON.stringify(receipt) : `${receipt.key} is in ${receipt.state}.${receipt.raised.length > 0 ? ` Raised: ${receipt.raised.join(', ')}.` : ''}`)
    return 0
  },
}

function lineOf(row: RecordRow): string {
  return [row.key.padEnd(10), row.state.name.padEnd(16), row.priority.padEnd(4), row.dueAt ? `due ${row.dueAt.slice(0, 16).replace('T', ' ')} UTC` : '', row.title].filter(Boolean).join('  ')
}

function inWords(view: RecordView): string {
  const { key, title, state, priority, assignee, clocks, ways, fields } = view
  return [
    `${key} ${title}`, `  ${state.name}${priority ? `, priority ${priority}` : ''}${view.open ? '' : `, closed (${view.outcome || 'no outcome'})`}`,
    `  with ${assignee.person?.name ?? 'nobody yet'}${assignee.role ? `, ${assignee.role.title}` : ''}`,
    ...clocks.map((clock) => `  ${clock.name}: ${clock.dueAt ? `due ${clock.dueAt.slice(0, 16).replace('T', ' ')} UTC` : 'waits'}${clock.met === null ? '' : clock.met ? ', met' : ', missed'}`),
    ...fields.filter((field) => field.shown !== '').map((field) => `  ${field.label}: ${field.shown}`),
    ...ways.map((way) => `  → ${way.id}: ${way.name} (${way.toName})${way.closed ? ` ${way.closed}` : way.missing.map((fault) => ` ${fault.message}`).join('')}`),
  ].join('\n')
}
