import { existsSync } from 'node:fs'
import { perform } from '../kernel/action.ts'
import { ask } from '../kernel/query.ts'
import { importAction } from '../modules/transfer/transfer.actions.ts'
import type { ImportResult, PreviewResult, RejectedView } from '../modules/transfer/transfer.contract.ts'
import { previewQuery } from '../modules/transfer/transfer.queries.ts'
import { Problem } from '../shared/problem.ts'
import { chosenOrganisation } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { grounded } from './grounded.ts'
import { saveRejected } from './outage.ts'
import { contentOf, sourceFiles } from './source-files.ts'

const usage = 'import elements FILE… --kind K --mapping M [--dry-run] [--draft] [--rejected FILE]'

export const importCommand: Command = {
  words: 'import elements', usage,
  about: 'Import services, units, suppliers, people and holders; FILE is a file, a folder (one row a file) or - for standard input, M a file or a saved mapping',
  options: { kind: { type: 'string' }, mapping: { type: 'string' }, 'dry-run': { type: 'boolean' }, draft: { type: 'boolean' }, rejected: { type: 'string' } },
  operands: { least: 1, most: 20_000 },
  run: async (invocation) => {
    const { options, operands, json, answer, note } = invocation
    const files = await sourceFiles(operands, note)
    const input = { files, ...mappingOf(options), ...(typeof options.kind === 'string' ? { kind: options.kind } : {}), draft: options.draft === true }
    const done = await grounded(invocation, async (ground) => {
      const organisation = await chosenOrganisation(ground, options.organisation)
      const operator = { type: 'operator', organisationId: organisation.id } as const
      if (options['dry-run']) return { preview: (await ask(ground.runtime, previewQuery, { ...input, whole: true }, operator)) as PreviewResult }
      return { result: (await perform(ground.runtime, importAction, input, operator)).output as ImportResult }
    })
    if (done.preview) return showPreview(done.preview, invocation)
    const { mend, ...result } = done.result!
    saveRejected(options.rejected, mend, note)
    answer(json ? JSON.stringify(result) : [summaryOf(result), ...result.notices, ...result.rejected.map(lineOf)].join('\n'))
    return 0
  },
}

/** A mapping in a file, else one that was saved under this name. */
function mappingOf(options: Invocation['options']): { mapping?: string; savedMapping?: string } {
  const { mapping } = options
  if (typeof mapping !== 'string') {
    if (options['dry-run']) return {}
    throw new Problem('invalid', `--mapping is missing; with --dry-run and --kind a mapping is suggested. Usage: wellrun ${usage}`)
  }
  return existsSync(mapping) || /[/\\.]/.test(mapping) ? { mapping: contentOf(mapping).toString('utf8') } : { savedMapping: mapping }
}

function showPreview(preview: PreviewResult, { json, answer }: Invocation): number {
  const { read, created, changed, unchanged, rejected, notices, outcome, mapping, suggested, faults } = preview
  if (json) answer(JSON.stringify({ read, created, changed, unchanged, rejected, notices, outcome, dryRun: true, ...(suggested ? { mapping } : {}), ...(faults.length > 0 ? { faults } : {}) }))
  else if (faults.length > 0) answer(faults.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  else answer([...(suggested ? [`A mapping to begin with:\n\n${mapping}`] : []), summaryOf(preview, true), ...notices, ...rejected.map(lineOf)].join('\n'))
  return faults.length > 0 ? 2 : 0
}

type Counts = Pick<ImportResult, 'read' | 'created' | 'changed' | 'unchanged' | 'outcome' | 'rejected'> & { proposal?: string | null }

function summaryOf({ read, created, changed, unchanged, rejected, outcome, proposal }: Counts, dry = false): string {
  const became = { 'in force': 'in force', draft: 'as drafts', proposal: proposal ? `as proposal ${proposal}` : 'as a proposal' }[outcome]
  return `${dry ? 'Nothing was written. ' : ''}${read} read: ${created} created, ${changed} changed, ${unchanged} unchanged, ${became}; ${rejected.length} rejected${rejected.length > 0 ? ':' : '.'}`
}

function lineOf({ file, row, key, column, reason }: RejectedView): string {
  return `  ${file}, row ${row}${key ? ` (${key})` : ''}${column ? `, ${column}` : ''}: ${reason}`
}
