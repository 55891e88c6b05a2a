import { recordInstants } from '../routines/record.ts'
import type { RoutineBody } from '../routines/routine-body.ts'
import { isObject } from './paths.ts'
import type { RecordMapping, RecordSource } from './record-mapping.ts'
import type { OpenRow } from './record-rows.ts'
import { missingSigns } from './record-source.ts'
import { textOf } from './targets.ts'

/** A column of a file as people choose it: what stands in it, and its different values where they are few. */
export type RecordColumn = { path: string; samples: string[]; filled: number; values: string[]; repeated: boolean }

const fewValues = 30

/** The columns of a table, or the names of values in documents, from some of its rows. */
export function recordColumns(rows: readonly OpenRow[], header: readonly string[] | null): RecordColumn[] {
  const missing = missingSigns([])
  const found = new Map<string, { values: Set<string>; filled: number; repeated: boolean }>()
  const note = (path: string, value: unknown) => {
    const column = found.get(path) ?? { values: new Set<string>(), filled: 0, repeated: false }
    found.set(path, column)
    const text = textOf(value)
    if (missing.has(text.toLowerCase())) return
    column.filled++
    column.repeated ||= column.values.has(text)
    if (column.values.size <= 500) column.values.add(text)
  }
  for (const path of header ?? []) if (path !== '') note(path, null)
  for (const row of rows) {
    if (header) header.forEach((path, at) => path !== '' && note(path, row.cells[at]))
    else noteValues(row.value, '', note, 0)
  }
  return [...found].map(([path, { values, filled, repeated }]) => ({
    path, filled, repeated, samples: [...values].slice(0, 5).map((text) => text.slice(0, 80)), values: values.size <= fewValues ? [...values] : [],
  }))
}

function noteValues(value: unknown, path: string, note: (path: string, value: unknown) => void, depth: number): void {
  if (isObject(value) && depth < 4) for (const [name, inner] of Object.entries(value)) noteValues(inner, path === '' ? name : `${path}.${name}`, note, depth + 1)
  else if (!Array.isArray(value) && path !== '') note(path, value)
}

/** What tools call these in their exports, the likelier names first. */
const words: Record<string, readonly string[]> = {
  title: ['short description', 'summary', 'title', 'subject', 'name', 'headline'],
  state: ['incident state', 'state', 'status', 'issue status', 'stage'],
  priority: ['priority', 'prio'],
  outcome: ['close code', 'closed code', 'closure code', 'resolution code', 'resolution', 'outcome'],
  service: ['business service', 'service', 'affected service', 'service name'],
  configurationItem: ['cmdb ci', 'configuration item', 'ci', 'asset'],
  unit: ['department', 'unit', 'business unit'],
  location: ['location', 'site', 'entity'],
  supplier: ['vendor', 'supplier'],
  requester: ['caller id', 'caller', 'requester', 'reporter', 'opened for', 'requested for', 'customer'],
  assignee: ['assigned to', 'assignee', 'technician', 'owner', 'assignee who owns the mitigation'],
  opened: ['opened at', 'opened', 'created', 'created at', 'created on', 'opening date', 'date opened', 'open date', 'sys created on', 'sys created at', 'submit date', 'reported on', 'last discussed'],
  occurred: ['occurred at', 'occurred', 'started at', 'outage start'],
  detected: ['detected at', 'detected'],
  responded: ['responded at', 'first response', 'acknowledged at'],
  resolved: ['resolved at', 'resolved', 'resolution date', 'solve date', 'solved at', 'date resolved', 'resolutiondate'],
  closed: ['closed at', 'closed', 'closing date', 'date closed', 'close date', 'closedate', 'end date'],
}
const keyWords = ['number', 'issue key', 'key', 'ticket number', 'ticket', 'ref', 'reference', 'incident id', 'case id', 'id', 'title', 'name']
const updatedWords = ['sys updated at', 'sys updated on', 'updated at', 'updated', 'last modified', 'changed at', 'modified', 'timestamp']
const updaterWords = ['sys updated by', 'updated by', 'modified by', 'changed by', 'user']

function folded(name: string): string {
  return name.replaceAll(/[_\-./]+/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[^\p{L}\p{N} ]/gu, ' ').replaceAll(/\s+/g, ' ').trim().toLowerCase()
}

/** A mapping to begin with: a guess by the names of columns and what stands in them. */
export function suggestRecordMapping(columns: readonly RecordColumn[], body: RoutineBody, routine: string, system: string): RecordMapping {
  const by = new Map(columns.map((column) => [folded(column.path), column]))
  const named: Finding = (list) => list.map((word) => by.get(word)).find((column) => column !== undefined)
  const fields = suggestedFields(named, body)
  const title = columns[0]?.path
  const key = named(keyWords)
  const dates = datesOf(columns.filter((column) => Object.entries(fields).some(([target, source]) => isInstant(target) && pathOf(source) === column.path)))
  return {
    kind: 'record', routine, system, ...(dates ? { dates } : {}), missing: [], key: key?.path ?? title ?? 'id', fields: 'title' in fields || title === undefined ? fields : { title, ...fields }, required: [], unknown: {},
    ...(key?.repeated ? suggestedLog(named) : {}),
  }
}

type Finding = (names: readonly string[]) => RecordColumn | undefined

