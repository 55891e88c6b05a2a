import { existsSync } from 'node:fs'
import { diffFolders } from '../modules/transfer/folder.diff.ts'
import type { FolderDifference } from '../modules/transfer/folder.diff.ts'
import { readFolder } from '../modules/transfer/folder.read.ts'
import type { Folder } from '../modules/transfer/folder.ts'
import type { SourceFile } from '../modules/transfer/rows.ts'
import { isDay } from '../shared/days.ts'
import { counted } from '../shared/faults.ts'
import { Problem } from '../shared/problem.ts'
import { wordDiff } from '../shared/wording.ts'
import type { Ground } from '../server/ground.ts'
import type { Command } from './command.ts'
import { grounded } from './grounded.ts'
import { exportedSystem } from './sms.ts'
import { readDirectory } from './sms-folder.ts'

export const smsDiffCommand: Command = {
  words: 'sms diff', usage: 'sms diff A B (each a folder or a day, YYYY-MM-DD)', about: 'Show what differs between two systems, each a folder or a day; 0 when nothing does, 1 when something does',
  options: {},
  operands: { least: 2, most: 2 },
  run: async (invocation) => {
    const { operands, options, json, answer } = invocation
    const [a, b] = operands as [string, string]
    const compared = async (ground: Ground | null) => diffFolders(await systemAt(a, ground, options.organisation), await systemAt(b, ground, options.organisation))
    const differences = isFolder(a) && isFolder(b) ? await compared(null) : await grounded(invocation, compared)
    answer(json ? JSON.stringify({ a, b, equal: differences.length === 0, differences }) : differences.length === 0 ? 'Nothing differs.' : [...differences.flatMap(linesOf), countsOf(differences)].join('\n'))
    return differences.length === 0 ? 0 : 1
  },
}

function isFolder(operand: string): boolean {
  return existsSync(operand) || !isDay(operand)
}

async function systemAt(operand: string, ground: Ground | null, organisation: unknown): Promise<Folder> {
  if (isFolder(operand)) return faultless(readDirectory(operand), operand)
  const { files } = await exportedSystem(ground!, organisation, operand)
  return faultless(files.map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) })), operand)
}

function faultless(files: readonly SourceFile[], operand: string): Folder {
  const { folder, faults } = readFolder(files)
  if (faults.length === 0) return folder
  const told = faults.slice(0, 100).map(({ file, line, path, message }) => ({ path: `${file}${line === null ? '' : `:${line}`}`, message: path === '' ? message : `${path}: ${message}` }))
  throw new Problem('invalid', `${operand} cannot be compared: ${counted(faults.length, 'fault')}.`, told)
}

function linesOf({ subject, key, kind, title, change, fields }: FolderDifference): string[] {
  const name = `${key}${title === '' || title === key ? '' : ` ${title}`} (${kind ?? subject})`
  if (change !== 'changed') return [`${name}: ${change}`]
  return [name, ...fields.map(({ of, label, form, before, after }) => `  ${of ? `${of}: ` : ''}${label}: ${form === 'words' && before !== null && after !== null ? inWords(before, after) : `${before ?? '–'} → ${after ?? '–'}`}`)]
}

const around = 40

/** One text with what went in [- -] and what came in {+ +}; long stretches that stay are cut. */
function inWords(before: string, after: string): string {
  const pieces = wordDiff(before, after)
  return pieces.map(({ text, state }, at) => {
    if (state === 'removed') return `[-${text}-]`
    if (state === 'added') return `{+${text}+}`
    return shortened(text, { atStart: at === 0, atEnd: at === pieces.length - 1 })
  }).join('').replaceAll('\n', ' ')
}

function shortened(text: string, { atStart, atEnd }: { atStart: boolean; atEnd: boolean }): string {
  if (text.length <= 2 * around) return text
  return `${atStart ? '' : text.slice(0, around)}…${atEnd ? '' : text.slice(-around)}`
}

function countsOf(differences: readonly FolderDifference[]): string {
  const count = (change: FolderDifference['change']) => differences.filter((each) => each.change === change).length
  return `${differences.length === 1 ? '1 differs' : `${differences.length} differ`}: ${count('added')} added, ${count('removed')} removed, ${count('changed')} changed.`
}
