import { createReadStream, existsSync, statSync, writeFileSync } from 'node:fs'
import { perform } from '../kernel/action.ts'
import { ask } from '../kernel/query.ts'
import type { OpenFile } from '../modules/transfer/record-rows.ts'
import { importingRecords } from '../modules/work/intake.actions.ts'
import type { ImportCounts, RecordImportResult, RecordPreview, RejectedCase } from '../modules/work/intake.contract.ts'
import { previewingRecords } from '../modules/work/intake.queries.ts'
import { Problem } from '../shared/problem.ts'
import { chosenOrganisation, readStdin } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { grounded } from './grounded.ts'
import { contentOf } from './source-files.ts'

const usage = 'record import FILE --mapping M [--routine KEY] [--dry-run] [--rejected FILE] [--json]'

export const recordImportCommand: Command = {
  words: 'record import', usage,
  about: 'Import records with their history; FILE is CSV, XLSX, JSON or JSON lines, or - for standard input, M a file or a saved mapping; --dry-run without one suggests it',
  options: { mapping: { type: 'string' }, routine: { type: 'string' }, 'dry-run': { type: 'boolean' }, rejected: { type: 'string' } },
  operands: { least: 1, most: 1 },
  run: async (invocation) => {
    const { options, operands, json, answer, note } = invocation
    const file = await openedFile(operands[0]!)
    const input = { file: { name: file.name, text: '' }, ...mappingOf(options), ...(typeof options.routine === 'string' ? { routine: options.routine } : {}) }
    const done = await grounded(invocation, async (ground) => {
      const organisation = await chosenOrganisation(ground, options.organisation)
      const operator = { type: 'operator', organisationId: organisation.id } as const
      if (options['dry-run']) return { preview: (await ask(ground.runtime, previewingRecords(file), input, operator)) as RecordPreview }
      return { result: (await perform(ground.runtime, importingRecords(file, progressOf(json, note)), input, operator)).output as RecordImportResult }
    })
    if (done.preview) return showPreview(done.preview, invocation)
    const { mend, ...result } = done.result!
    saveRejected(options.rejected, mend, note)
    const named = result.firstKey === null ? [] : [result.firstKey === result.lastKey ? `It is ${result.firstKey}.` : `They are ${result.firstKey} to ${result.lastKey}.`]
    answer(json ? JSON.stringify(result) : [summaryOf(result), ...named, ...result.notices, ...kindsOf(result), ...result.rejected.map(lineOf), ...moreOf(result)].join('\n'))
    return 0
  },
}

async function openedFile(path: string): Promise<OpenFile> {
  if (path === '-') {
    const bytes = await readStdin()
    return { name: 'standard input', bytes: () => [bytes] }
  }
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isFile()) throw new Problem('invalid', `${path}: there is no such file.`)
  return { name: path, bytes: () => createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer> }
}

/** A mapping in a file, else one that was saved under this name. */
function mappingOf(options: Invocation['options']): { mapping?: string; savedMapping?: string } {
  const { mapping } = options
  if (typeof mapping !== 'string') {
    if (options['dry-run']) return {}
    throw new Problem('invalid', `--mapping is missing; with --dry-run and --routine a mapping is suggested. Usage: wellrun ${usage}`)
  }
  return existsSync(mapping) || /[/\\.]/.test(mapping) ? { mapping: contentOf(mapping).toString('utf8') } : { savedMapping: mapping }
}

function progressOf(json: boolean, note: (text: string) => void): (counts: ImportCounts) => void {
  let next = 50_000
  return ({ cases, refused }) => {
    if (json || cases < next) return
    next = cases + 50_000
    note(`${cases.toLocaleString('en')} cases read${refused > 0 ? `, ${refused.toLocaleString('en')} refused` : ''} …`)
  }
}

function showPreview(preview: RecordPreview, { json, answer }: Invocation): number {
  const { counts, rejected, notices, mapping, suggested, faults, faultsByKind, cases, routine } = preview
  if (json) answer(JSON.stringify({ routine, counts, cases, rejected, faultsByKind, notices, dryRun: true, ...(suggested ? { mapping } : {}), ...(faults.length > 0 ? { faults } : {}) }))
  else if (faults.length > 0) answer([...faults.map(({ path, message }) => `${path}: ${message}`), ...(suggested ? [`\nA mapping to begin with:\n\n${mapping}`] : [])].join('\n'))
  else {
    const first = cases.map((each) => `  ${each.key}  ${each.result}, ${each.state}${each.open ? '' : ' (closed)'}${each.priority ? `, ${each.priority}` : ''}, ${each.events} ${each.events === 1 ? 'event' : 'events'}: ${each.title}`)
    answer([...(suggested ? [`A mapping to begin with:\n\n${mapping}`] : []), `Nothing was written. ${summaryOf(preview)}`, ...first, ...notices, ...kindsOf(preview), ...rejected.map(lineOf), ...moreOf(preview)].join('\n'))
  }
  return faults.length > 0 ? 2 : 0
}

function summaryOf({ counts: { cases, created, changed, unchanged, refused, events } }: { counts: ImportCounts }): string {
  return `${cases} ${cases === 1 ? 'case' : 'cases'} read: ${created} created, ${changed} changed, ${unchanged} unchanged, with ${events} events; ${refused} refused${refused > 0 ? ':' : '.'}`
}

type Answered = { counts: ImportCounts; rejected: readonly RejectedCase[]; faultsByKind: RecordPreview['faultsByKind'] }

function kindsOf({ faultsByKind }: Answered): string[] {
  const said: Record<RejectedCase['kind'], string> = { row: 'rows that cannot be read', missing: 'missing values', date: 'dates', order: 'ends before starts', state: 'states', unknown: 'unknown values', value: 'values that do not fit', twice: 'cases that stand twice' }
  return faultsByKind.length < 2 ? [] : [`  by kind: ${faultsByKind.map(({ kind, count }) => `${said[kind]} ${count}`).join(', ')}`]
}

function lineOf({ file, row, key, column, reason }: RejectedCase): string {
  return `  ${file}, row ${row}${key ? ` (${key})` : ''}${column ? `, ${column}` : ''}: ${reason}`
}

function moreOf({ rejected, faultsByKind }: Answered): string[] {
  const all = faultsByKind.reduce((sum, { count }) => sum + count, 0)
  return all > rejected.length ? [`  and ${all - rejected.length} more; --rejected FILE keeps their rows.`] : []
}

function saveRejected(path: unknown, mend: string | null, note: (text: string) => void): void {
  if (typeof path !== 'string') return
  if (mend === null) return note('Nothing was written to --rejected: no row was refused.')
  try {
    writeFileSync(path, mend)
  } catch (error) {
    return note(`${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}); the refused rows follow.`)
  }
  note(`The refused rows are in ${path}; mend them and send them again.`)
}
