import { parseArgs } from 'node:util'
import type { ParseArgsOptionsConfig } from 'node:util'
import { Problem } from '../shared/problem.ts'
import type { Ground } from '../server/ground.ts'
import type { Organisation } from '../kernel/organisations.ts'
import { listOrganisations } from '../kernel/organisations.ts'

/** What a verb is given: its operands and options, and where to write. */
export type Invocation = {
  operands: string[]
  options: Record<string, string | boolean | undefined>
  json: boolean
  /** The answer: to standard output. */
  answer: (text: string) => void
  /** Progress and notices: to standard error. */
  note: (text: string) => void
}

/** A verb of the terminal. */
export type Command = {
  words: string
  usage: string
  about: string
  options: ParseArgsOptionsConfig
  operands: { least: number; most: number }
  /** Answers the exit code: 0 done, 1 refused or faulty, 2 used wrongly. */
  run: (invocation: Invocation) => Promise<number>
}

export const common: ParseArgsOptionsConfig = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, organisation: { type: 'string' } }

/** Operands and options of a verb; throws `invalid` with one sentence and the usage. */
export function parseInvocation(command: Command, args: string[]): { operands: string[]; options: Record<string, string | boolean | undefined> } {
  try {
    const { values, positionals } = parseArgs({ args, options: { ...common, ...command.options }, allowPositionals: true, strict: true })
    if (!values.help && (positionals.length < command.operands.least || positionals.length > command.operands.most)) {
      throw new Problem('invalid', `Usage: wellrun ${command.usage}`)
    }
    return { operands: positionals, options: values as Record<string, string | boolean | undefined> }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('invalid', `${(error as Error).message.replace(/\. To specify.*$/s, '.')} Usage: wellrun ${command.usage}`)
  }
}

/** The organisation that a verb works on: named, or the only one. */
export async function chosenOrganisation(ground: Ground, key: unknown): Promise<Organisation> {
  const all = await listOrganisations(ground.database)
  if (all.length === 0) throw new Problem('notFound', 'There is no organisation yet. Found one: wellrun organisation found --name N --founder-name N --founder-email E --password-stdin')
  if (typeof key === 'string') {
    const found = all.find((o) => o.key === key || o.id === key)
    if (!found) throw new Problem('notFound', `There is no organisation ${key}; there is ${all.map((o) => o.key).join(', ')}.`)
    return found
  }
  if (all.length > 1) throw new Problem('invalid', `There are ${all.length} organisations; name one with --organisation: ${all.map((o) => o.key).join(', ')}.`)
  return all[0]!
}

/** An option that must be given. */
export function required(options: Record<string, string | boolean | undefined>, name: string, usage: string): string {
  const value = options[name]
  if (typeof value === 'string' && value !== '') return value
  throw new Problem('invalid', `--${name} is missing. Usage: wellrun ${usage}`)
}

/** All of standard input as text. */
export async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
