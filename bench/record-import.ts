import { spawn } from 'node:child_process'
import { closeSync, createReadStream, createWriteStream, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseSettings } from '../src/kernel/settings.ts'
import { openGround } from '../src/server/ground.ts'
import { environmentOf, foundOn, scratchFolder } from './ground.ts'
import { atLeast, atMost, rounded } from './measure.ts'
import type { Bench, Report } from './measure.ts'
import { root } from './programs.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const states = { New: 'register', Open: 'classify', Work: 'restore', Wait: 'wait', Done: 'confirm' }
const fields = `  state: { from: state, values: ${JSON.stringify(states)} }\n  priority: { from: priority, values: { 1: Critical, 2: High, 3: Medium, 4: Low } }\n  opened: opened\n  resolved: resolved\n  closed: closed\n  description: text\n  category: category\n`
const table = `kind: record\nroutine: Incident\nsystem: table\ntimeZone: UTC\nkey: number\nfields:\n  title: title\n${fields}moments:\n  - { at: assigned, set: { state: classify } }\n  - { at: started, set: { state: restore } }\n  - { at: resolved, set: { state: confirm } }\n`
const log = `kind: record\nroutine: Incident\nsystem: log\ntimeZone: UTC\nkey: number\nfields:\n  title: title\n${fields}log: { at: at }\n`
const nouns = ['Mail', 'Payroll', 'Network', 'Archive', 'Printer', 'Portal', 'Backup', 'Register', 'Calendar', 'Map']
const faults = ['is slow', 'does not answer', 'shows an error', 'lost a file', 'asks for a password again', 'is not to be found']
const categories = ['Application', 'Device', 'Network', 'Access', 'Data', 'Supplier', 'Other']

const begin = Date.UTC(2024, 0, 1)
const shown = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

type Case = { title: string; priority: number; category: string; text: string; at: number[] }

/** Case `n` of a made-up desk: opened, assigned, begun, resolved and closed, one in fifty still open. */
function caseAt(n: number): Case {
  const opened = begin + n * 53_000
  const at = [opened, opened + (1 + (n % 7)) * 300_000, opened + (2 + (n % 11)) * 900_000, opened + (10 + (n % 97)) * 1_800_000, opened + (150 + (n % 97)) * 1_800_000]
  return { title: `${nouns[n % 10]!} ${faults[n % 6]!} in room ${n % 977}`, priority: 1 + ((n * 7) % 4), category: categories[n % 7]!, text: `Reported by telephone; it began after the last change of settings in place ${n}`, at }
}

/** Writes a file of cases: a row each, or the six rows of a log. */
function writeCases(path: string, count: number, form: 'table' | 'log'): void {
  const file = openSync(path, 'w')
  writeSync(file, form === 'table' ? 'number,title,state,priority,opened,assigned,started,resolved,closed,category,text\n' : 'number,title,state,priority,opened,resolved,closed,category,text,at\n')
  let piece = ''
  for (let n = 0; n < count; n++) {
    const { title, priority, category, text, at } = caseAt(n)
    const [opened, assigned, started, resolved, closed] = at.map(shown)
    const open = n % 50 === 0
    if (form === 'table') piece += `N${n},${title},${open ? 'Work' : 'Done'},${priority},${opened!},${assigned!},${started!},${open ? '' : resolved!},${open ? '' : closed!},${category},${text}\n`
    else {
      const told = [['New', opened], ['Open', assigned], ['Work', started], ['Wait', shown(at[2]! + 600_000)], ['Work', shown(at[2]! + 1_200_000)], ['Done', resolved]] as const
      for (const [state, when] of told) piece += `N${n},${title},${state},${priority},${opened!},${resolved!},${open ? '' : closed!},${category},${text},${when!}\n`
    }
    if (piece.length > 1_000_000) {
      writeSync(file, piece)
      piece = ''
    }
  }
  writeSync(file, piece)
  closeSync(file)
}

type Ran = { seconds: number; megabytes: number; created: number; events: number }

