import { writeFileSync } from 'node:fs'
import { ask } from '../kernel/query.ts'
import type { A3Page } from '../modules/a3/a3.contract.ts'
import { a3Query } from '../modules/a3/a3.queries.ts'
import { editionDocumentQuery, editionPaperQuery, type EditionPaper } from '../modules/a3/edition.queries.ts'
import type { Ground } from '../server/ground.ts'
import { pdfOfEdition } from '../server/paper.ts'
import { Problem } from '../shared/problem.ts'
import { chosenOrganisation } from './command.ts'
import type { Command } from './command.ts'
import { grounded } from './grounded.ts'

export const a3Command: Command = {
  words: 'a3', usage: 'a3 [--as-of YYYY-MM-DD | --edition ED-1] [--format json|pdf] [-o FILE]', about: 'The system on one page, as of a day or as an edition',
  options: { 'as-of': { type: 'string' }, edition: { type: 'string' }, format: { type: 'string' }, output: { type: 'string', short: 'o' } },
  operands: { least: 0, most: 0 },
  run: async (invocation) => {
    const { options, answer, note } = invocation
    const output = typeof options.output === 'string' ? options.output : undefined
    const format = options.format ?? (output?.endsWith('.pdf') ? 'pdf' : 'json')
    if (format !== 'json' && format !== 'pdf') throw new Problem('invalid', `--format is json or pdf, not ${String(format)}.`)
    if (format === 'pdf' && !output && process.stdout.isTTY) throw new Problem('invalid', 'A PDF would garble the terminal; give -o FILE.')
    const content = await grounded(invocation, async (ground) => {
      const organisation = await chosenOrganisation(ground, options.organisation)
      const caller = { type: 'operator' as const, organisationId: organisation.id }
      const asOf = typeof options['as-of'] === 'string' ? { asOf: options['as-of'] } : {}
      if (typeof options.edition === 'string') return editionContent(ground, caller, { edition: options.edition, ...asOf }, format)
      const page = (await ask(ground.runtime, a3Query, asOf, caller)) as A3Page
      return format === 'pdf' ? pdfOf(page) : `${JSON.stringify(page, null, 2)}\n`
    })
    if (!output) {
      if (typeof content === 'string') answer(content)
      else process.stdout.write(content)
      return 0
    }
    try {
      writeFileSync(output, content)
    } catch (error) {
      throw new Problem('unavailable', `${output} cannot be written: ${(error as Error).message}`)
    }
    note(`Wrote ${output}`)
    return 0
  },
}

/** An edition as it was published: its PDF, or the document that its hash can be checked against. */
async function editionContent({ runtime }: Ground, caller: { type: 'operator'; organisationId: string }, input: { edition: string }, format: 'pdf' | 'json'): Promise<string | Uint8Array> {
  if (format === 'pdf') return pdfOfEdition((await ask(runtime, editionPaperQuery, input, caller)) as EditionPaper)
  return `${JSON.stringify(await ask(runtime, editionDocumentQuery, input, caller), null, 2)}\n`
}

async function pdfOf(page: A3Page): Promise<Uint8Array> {
  const { a3Pdf } = await import('../modules/a3/a3.paper.ts')
  return a3Pdf(page)
}
