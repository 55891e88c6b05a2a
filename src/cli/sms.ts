import { basename, resolve } from 'node:path'
import { perform } from '../kernel/action.ts'
import { ask } from '../kernel/query.ts'
import { importFolderAction } from '../modules/transfer/sms.actions.ts'
import type { exportSms, SmsImported, SmsPreview } from '../modules/transfer/sms.contract.ts'
import { exportQuery, previewFolderQuery } from '../modules/transfer/sms.queries.ts'
import type { SourceFile } from '../modules/transfer/rows.ts'
import { counted } from '../shared/faults.ts'
import type { z } from 'zod'
import type { Ground } from '../server/ground.ts'
import { chosenOrganisation } from './command.ts'
import type { Command } from './command.ts'
import { grounded } from './grounded.ts'
import { keepDirectory, readDirectory } from './sms-folder.ts'

type Exported = z.infer<typeof exportSms.output>

/** The system of the organisation that was chosen as files, today or as of a day. */
export async function exportedSystem(ground: Ground, organisation: unknown, asOf: string | undefined): Promise<Exported> {
  const { id } = await chosenOrganisation(ground, organisation)
  return (await ask(ground.runtime, exportQuery, asOf === undefined ? {} : { asOf }, { type: 'operator', organisationId: id })) as Exported
}

export const smsExportCommand: Command = {
  words: 'sms export', usage: 'sms export DIR [--as-of YYYY-MM-DD]', about: 'Write the whole system as a folder of YAML and Markdown, today or as of a day',
  options: { 'as-of': { type: 'string' } },
  operands: { least: 1, most: 1 },
  run: async (invocation) => {
    const { operands, options, json, answer } = invocation
    const asOf = typeof options['as-of'] === 'string' ? options['as-of'] : undefined
    const done = await grounded(invocation, (ground) => exportedSystem(ground, options.organisation, asOf))
    const folder = operands[0]!
    const { written, removed, unchanged } = keepDirectory(folder, done.files)
    if (json) answer(JSON.stringify({ folder, asOf: done.asOf, elements: done.elements, written: written.length, removed, unchanged }))
    else answer(`${folder} holds the system as of ${done.asOf}: ${counted(done.elements, 'element')}; ${counted(written.length, 'file')} written, ${unchanged} as they were, ${removed.length} removed.`)
    return 0
  },
}

/** Files as an action takes them. */
export function sentFiles(files: readonly SourceFile[]): { name: string; base64: string }[] {
  return files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }))
}

export const smsImportCommand: Command = {
  words: 'sms import', usage: 'sms import DIR [--dry-run] [--reason R]', about: 'Read the system from a folder: in force while founding, a proposal after go-live',
  options: { 'dry-run': { type: 'boolean' }, reason: { type: 'string' } },
  operands: { least: 1, most: 1 },
  run: async (invocation) => {
    const { operands, options, json, answer } = invocation
    const input = { files: sentFiles(readDirectory(operands[0]!)), name: basename(resolve(operands[0]!)) }
    const done = await grounded(invocation, async (ground) => {
      const { id } = await chosenOrganisation(ground, options.organisation)
      const operator = { type: 'operator', organisationId: id } as const
      if (options['dry-run']) return { preview: (await ask(ground.runtime, previewFolderQuery, input, operator)) as SmsPreview }
      return { result: (await perform(ground.runtime, importFolderAction, { ...input, ...(typeof options.reason === 'string' ? { reason: options.reason } : {}) }, operator)).output as SmsImported }
    })
    if (done.preview) {
      answer(json ? JSON.stringify({ ...done.preview, dryRun: true }) : previewText(done.preview))
      return done.preview.faults.length > 0 ? 1 : 0
    }
    answer(json ? JSON.stringify(done.result) : summaryText(done.result!))
    return 0
  },
}

function previewText(preview: SmsPreview): string {
  const faults = preview.faults.map(({ file, line, path, message }) => `  ${file}${line === null ? '' : `:${line}`} ${path ? `${path}: ` : ''}${message}`)
  if (faults.length > 0) return [`Nothing was written, and nothing would be: ${counted(preview.faultsInAll, 'fault')}.`, ...faults].join('\n')
  return `Nothing was written. ${summaryText({ ...preview, proposal: null })}`
}

/** What an import did, or would do, in lines. */
export function summaryText({ created, changed, unchanged, absent, notices, outcome, proposal, written }: SmsImported): string {
  const became = { 'in force': 'in force', draft: 'as drafts', proposal: proposal ? `as proposal ${proposal}` : 'as a proposal' }[outcome]
  const staff = written.people + written.holders > 0 ? ` ${counted(written.people, 'person', 'people')} and ${counted(written.holders, 'appointment')} written.` : ''
  return [
    `${created.length} created, ${changed.length} changed, ${unchanged} unchanged, ${became}.${staff}`,
    ...created.map(({ key, title }) => `  + ${key} ${title}`), ...changed.map(({ key, title, paths }) => `  ~ ${key} ${title}: ${paths.join(', ')}`),
    ...(absent.length > 0 ? [`Not in the folder, and left as they are: ${absent.map(({ key }) => key).join(', ')}.`] : []), ...notices,
  ].join('\n')
}
