import { byMembership } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { findReferences, namesOf } from '../../kernel/element.find.ts'
import type { Head } from '../../kernel/ledger.head.ts'
import { bytesOf, consistencyProof, consistencySpans, inclusionProof, inclusionSpans } from '../../kernel/merkle.ts'
import type { Hash } from '../../kernel/merkle.ts'
import { defineQuery } from '../../kernel/query.ts'
import type { Moment } from '../../kernel/query.ts'
import { isId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { ledgerEntries, ledgerHead, ledgerProof } from './ledger.contract.ts'
import type { HeadView } from './ledger.contract.ts'
import { entryView, idAfter, personOf } from './ledger.ts'
import { countUnsealed, listEntries, loadSource, maybeFindEntry, maybeFindHead } from './ledger.store.ts'

export const entriesQuery = defineQuery({
  contract: ledgerEntries,
  access: byMembership,
  run: async ({ tx, input, moment }) => {
    const subjectId = input.subject === undefined ? undefined : await subjectOf(tx, input.subject)
    const actorId = input.actor !== undefined && isId(input.actor) ? `person:${input.actor.toLowerCase()}` : input.actor
    const before = input.after ?? idAfter(moment.at)
    const rows = await listEntries(tx, { verb: input.verb, actorId, subjectId, before, at: moment.at, limit: input.limit + 1 })
    const shown = rows.slice(0, input.limit)
    const names = await namesOf(tx, shown.map((row) => personOf((JSON.parse(row.content) as { actor: { id: string } }).actor.id)))
    return { entries: shown.map((row) => entryView(row, names)), next: rows.length > input.limit ? shown.at(-1)!.id : null }
  },
})

/** An entry may be about what is no element, such as a person, which has an id alone. */
async function subjectOf(tx: Tx, reference: string): Promise<string> {
  if (isId(reference)) return reference
  const found = (await findReferences(tx, [reference])).get(reference)
  if (!found) throw new Problem('notFound', `There is no ${reference} here.`)
  return found.id
}

export const headQuery = defineQuery({
  contract: ledgerHead,
  access: byMembership,
  run: async ({ tx, moment }) => {
    const [head, unsealed] = await Promise.all([maybeFindHead(tx, { at: moment.at }), moment.live ? countUnsealed(tx) : 0])
    return { head: head ? headView(head) : null, unsealed }
  },
})

export const proofQuery = defineQuery({
  contract: ledgerProof,
  access: byMembership,
  run: async ({ tx, input, moment }) => {
    if ((input.entry === undefined) === (input.earlier === undefined)) {
      throw new Problem('invalid', 'Give either "entry", to prove that it is in the ledger, or "earlier", the size of an earlier head.', [{ path: 'entry', message: 'Give this or "earlier".' }])
    }
    const head = await headFor(tx, input.size, moment)
    return input.entry === undefined ? proveConsistency(tx, input.earlier!, head) : proveInclusion(tx, input.entry, head)
  },
})

async function headFor(tx: Tx, size: number | undefined, moment: Moment): Promise<Head> {
  const head = await maybeFindHead(tx, size === undefined ? { at: moment.at } : { size })
  if (head) return head
  throw new Problem('notFound', size === undefined ? 'Nothing is sealed yet; try again in a minute.' : `No head of ${size} entries was signed; ask ledger.head for the last one.`)
}

async function proveInclusion(tx: Tx, id: string, head: Head) {
  const entry = await maybeFindEntry(tx, id)
  if (!entry) throw new Problem('notFound', `There is no entry ${id} here.`)
  const { leaf, hash } = entry
  if (leaf === null || hash === null || leaf >= head.size) throw new Problem('unprocessable', `The head of ${head.size} entries does not cover this one${leaf === null ? ' yet; try again in a minute' : '; prove it against a later head'}.`)
  const path = await inclusionProof(leaf, head.size, await loadSource(tx, inclusionSpans(leaf, head.size)))
  return { proves: 'inclusion' as const, entry: { id, content: entry.content }, leaf: { number: leaf, hash: hash.toString('hex') }, head: headView(head), path: path.map(hexOf) }
}

async function proveConsistency(tx: Tx, size: number, head: Head) {
  const earlier = await maybeFindHead(tx, { size })
  if (!earlier) throw new Problem('notFound', `No head of ${size} entries was signed.`)
  if (size > head.size) throw new Problem('invalid', `earlier: ${size} is larger than the later head, which has ${head.size}.`, [{ path: 'earlier', message: `Give at most ${head.size}.` }])
  const path = await consistencyProof(size, head.size, await loadSource(tx, consistencySpans(size, head.size)))
  return { proves: 'consistency' as const, earlier: headView(earlier), head: headView(head), path: path.map(hexOf) }
}

function headView({ size, root, at, keyId, signature }: Head): HeadView {
  return { size, root: root.toString('hex'), at: at.toISOString(), keyId, signature: signature.toString('hex') }
}

function hexOf(hash: Hash): string {
  return bytesOf(hash).toString('hex')
}
