import { Problem } from '../shared/problem.ts'
import { a3Command } from './a3.ts'
import { accountLinkCommand } from './account.ts'
import { backupCommand, restoreCommand } from './backup.ts'
import { parseInvocation } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { compareEditionsCommand, listEditionsCommand, publishEditionCommand } from './edition.ts'
import { importCommand } from './import.ts'
import { exportCommand, verifyCommand } from './ledger.ts'
import { foundCommand, recoverCommand } from './organisation.ts'
import { recordImportCommand } from './record-import.ts'
import { advanceRecordCommand, createRecordCommand, listRecordsCommand, showRecordCommand } from './record.ts'
import { exportRoutineCommand, importRoutineCommand } from './routine.ts'
import { smsDiffCommand } from './sms-diff.ts'
import { smsExportCommand, smsImportCommand } from './sms.ts'
import { itemImportCommand } from './item.ts'
import { outageImportCommand } from './outage.ts'
import { startCommand } from './start.ts'
import { xrayCommand } from './xray.ts'

const commands: Command[] = [startCommand, foundCommand, recoverCommand, accountLinkCommand, importCommand, outageImportCommand, itemImportCommand, recordImportCommand, smsExportCommand, smsImportCommand, smsDiffCommand, a3Command, publishEditionCommand, listEditionsCommand, compareEditionsCommand, xrayCommand, exportRoutineCommand, importRoutineCommand, createRecordCommand, showRecordCommand, listRecordsCommand, advanceRecordCommand, verifyCommand, exportCommand, backupCommand, restoreCommand]

/** Runs one verb; answers the exit code: 0 done, 1 refused or faulty, 2 used wrongly. */
export async function runCli(args: string[]): Promise<number> {
  process.stdout.on('error', endUnread)
  const command = commands.find((c) => c.words.split(' ').every((word, at) => args[at] === word))
  if (!command) return usage(args)
  const json = args.includes('--json')
  const note = (text: string) => void process.stderr.write(`${printable(text)}\n`)
  try {
    const parsed = parseInvocation(command, args.slice(command.words.split(' ').length))
    if (parsed.options.help) {
      process.stdout.write(`${command.about}\n\n  wellrun ${command.usage}\n`)
      return 0
    }
    const invocation: Invocation = { ...parsed, json, note, answer: (text) => void process.stdout.write(printable(text.endsWith('\n') ? text : `${text}\n`)) }
    return await command.run(invocation)
  } catch (error) {
    return refuse(error, json, note)
  }
}

// What people wrote may hold characters that a terminal obeys. Within JSON the same escape says the same.
const obeyed = /\r(?!\n)|[^\P{Cc}\t\n\r]/gu

function printable(text: string): string {
  return text.replace(obeyed, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Whoever reads the answer may have had enough of it: `wellrun xray | head`. */
function endUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
}

function usage(args: string[]): number {
  const asked = args.length === 0 || args[0] === 'help' || args[0] === '--help' || args[0] === '-h'
  const width = Math.max(...commands.map((c) => c.words.length))
  const list = commands.map((c) => `  wellrun ${c.words.padEnd(width)}  ${c.about}`).join('\n')
  const text = `Wellrun: the management system behind well-run services.\n\n${list}\n\nEvery verb takes --help and --json, and --organisation KEY where there are several.\n`
  if (asked) process.stdout.write(text)
  else process.stderr.write(`There is no verb "${args.slice(0, 2).join(' ')}".\n\n${text}`)
  return asked ? 0 : 2
}

/** A refusal is one clear sentence; anything else is a fault of Wellrun and shows where it happened. */
function refuse(error: unknown, json: boolean, note: (text: string) => void): number {
  if (error instanceof Problem) {
    if (json) process.stdout.write(`${JSON.stringify(error.toJSON())}\n`)
    note(error.message)
    for (const fault of error.faults) if (fault.message !== error.message) note(`  ${fault.path}: ${fault.message}`)
    return error.type === 'invalid' ? 2 : 1
  }
  const sentence = databaseSentence(error)
  if (json) process.stdout.write(`${JSON.stringify({ type: '/problems/unexpected', title: sentence ?? 'Unexpected fault', status: 500 })}\n`)
  note(sentence ?? `Unexpected fault: ${error instanceof Error ? error.stack : String(error)}`)
  return 1
}

function databaseSentence(error: unknown): string | undefined {
  const code = (error as { code?: string } | null)?.code ?? ''
  if (['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'CONNECT_TIMEOUT', 'ENOENT', 'EHOSTUNREACH', 'EPIPE', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', '57P03', '57P02', '57P01'].includes(code)) return 'The database cannot be reached. Start it, or correct DATABASE_URL.'
  if (code === '28P01' || code === '28000') return 'The database refuses this user or password. Correct DATABASE_URL.'
  if (code === '3D000') return 'The database named in DATABASE_URL does not exist. Create it first.'
  if (code === '53100' || code === 'ENOSPC') return 'The disk is full. Free some space; nothing was half done.'
  return undefined
}
