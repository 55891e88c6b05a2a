import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { perform } from '../kernel/action.ts'
import { ask } from '../kernel/query.ts'
import { importOutagesAction } from '../modules/outages/import.actions.ts'
import type { OutageImport, OutagePreview } from '../modules/outages/import.contract.ts'
import { previewOutagesQuery } from '../modules/outages/import.queries.ts'
import { Problem } from '../shared/problem.ts'
import { chosenOrganisation } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { grounded } from './grounded.ts'
import { contentOf, sourceFiles } from './source-files.ts'

const usage = 'outage import PATH… --mapping M [--dry-run] [--draft-services] [--rejected FILE]'

export const outageImportCommand: Command = {
  words: 'outage import', usage,
  about: 'Import outages from CSV, XLSX, JSON lines, YAML or a folder of Markdown files with front matter; M is a file, or one that ships (outages-jenkins-status)',
  options: { mapping: { type: 'string' }, 'dry-run': { type: 'boolean' }, 'draft-services': { type: 'boolean' }, rejected: { type: 'string' } },
  operands: { least: 1, most: 20_000 },
  run: async (invocation) => {
    const { options, operands, json, answer, note } = invocation
    const mapping = mappingIn(options, 'outages')
    const files = await sourceFiles(operands, note)
    const input = { files, ...mapping, ...(options['draft-services'] ? { draft: 'all' } : {}) }
    const done = await grounded(invocation, async (ground) => {
      const organisation = await chosenOrganisation(ground, options.organisation)
      const operator = { type: 'operator', organisationId: organisation.id } as const
      if (options['dry-run']) return { preview: (await ask(ground.runtime, previewOutagesQuery, { ...input, whole: true }, operator)) as OutagePreview }
      return { result: (await perform(ground.runtime, importOutagesAction, input, operator)).output as OutageImport }
    })
    if (done.preview) return showPreview(done.preview, invocation)
    const { mend, ...result } = done.result!
    saveRejected(options.rejected, mend, note)
    answer(json ? JSON.stringify(result) : linesOf(result, false).join('\n'))
    return 0
  },
}

/** A mapping in a file, or one that ships under this name. Without one a dry run suggests it. */
export function mappingIn(options: Invocation['options'], kind: string): { mapping?: string } {
  const { mapping } = options
  if (typeof mapping !== 'string') {
    if (options['dry-run']) return {}
    throw new Problem('invalid', `--mapping is missing; with --dry-run a mapping is suggested. Usage: wellrun ${usage}`)
  }
  const shipped = fileURLToPath(new URL(`../../content/mappings/${mapping.replace(/\.ya?ml$/, '')}.yml`, import.meta.url))
  if (!existsSync(mapping) && /^[a-z0-9-]+(\.ya?ml)?$/.test(mapping) && existsSync(shipped)) return { mapping: contentOf(shipped).toString('utf8') }
  if (!existsSync(mapping)) throw new Problem('invalid', `${mapping}: there is no such file, and no mapping of that name ships for ${kind}.`)
  return { mapping: contentOf(mapping).toString('utf8') }
}

function showPreview(preview: OutagePreview, { json, answer }: Invocation): number {
  const { mapping, suggested, faults, read, created, changed, unchanged, rejected, notices, unknown, outages } = preview
  if (json) answer(JSON.stringify({ read, created, changed, unchanged, rejected, notices, unknown, outages, dryRun: true, ...(suggested ? { mapping } : {}), ...(faults.length > 0 ? { faults } : {}) }))
  else if (faults.length > 0) answer(faults.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  else answer([...(suggested ? [`A mapping to begin with:\n\n${mapping}`] : []), ...linesOf({ ...preview, drafted: [] }, true)].join('\n'))
  return faults.length > 0 ? 2 : 0
}

type Told = Pick<OutageImport, 'read' | 'created' | 'changed' | 'unchanged' | 'rejected' | 'notices' | 'unknown' | 'outages' | 'drafted'>

function linesOf({ read, created, changed, unchanged, rejected, notices, unknown, outages, drafted }: Told, dry: boolean): string[] {
  const missing = unknown.filter((each) => !each.drafted)
  return [
    `${dry ? 'Nothing was written. ' : ''}${read} read: ${created} created, ${changed} changed, ${unchanged} unchanged; ${outages} ${outages === 1 ? 'outage' : 'outages'}; ${rejected.length} rejected${rejected.length > 0 ? ':' : '.'}`,
    ...rejected.map(({ file, row, key, column, reason }) => `  ${file}, row ${row}${key ? ` (${key})` : ''}${column ? `, ${column}` : ''}: ${reason}`),
    ...notices,
    ...(missing.length > 0 ? ['Services that nobody here knows; say in the mapping what they mean, or draft them with --draft-services:', ...missing.map(({ name, rows, near }) => `  ${name}: ${rows} ${rows === 1 ? 'row' : 'rows'}${near ? `; did you mean ${near.key} ${near.title}?` : ''}`)] : []),
    ...(drafted.length > 0 ? [`Drafted: ${drafted.map(({ key, title }) => `${key} ${title}`).join(', ')}.`] : []),
  ]
}

/** Writes the rejected rows of a table to a file, to be mended and sent again. */
export function saveRejected(path: unknown, mend: string | null, note: (text: string) => void): void {
  if (typeof path !== 'string') return
  if (mend === null) return note('Nothing was written to --rejected: no row of a table was rejected.')
  try {
    writeFileSync(path, mend)
  } catch (error) {
    return note(`${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}); the rejected rows follow.`)
  }
  note(`The rejected rows are in ${path}; mend them and send them again.`)
}