async function importFile(folder: string, file: string, mapping: string): Promise<Ran> {
  const since = performance.now()
  const child = spawn(process.execPath, [`${root}bin/wellrun`, 'record', 'import', file, '--mapping', mapping, '--json'], { env: { ...process.env, ...environmentOf(folder) } })
  let said = ''
  let complained = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()))
  let megabytes = 0
  const watching = setInterval(() => (megabytes = Math.max(megabytes, peakMegabytes(child.pid!))), 100)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(watching)
  if (code !== 0) throw new Error(`The import ended with ${String(code)}: ${complained.slice(-2000)}`)
  const { counts } = JSON.parse(said) as { counts: { created: number; events: number } }
  return { seconds: (performance.now() - since) / 1000, megabytes, ...counts }
}

function peakMegabytes(pid: number): number {
  try {
    return Number(/\nVmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Copies the rows that an import made out, and by raw COPY into tables of the same columns and indexes. Answers the seconds that going in took. */
async function rawCopy(folder: string, source: string): Promise<number> {
  const ground = await openGround({ ...parseSettings(environmentOf(folder)), secret: 'for measuring only, '.repeat(2) }, silent, { connections: 4 })
  const { sql } = ground.database
  const connection = await sql.reserve()
  await connection.unsafe('set statement_timeout = 0')
  try {
    const parts = [
      { table: 'records', rows: `select * from records where source = '${source}' order by id` },
      { table: 'record_events', rows: `select e.* from record_events e join records r on r.organisation_id = e.organisation_id and r.id = e.record_id where r.source = '${source}' order by e.record_id, e.position` },
    ]
    for (const { table: name, rows } of parts) {
      await sql.unsafe(`drop table if exists raw_${name}; create table raw_${name} (like ${name} including all)`)
      await pipeline(await connection.unsafe(`copy (${rows}) to stdout`).readable(), createWriteStream(join(folder, `${name}.copy`)))
    }
    await sql.unsafe('checkpoint')
    const since = performance.now()
    for (const { table: name } of parts) await pipeline(createReadStream(join(folder, `${name}.copy`), { highWaterMark: 1 << 18 }), await connection.unsafe(`copy raw_${name} from stdin`).writable())
    return (performance.now() - since) / 1000
  } finally {
    connection.release()
    await ground.close()
  }
}

/** Records with their history from files, against raw COPY of the same rows; `BENCH_CASES` makes it smaller than a million. */
export const recordImportBench: Bench = {
  name: 'record-import',
  run: async (report) => {
    const cases = Number(process.env['BENCH_CASES'] ?? 1_000_000)
    const { folder, remove } = scratchFolder()
    try {
      const founded = await foundOn(folder)
      await founded.act('sms.start', { starter: 'just-enough' })
      await founded.ground.close()
      await measureForm(report, folder, { form: 'table', mapping: table, cases, bar: 65, name: `Import of ${cases.toLocaleString('en')} incidents with history` })
      await measureForm(report, folder, { form: 'log', mapping: log, cases: Math.ceil(cases / 2), bar: 60, name: `Import of an audit log of ${(Math.ceil(cases / 2) * 6).toLocaleString('en')} rows, six a case` })
    } finally {
      remove()
    }
  },
}

type Form = { form: 'table' | 'log'; mapping: string; cases: number; bar: number; name: string }

async function measureForm(report: Report, folder: string, { form, mapping, cases, bar, name }: Form): Promise<void> {
  const [file, map] = [join(folder, `${form}.csv`), join(folder, `${form}.yml`)]
  writeCases(file, cases, form)
  writeFileSync(map, mapping)
  const ours = await importFile(folder, file, map)
  if (ours.created !== cases) throw new Error(`${ours.created} records were created of ${cases}.`)
  const raw = await rawCopy(folder, form)
  report.note(`${form}: ${cases} records and ${ours.events} events in ${rounded(ours.seconds)} s, raw COPY ${rounded(raw)} s; ${rounded((ours.created + ours.events) / ours.seconds)} rows a second`)
  report.result(atLeast(`${name}, share of raw COPY`, (raw / ours.seconds) * 100, '%', bar))
  report.result(atMost(`${name}, memory at its peak`, ours.megabytes, 'MB', 600))
}
