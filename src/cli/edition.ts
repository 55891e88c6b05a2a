import { perform } from '../kernel/action.ts'
import { ask } from '../kernel/query.ts'
import { publishEditionAction } from '../modules/a3/edition.actions.ts'
import type { Change, Comparison, EditionView } from '../modules/a3/edition.contract.ts'
import { editionDifferenceQuery, listEditionsQuery } from '../modules/a3/edition.queries.ts'
import { countsText, sideText } from '../modules/a3/edition.ts'
import type { Ground } from '../server/ground.ts'
import { chosenOrganisation } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { grounded } from './grounded.ts'

/** Runs work as the operator of the organisation that was named, or of the only one. */
function asOperator<T>(invocation: Invocation, work: (ground: Ground, caller: { type: 'operator'; organisationId: string }) => Promise<T>): Promise<T> {
  return grounded(invocation, async (ground) => work(ground, { type: 'operator', organisationId: (await chosenOrganisation(ground, invocation.options.organisation)).id }))
}

const given = (options: Invocation['options'], name: string) => (typeof options[name] === 'string' ? options[name] : undefined)

export const publishEditionCommand: Command = {
  words: 'edition publish', usage: 'edition publish [--title T] [--note T] [--as-of YYYY-MM-DD] [--unchanged]', about: 'Freeze the A3 as a dated edition, while founding; afterwards whoever holds the role publishes',
  options: { title: { type: 'string' }, note: { type: 'string' }, 'as-of': { type: 'string' }, unchanged: { type: 'boolean' } },
  operands: { least: 0, most: 0 },
  run: async (invocation) => {
    const { options, json, answer } = invocation
    const [title, note, asOf] = [given(options, 'title'), given(options, 'note'), given(options, 'as-of')]
    const input = { ...(title !== undefined && { title }), ...(note !== undefined && { note }), ...(asOf !== undefined && { asOf }), ...(options.unchanged && { unchanged: true }) }
    const edition = await asOperator(invocation, async (ground, caller) => (await perform(ground.runtime, publishEditionAction, input, caller)).output as EditionView)
    answer(json ? JSON.stringify(edition) : editionLine(edition))
    return 0
  },
}

export const listEditionsCommand: Command = {
  words: 'edition list', usage: 'edition list [--as-of YYYY-MM-DD]', about: 'The editions of the A3, the last first',
  options: { 'as-of': { type: 'string' } },
  operands: { least: 0, most: 0 },
  run: async (invocation) => {
    const asOf = given(invocation.options, 'as-of')
    const editions = await asOperator(invocation, async (ground, caller) => {
      const all: EditionView[] = []
      for (let before: number | null | undefined; before !== null; ) {
        const page = (await ask(ground.runtime, listEditionsQuery, { limit: 200, ...(before && { before }), ...(asOf && { asOf }) }, caller)) as { editions: EditionView[]; next: number | null }
        all.push(...page.editions)
        before = page.next
      }
      return all
    })
    if (invocation.json) invocation.answer(JSON.stringify(editions))
    else invocation.answer(editions.length > 0 ? editions.map(editionLine).join('\n') : 'No edition yet. Publish the first: wellrun edition publish --title T')
    return 0
  },
}

export const compareEditionsCommand: Command = {
  words: 'edition diff', usage: 'edition diff A B (each an edition such as ED-1, "last", or a day)', about: 'What differs between two days or editions',
  options: {},
  operands: { least: 2, most: 2 },
  run: async (invocation) => {
    const [from, to] = invocation.operands
    const comparison = await asOperator(invocation, async (ground, caller) => (await ask(ground.runtime, editionDifferenceQuery, { from, to }, caller)) as Comparison)
    invocation.answer(invocation.json ? JSON.stringify(comparison) : comparisonText(comparison))
    return 0
  },
}

function editionLine(edition: EditionView): string {
  return [sideText({ edition: edition.key, on: edition.asOf }), edition.title, `by ${edition.by.name}`, `sha256 ${edition.hash}`].filter(Boolean).join(' · ')
}

const signs = { added: '+', changed: '~', removed: '−' } as const

function comparisonText({ before, after, difference }: Comparison): string {
  if (!before || !difference) return 'No edition yet to compare with. Publish the first: wellrun edition publish --title T'
  const vital = difference.signs.map((sign) => `~ ${sign.title}: ${sign.before.yes}/${sign.before.of} → ${sign.after.yes}/${sign.after.of}`)
  return [`${before.text} → ${after.text}: ${countsText(difference.counts)}`, ...difference.changes.flatMap(changeLines), ...vital].join('\n')
}

function changeLines({ what, block, title, element, fields }: Change): string[] {
  return [`${signs[what]} ${block}: ${[element?.key, title].filter(Boolean).join(' ')} ${what}`, ...fields.map((field) => `    ${field.name}: ${field.before ?? 'nothing'} → ${field.after ?? 'nothing'}`)]
}