function suggestedFields(named: Finding, body: RoutineBody): Record<string, RecordSource> {
  const fields: Record<string, RecordSource> = {}
  for (const [target, list] of Object.entries(words)) {
    const column = named(list)
    if (column && !(isInstant(target) && column.samples.filter(looksDated).length * 2 < column.samples.length)) fields[target] = translated(target, column, body)
  }
  for (const field of body.fields) {
    const column = named([folded(field.id), folded(field.label)])
    if (column && !Object.values(fields).some((source) => pathOf(source) === column.path)) fields[field.id in words ? `form.${field.id}` : field.id] = column.path
  }
  return fields
}

/** Keys that come again are those of a log, when something says when each entry was written. */
function suggestedLog(named: Finding): Pick<RecordMapping, 'log'> {
  const at = named(updatedWords)
  const by = named(updaterWords)
  return at ? { log: { at: at.path, ...(by ? { by: by.path } : {}) } } : {}
}

function isInstant(target: string): boolean {
  return (recordInstants as readonly string[]).includes(target)
}

function pathOf(source: RecordSource): string {
  return typeof source === 'string' ? source : [source.from ?? ''].flat()[0]!
}

function looksDated(text: string): boolean {
  return /^\d{1,5}[-/.]\w{1,3}[-/.]\d{2,5}/.test(text) || /^\d{5}(\.\d+)?$/.test(text) || /^[A-Z][a-z]{2,8} \d/.test(text) || /^\d{1,2} [A-Z][a-z]{2}/.test(text)
}

function datesOf(columns: readonly RecordColumn[]): string | undefined {
  const samples = columns.flatMap((column) => [...column.samples, ...column.values])
  if (samples.length > 0 && samples.every((text) => /^\d{5}(\.\d+)?$/.test(text))) return 'excel'
  const parts = samples.flatMap((text) => {
    const match = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,5}/.exec(text)
    return match ? [[Number(match[1]), Number(match[2])] as const] : []
  })
  if (parts.some(([first]) => first > 12)) return 'day first'
  return parts.some(([, second]) => second > 12) ? 'month first' : undefined
}

/** A source with what its values become here, as far as they tell; what they do not tell is left for people to say. */
function translated(target: string, column: RecordColumn, body: RoutineBody): RecordSource {
  const guess = target === 'state' ? stateFor(body) : target === 'priority' ? priorityFor(body) : target === 'outcome' ? outcomeFor(body) : undefined
  if (!guess || column.values.length === 0) return column.path
  const values = Object.fromEntries(column.values.flatMap((value) => {
    const becomes = guess(value)
    return becomes === undefined ? [] : [[value, becomes] as const]
  }))
  return Object.keys(values).length > 0 ? { from: column.path, values } : column.path
}

type Guess = (value: string) => string | undefined

function stateFor({ steps }: RoutineBody): Guess {
  const named = (pattern: RegExp) => steps.find((step) => pattern.test(`${step.id} ${step.name}`))?.id
  const end = steps.find((step) => step.end)?.id
  const middle = named(/restor|work|implement|treat|solv|fulfil|build|act/i) ?? steps[Math.min(1, steps.length - 1)]?.id
  return (value) => {
    const text = value.toLowerCase()
    const same = steps.find((step) => step.id === text || step.name.toLowerCase() === text)
    if (same) return same.id
    if (/resolv|clos|done|complet|cancel|solved|finish|reject|abandon/.test(text)) return end
    if (/await|wait|pending|hold|suspend/.test(text)) return named(/wait|hold|pend/i) ?? middle
    if (/new|open|to do|todo|submit|regist|logged|draft|identif|backlog/.test(text)) return steps[0]?.id
    if (/accept/.test(text)) return named(/accept/i) ?? middle
    return /progress|active|assign|work|owned|mitigat|treat|implement|analy|investig/.test(text) ? middle : undefined
  }
}

function priorityFor({ priorities }: RoutineBody): Guess {
  return (value) => {
    const text = value.toLowerCase()
    const named = priorities.find((priority) => new RegExp(`\\b${priority.toLowerCase().replaceAll(/[^\p{L}\p{N} ]/gu, '.')}\\b`, 'u').test(text))
    if (named) return named
    const rank = /^p?\s*(\d)/.exec(text)?.[1]
    if (rank !== undefined) return priorities[Math.min(priorities.length, Math.max(1, Number(rank))) - 1]
    const words = [/highest|critical|urgent|major|blocker/, /high/, /medium|moderate|normal/, /low|minor|trivial|planning/]
    const at = words.findIndex((pattern) => pattern.test(text))
    return at < 0 ? undefined : priorities[Math.min(at, priorities.length - 1)]
  }
}

function outcomeFor({ outcomes }: RoutineBody): Guess {
  return (value) => {
    const text = value.toLowerCase()
    const named = outcomes.find((outcome) => text === outcome.id || text === outcome.name.toLowerCase())
    if (named) return named.id
    if (/duplicate/.test(text)) return outcomes.find((outcome) => /duplic|known/i.test(`${outcome.id} ${outcome.name}`))?.id
    if (/work\s*-?around/.test(text)) return outcomes.find((outcome) => /round/i.test(`${outcome.id} ${outcome.name}`))?.id
    if (/solved|fixed|done|resolved|success|complet/.test(text) && !/not|un/.test(text)) return outcomes.find((outcome) => outcome.result === 'successful')?.id
    if (/cancel|reject|won'?t|declin/.test(text)) return outcomes.find((outcome) => outcome.result === 'not carried out')?.id
    return undefined
  }
}
