import type { z } from 'zod'
import { unreadableIn } from './fields.ts'
import type { Fault } from './kind.ts'

/** What a schema refuses, as faults: each names its path (below `within`) and what would be right. At most a hundred issues are told. */
export function issueFaults(error: z.ZodError, within: readonly PropertyKey[] = []): Fault[] {
  return error.issues.slice(0, 100).flatMap((issue) => faultsOf(issue, within))
}

/** A path that is not longer than a message may be. */
export function shortened(path: string): string {
  return path.length > 100 ? `${path.slice(0, 99).toWellFormed()}…` : path
}

type Issue = z.core.$ZodIssue

function faultsOf(issue: Issue, within: readonly PropertyKey[]): Fault[] {
  const path = shortened([...within, ...issue.path].map(String).join('.'))
  if (issue.code === 'unrecognized_keys') return issue.keys.slice(0, 100).map((key) => ({ path: shortened(path ? `${path}.${key}` : key), message: 'There is no such field. Remove it.' }))
  if (issue.code === 'invalid_union' && isDefault(issue.message)) return unionFaults(issue, within, path)
  if (issue.code === 'invalid_type' && isDefault(issue.message) && issue.message.endsWith('received undefined')) return [{ path, message: `Give ${article(issue.expected)}; it is missing.` }]
  return [{ path, message: sentence(issue) }]
}

/** Of several forms, the one that came nearest: whose faults lie deepest; else what each of them takes. */
function unionFaults(issue: z.core.$ZodIssueInvalidUnion, within: readonly PropertyKey[], path: string): Fault[] {
  const choices: unknown = Reflect.get(issue, 'options')
  if (issue.errors.length === 0) return [{ path, message: Array.isArray(choices) ? `Give one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}.` : 'It fits none of the forms that are known here.' }]
  const depth = (branch: Issue[]) => Math.max(...branch.map((each) => each.path.length))
  const nearest = issue.errors.reduce((best, branch) => (depth(branch) > depth(best) ? branch : best))
  if (depth(nearest) > 0) return nearest.flatMap((each) => faultsOf(each, [...within, ...issue.path]))
  const ways = issue.errors.flatMap((branch) => faultsOf(branch[0]!, []).map((fault) => fault.message.replace(/^Give (one of )?|; it is missing\.$|\.$/g, '')))
  return [{ path, message: `Give ${[...new Set(ways)].join(' or ')}.` }]
}

function isDefault(message: string): boolean {
  return message.startsWith('Invalid ') || message === 'Invalid input' || message.startsWith('Too ')
}

/** The schema's own sentence where it has one, else one that says what would be right. */
function sentence(issue: Issue): string {
  if (!isDefault(issue.message)) return /[.!?]$/.test(issue.message) ? issue.message : `${issue.message}.`
  switch (issue.code) {
    case 'invalid_type':
      return `Give ${article(issue.expected)}.`
    case 'invalid_value':
      return `Give ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((value) => JSON.stringify(value)).join(', ')}.`
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) === 1 ? 'Write something here.' : `Give ${amount(issue.origin, 'at least', issue.minimum)}.`
    case 'too_big':
      return `Give ${amount(issue.origin, 'at most', issue.maximum)}.`
    case 'invalid_format':
      return `Give a valid ${issue.format.replace('_', ' ')}.`
    default:
      return 'Give a value of the form that is described at /api.'
  }
}

const units: Record<string, string | undefined> = { string: 'characters', array: 'entries', set: 'entries', map: 'entries', object: 'fields' }

function amount(origin: string, bound: string, limit: number | bigint): string {
  const unit = units[origin]
  return `${unit ? '' : 'a number of '}${bound} ${limit}${unit ? ` ${Number(limit) === 1 ? unit.replace(/ies$/, 'y').replace(/s$/, '') : unit}` : ''}`
}

const articles: Record<string, string | undefined> = {
  string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'an object', record: 'an object', date: 'a date', null: 'null', undefined: 'nothing', stringbool: 'true or false',
}

function article(expected: string): string {
  return articles[expected] ?? expected
}

const deepest = 64

/** More characters than any field takes: what is longer is a file. */
const longest = 300_000

/** The first value that neither JSON nor the database can hold, that nobody can read, or that is nested without end. */
export function unwritable(value: unknown): Fault | undefined {
  return search(value, (text) => (text.length > longest ? unkeepable(text) : unreadableIn(text)))
}

/** As `unwritable` for what is only asked: what is looked for may hold anything that can be sent. */
export function unaskable(value: unknown): Fault | undefined {
  return search(value, unkeepable)
}

function unkeepable(text: string): string | null {
  return text.includes('\u0000') || !text.isWellFormed() ? unreadableIn(text) : null
}

function search(value: unknown, wrong: (text: string) => string | null, path = '', depth = 0): Fault | undefined {
  if (typeof value === 'string') return faultOf(wrong(value), path)
  if (typeof value === 'number' && !Number.isFinite(value)) return { path, message: 'Give a number that is not infinite.' }
  if (value === null || typeof value !== 'object') return undefined
  if (depth > deepest) return { path: '', message: `The input is nested more than ${deepest} levels deep. Give a flatter one.` }
  for (const [key, child] of Object.entries(value)) {
    const found = faultOf(wrong(key), path) ?? search(child, wrong, path ? `${path}.${key}` : key, depth + 1)
    if (found) return found
  }
  return undefined
}

function faultOf(message: string | null, path: string): Fault | undefined {
  return message === null ? undefined : { path: path.toWellFormed(), message }
}
