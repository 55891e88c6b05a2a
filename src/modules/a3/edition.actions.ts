import { byAuthority } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { ActionContext } from '../../kernel/action.ts'
import { sha256 } from '../../kernel/hash.ts'
import { takeNumbers } from '../../kernel/numbers.ts'
import { momentOf } from '../../kernel/query.ts'
import { saveRows } from '../../kernel/rows.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { canonicalJson } from '../../shared/canonical.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import type { A3Page } from './a3.contract.ts'
import { pageOfSystem } from './a3.queries.ts'
import { publishEdition } from './edition.contract.ts'
import { difference } from './edition.difference.ts'
import { viewOf } from './edition.queries.ts'
import { editionChange, maybeFindLastEdition, removePapersOfErased, savePaper } from './edition.store.ts'
import type { Edition } from './edition.store.ts'
import { countAll, peopleIn, readPage, sideText, withNames, withoutNames } from './edition.ts'

export const publishEditionAction = defineAction({
  contract: publishEdition,
  load: async () => null,
  access: byAuthority,
  run: async (context) => {
    const { input, actor, as, at, entryId, tx } = context
    const { page, names } = await frozen(context)
    // Whoever else publishes waits here, and then sees this one as the last.
    const number = await takeNumbers(tx, 'ED', 1)
    if (!input.unchanged) demandNews(await maybeFindLastEdition(tx), page)
    const text = canonicalJson(page)
    const hash = sha256(text).toString('hex')
    const stamp = { key: `ED-${number}`, title: input.title, hash, ledger: page.ledger }
    // Typst takes tens of megabytes and half a second to load.
    const { a3Pdf } = await import('./a3.paper.ts')
    const pdf = await a3Pdf(withNames(page, names), at, stamp)
    const edition: Edition = {
      id: newId(at.getTime()), key: stamp.key, number, title: input.title, note: input.note || null, asOf: page.asOf, momentAt: momentFor(context).at, publishedAt: at, publishedBy: actor.id, role: as,
      model: page.model, page: text, hash, pdfHash: sha256(Buffer.from(pdf)).toString('hex'), ledgerSize: page.ledger.entries, ledgerRoot: page.ledger.head, people: peopleIn(page),
    }
    await removePapersOfErased(tx)
    const rows = await saveRows(tx, entryId, at, [editionChange(edition)])
    savePaper(tx, edition.id, pdf)
    const reason = `SHA-256 of the page ${hash}, of the PDF ${edition.pdfHash}`
    return { output: viewOf(edition, names), entry: { subject: { kind: 'edition', id: edition.id, key: edition.key }, rows, reason } }
  },
})

type Context = Pick<ActionContext<{ asOf?: string | undefined }, unknown>, 'input' | 'tenant' | 'at' | 'tx'>

/** An edition shows what is in force, never drafts: so it can be computed again on any later day. */
function momentFor({ input, tenant, at }: Context) {
  return { ...momentOf(input.asOf, tenant.timeZone, at), live: false }
}

async function frozen(context: Context): Promise<{ page: A3Page; names: Map<string, string> }> {
  const system = await systemAsOf(context.tx, context.tenant, momentFor(context))
  if (system.elements.length === 0) throw new Problem('unprocessable', `Nothing was in force on ${system.asOf} yet; give a later day.`, [{ path: 'asOf', message: 'Give a day on which something was in force.' }])
  return { page: await pageOfSystem(context.tx, context.tenant, momentFor(context), withoutNames(system, context.tenant.singleHandedBy)), names: new Map(system.people.map((person) => [person.id, person.name])) }
}

function demandNews(last: Edition | undefined, page: A3Page): void {
  const before = last && readPage(last.page)
  if (!before) return
  const { counts, signs } = difference(before, page)
  if (countAll(counts) + signs.length > 0) return
  throw new Problem('unprocessable', `Nothing has changed since ${sideText({ edition: last.key, on: last.asOf })}; it still holds. Publish with "unchanged" to print it again all the same.`)
}
