import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import type { Tx } from '../../kernel/database.ts'
import type { Tenant } from '../../kernel/access.ts'
import { Problem } from '../../shared/problem.ts'
import type { Fault } from '../../shared/kind.ts'
import { compileCases, type CompiledCases } from '../transfer/record-case.ts'
import { casesIn, gatheredCases } from '../transfer/record-group.ts'
import { isRecordMapping, parseRecordMapping, type RecordMapping } from '../transfer/record-mapping.ts'
import { openRows, type OpenFile, type OpenRow, type OpenRows } from '../transfer/record-rows.ts'
import { recordColumns, suggestRecordMapping, type RecordColumn } from '../transfer/record-suggest.ts'
import { parseYaml } from '../transfer/yaml.ts'
import type { SentRecords } from './intake.contract.ts'
import { groundOf, type IntakeGround } from './intake.resolve.ts'
import { listNames, maybeFindMapping, maybeFindRoutineKey } from './intake.store.ts'
import type { Incoming } from './intake.ts'
import { loadRoutine } from './loading.store.ts'
import type { RoutineVersion } from './surroundings.ts'

export type Sent = { mapping?: unknown; savedMapping?: string | undefined; routine?: string | undefined }

/** An import as far as it can be told before its rows are read. */
export type Prepared = { mapping: RecordMapping; suggested: boolean; routine: RoutineVersion; ground: IntakeGround; open: OpenRows; columns: RecordColumn[]; compiled: CompiledCases; faults: Fault[] }

/** A file that was sent in a request. Throws a Problem when it is neither text nor base64. */
export function sentFile({ name, base64, text }: SentRecords): OpenFile {
  if ((base64 === undefined) === (text === undefined)) throw new Problem('invalid', `${name}: give either base64 or text.`, [{ path: 'file', message: 'Give either base64 or text.' }])
  if (base64 !== undefined && !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) throw new Problem('invalid', `${name}: its content is not base64.`, [{ path: 'file', message: 'Send the bytes in base64.' }])
  const bytes = base64 === undefined ? Buffer.from(text!, 'utf8') : Buffer.from(base64, 'base64')
  return { name, bytes: () => [bytes] }
}

/** A file whose bytes are hashed as they are read; a second reading begins anew. */
export function hashedFile(file: OpenFile): OpenFile & { digest: () => string } {
  let hash: Hash = createHash('sha256')
  const bytes = async function* () {
    hash = createHash('sha256')
    for await (const piece of file.bytes()) {
      hash.update(piece)
      yield piece
    }
  }
  return { name: file.name, bytes, digest: () => hash.copy().digest('hex') }
}

const looked = 500

/** Reads the mapping, or guesses one, finds its routine and opens the file. Throws a Problem when one of them cannot be used at all. */
export async function prepared(tx: Tx, tenant: Tenant, file: OpenFile, sent: Sent, at: Date): Promise<Prepared> {
  const given = await mappingOf(tx, sent)
  const routine = await routineOf(tx, sent.routine ?? given?.routine, at)
  const known = await listNames(tx)
  const around = routine.around
  const roleOf = (state: string) => around.roleIds.get(routine.routine.body.steps.find((step) => step.id === state)?.role ?? '')
  const opened = await openRows(file, given?.source, given?.rows)
  const { first, rows } = await lookedAt(opened.rows)
  const columns = recordColumns(first, opened.header)
  const system = file.name.split(/[\\/]/).pop()!.replace(/\.[^.]+$/, '').slice(0, 60) || 'import'
  const mapping = given ?? suggestRecordMapping(columns, routine.routine.body, routine.routine.title, system, opened.header)
  const ground = groundOf(routine.routine, { ...known, unknown: mapping.unknown, roleOf })
  const open = { ...opened, rows }
  const { compiled, faults } = compileCases(mapping, open, { routine: routine.routine.key, form: routine.routine.body.fields, timeZone: tenant.timeZone })
  return { mapping, suggested: given === undefined, routine: routine.routine, ground, open, columns, compiled, faults: [...faults, ...unknownFaults(mapping, ground)] }
}

function unknownFaults(mapping: RecordMapping, ground: IntakeGround): Fault[] {
  return Object.keys(mapping.unknown).flatMap((target) =>
    target in mapping.fields || `form.${target}` in mapping.fields || ground.form.has(target) || ['state', 'priority', 'outcome', 'assignee'].includes(target) ? [] : [{ path: `unknown.${target}`, message: `Nothing fills "${target}", so nothing of it can be unknown.` }])
}

async function mappingOf(tx: Tx, sent: Sent): Promise<RecordMapping | undefined> {
  if (sent.savedMapping === undefined) return sent.mapping === undefined ? undefined : parseRecordMapping(withKind(sent.mapping))
  if (sent.mapping !== undefined) throw new Problem('invalid', 'Give either mapping or savedMapping, not both.', [{ path: 'savedMapping', message: 'Leave one of the two out.' }])
  const saved = await maybeFindMapping(tx, sent.savedMapping)
  if (saved === undefined) throw new Problem('notFound', `There is no saved mapping "${sent.savedMapping}".`)
  if (!isRecordMapping(parseYaml(saved, 'mapping')[0]?.value)) throw new Problem('invalid', `"${sent.savedMapping}" is no mapping to records; choose one that is, or use it with elements.import.`)
  return parseRecordMapping(saved)
}

function withKind(mapping: unknown): unknown {
  const value: unknown = typeof mapping === 'string' ? parseYaml(mapping, 'mapping')[0]?.value : mapping
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('kind' in value) ? { kind: 'record', ...value } : value
}

async function routineOf(tx: Tx, name: string | undefined, at: Date) {
  if (name === undefined) throw new Problem('invalid', 'Say which routine the records are of: routine in the mapping, or beside it.', [{ path: 'routine', message: 'Name a routine that is in force.' }])
  const found = await maybeFindRoutineKey(tx, name)
  if ('among' in found) throw new Problem('notFound', `There is no routine "${name}" in force here; there is ${found.among.join(', ') || 'none'}.`, [{ path: 'routine', message: 'Name a routine that is in force.' }])
  const loaded = await loadRoutine(tx, found.key, at)
  const lacks = `${loaded.routine.title} has no steps yet; add them first.`
  if (loaded.routine.body.steps.length === 0) throw new Problem('unprocessable', lacks, [{ path: 'routine', message: lacks }])
  return loaded
}

/** The first rows, and all of them. */
async function lookedAt(rows: AsyncIterable<OpenRow>): Promise<{ first: OpenRow[]; rows: AsyncIterable<OpenRow> }> {
  const coming = rows[Symbol.asyncIterator]()
  const first: OpenRow[] = []
  while (first.length < looked) {
    const { value, done } = await coming.next()
    if (done) break
    first.push(value)
  }
  const all = async function* () {
    yield* first
    for (;;) {
      const { value, done } = await coming.next()
      if (done) return
      yield value as OpenRow
    }
  }
  return { first, rows: all() }
}

/** The cases of a file in the order in which they stand; `scattered`: their rows do not stand together, and are gathered in memory first. */
export async function incomingOf(file: OpenFile, { open, compiled, mapping }: Prepared, scattered: boolean): Promise<AsyncIterable<Incoming>> {
  if (!scattered) return casesIn(compiled, open.rows)
  const again = await openRows(file, mapping.source, mapping.rows)
  return gatheredCases(compiled, again.rows)
}
