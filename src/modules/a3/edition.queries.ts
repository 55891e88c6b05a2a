import { z } from 'zod'
import { byAuthority, byMembership } from '../../kernel/access.ts'
import type { Tenant } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { namesOf } from '../../kernel/element.find.ts'
import { defineQuery } from '../../kernel/query.ts'
import type { Moment } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { queryContract } from '../../shared/contract.ts'
import { endOfDay, isDay } from '../../shared/days.ts'
import { reference } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { a3PageSchema, type A3Page } from './a3.contract.ts'
import { pageOfSystem } from './a3.queries.ts'
import { editionDifference, editionDocument, getEdition, listEditions, publishEdition } from './edition.contract.ts'
import type { EditionView, Side } from './edition.contract.ts'
import { difference } from './edition.difference.ts'
import { findEdition, isAnyErased, listEditionRows, maybeFindKeyBefore, maybeFindLastEdition, maybeFindPaper } from './edition.store.ts'
import type { Edition } from './edition.store.ts'
import { pageModel, readPage, sideText, withNames } from './edition.ts'

/** An edition as it is shown; `names` gives the names of people by id. */
export function viewOf(e: Edition, names: ReadonlyMap<string, string>): EditionView {
  const person = publisherOf(e)
  return {
    id: e.id, key: e.key, title: e.title, note: e.note, asOf: e.asOf, momentAt: e.momentAt.toISOString(), publishedAt: e.publishedAt.toISOString(),
    by: { id: person, name: person ? (names.get(person) ?? 'Erased person') : e.publishedBy === 'operator' ? 'Operator' : e.publishedBy, role: e.role },
    model: e.model, readable: e.model === pageModel, hash: e.hash, pdfHash: e.pdfHash, ledger: { size: e.ledgerSize, root: e.ledgerRoot },
  }
}

function publisherOf(e: Edition): string | null {
  return e.publishedBy.startsWith('person:') ? e.publishedBy.slice('person:'.length) : null
}

export const listEditionsQuery = defineQuery({
  contract: listEditions,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const rows = await listEditionRows(tx, { before: input.before, limit: input.limit + 1, at: moment.at })
    const shown = rows.slice(0, input.limit)
    const names = await namesOf(tx, shown.map(publisherOf))
    return {
      editions: shown.map((row) => viewOf(row, names)), next: rows.length > input.limit ? shown.at(-1)!.number : null,
      abilities: moment.live && 'as' in byAuthority({ actor, tenant, verb: publishEdition.name }) ? [publishEdition.name] : [],
    }
  },
})

export const getEditionQuery = defineQuery({
  contract: getEdition,
  access: byMembership,
  run: async ({ tx, input, moment }) => {
    const { edition, view, page } = await readEdition(tx, input.edition, moment)
    return { edition: view, page, previous: await maybeFindKeyBefore(tx, edition.number) }
  },
})

export const editionDocumentQuery = defineQuery({
  contract: editionDocument,
  access: byMembership,
  run: async ({ tx, input, moment, tenant }) => {
    const { edition, view, names } = await readEdition(tx, input.edition, moment)
    const people = edition.people.map((id) => ({ id, name: names.get(id) ?? 'Erased person' }))
    return { format: 'wellrun-edition/1' as const, edition: view, organisation: { id: tenant.id, key: tenant.key, name: tenant.name }, hashed: edition.page, people }
  },
})

/** What the PDF of an edition is made of; it is served as a file, so it is no part of the registry. */
export const editionPaperQuery = defineQuery({
  contract: queryContract({
    name: 'edition.pdf', title: 'The PDF of an edition', input: z.strictObject({ edition: reference }),
    output: z.strictObject({ edition: z.custom<EditionView>(), organisation: z.string(), /** Base64, as it was published; null once somebody in it was erased: then it is typeset again from the page. */ pdf: z.string().nullable(), page: a3PageSchema.nullable() }),
  }),
  access: byMembership,
  run: async ({ tx, input, moment, tenant }) => {
    const { edition, view, page } = await readEdition(tx, input.edition, moment)
    const kept = (await isAnyErased(tx, edition.people)) ? undefined : await maybeFindPaper(tx, edition.id)
    if (!kept && !page) throw new Problem('notFound', `${edition.key} named somebody who was erased, and was printed under an older page model; its data can still be downloaded.`)
    return { edition: view, organisation: tenant.key, pdf: kept ? kept.toString('base64') : null, page }
  },
})

export type EditionPaper = z.infer<typeof editionPaperQuery.contract.output>

type Read = { edition: Edition; view: EditionView; page: A3Page | null; names: Map<string, string> }

async function readEdition(tx: Tx, reference: string, moment: Moment): Promise<Read> {
  const edition = reference === 'last' ? await findLast(tx, moment) : await findEdition(tx, reference, moment.at)
  const names = await namesOf(tx, [...edition.people, publisherOf(edition)])
  const frozen = readPage(edition.page)
  return { edition, view: viewOf(edition, names), page: frozen && withNames(frozen, names), names }
}

async function findLast(tx: Tx, moment: Moment): Promise<Edition> {
  const last = await maybeFindLastEdition(tx, moment.at)
  if (!last) throw new Problem('notFound', 'No edition has been published yet.')
  return last
}

export const editionDifferenceQuery = defineQuery({
  contract: editionDifference,
  access: byMembership,
  run: async ({ tx, input, moment, tenant }) => {
    const to = input.to ?? moment.on
    // Asked with every A3: the page is not computed for nothing.
    if (input.from === 'last' && isDay(to) && !(await maybeFindLastEdition(tx, moment.at))) return { before: null, after: sideOf(null, to), difference: null }
    const after = await pageOf(tx, tenant, moment, to)
    const before = await pageOf(tx, tenant, moment, input.from)
    return { before: before.side, after: after.side, difference: difference(before.page, after.page) }
  },
})

/** The page of an edition, or of a day up to the one that is asked as of; what is in force alone, since drafts are on no edition. */
async function pageOf(tx: Tx, tenant: Tenant, moment: Moment, asked: string): Promise<{ page: A3Page; side: Side }> {
  if (!isDay(asked)) {
    const { edition, page } = await readEdition(tx, asked, moment)
    if (!page) throw new Problem('unprocessable', `${edition.key} was printed under page model ${edition.model}, which is not compared with today's. Compare with its day instead: ${edition.asOf}.`)
    return { page, side: sideOf(edition.key, edition.asOf) }
  }
  if (asked > moment.on) throw new Problem('invalid', `${asked} is still to come here; give a day up to ${moment.on}.`)
  const at = asked === moment.on ? moment.at : endOfDay(asked, tenant.timeZone)
  const then = { on: asked, at, live: false }
  return { page: await pageOfSystem(tx, tenant, then, await systemAsOf(tx, tenant, then)), side: sideOf(null, asked) }
}

function sideOf(edition: string | null, on: string): Side {
  return { edition, on, text: sideText({ edition, on }) }
}
