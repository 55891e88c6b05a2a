import { perform } from '../kernel/action.ts'
import { ask } from '../kernel/query.ts'
import { importItemsAction } from '../modules/items/import.actions.ts'
import type { ItemImport, ItemPreview } from '../modules/items/import.contract.ts'
import { previewItemsQuery } from '../modules/items/import.queries.ts'
import { chosenOrganisation, required } from './command.ts'
import type { Command } from './command.ts'
import { grounded } from './grounded.ts'
import { mappingIn, saveRejected } from './outage.ts'
import { sourceFiles } from './source-files.ts'

const usage = 'item import PATH… --mapping M [--dry-run] [--rejected FILE]'

export const itemImportCommand: Command = {
  words: 'item import', usage,
  about: 'Import configuration items and their relations from CSV, XLSX, JSON lines or YAML; M is a file',
  options: { mapping: { type: 'string' }, 'dry-run': { type: 'boolean' }, rejected: { type: 'string' } },
  operands: { least: 1, most: 20_000 },
  run: async (invocation) => {
    const { options, operands, json, answer, note } = invocation
    required(options, 'mapping', usage)
    const input = { files: await sourceFiles(operands, note), ...mappingIn(options, 'items') }
    const dry = options['dry-run'] === true
    const result = await grounded(invocation, async (ground): Promise<ItemImport | ItemPreview> => {
      const organisation = await chosenOrganisation(ground, options.organisation)
      const operator = { type: 'operator', organisationId: organisation.id } as const
      return dry ? ((await ask(ground.runtime, previewItemsQuery, input, operator)) as ItemPreview) : ((await perform(ground.runtime, importItemsAction, input, operator)).output as ItemImport)
    })
    if ('mend' in result) saveRejected(options.rejected, result.mend, note)
    const { read, created, changed, unchanged, rejected, notices, items, relations } = result
    answer(json ? JSON.stringify({ read, created, changed, unchanged, rejected, notices, items, relations, ...(dry ? { dryRun: true } : {}) }) : [
      `${dry ? 'Nothing was written. ' : ''}${read} read: ${created} created, ${changed} changed, ${unchanged} unchanged; ${items} items and ${relations} relations; ${rejected.length} rejected${rejected.length > 0 ? ':' : '.'}`,
      ...rejected.map((each) => `  ${each.file}, row ${each.row}${each.key ? ` (${each.key})` : ''}${each.column ? `, ${each.column}` : ''}: ${each.reason}`), ...notices,
    ].join('\n'))
    return 0
  },
}
