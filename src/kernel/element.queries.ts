import { elementContracts, elementHistory, search } from '../shared/element.contract.ts'
import type { Kind } from '../shared/kind.ts'
import { Problem } from '../shared/problem.ts'
import { byMembership } from './access.ts'
import { changesOf } from './element.changes.ts'
import { mayOnElement } from './element.actions.ts'
import { findElement, listVersions, maybeFindElement, namesOf } from './element.find.ts'
import { historyOf } from './element.history.ts'
import { listElements } from './element.list.ts'
import { viewElement } from './element.view.ts'
import { defineQuery } from './query.ts'
import { operationKinds, searchOperation } from './search.operation.ts'
import { searchRecords, searchRecordsMeant } from './search.records.ts'
import type { FoundRecords } from './search.records.ts'
import { searchElements } from './search.find.ts'

/** The three queries of a kind. */
export function elementQueries(kind: Kind) {
  const contracts = elementContracts(kind)
  return {
    list: defineQuery({
      contract: contracts.list,
      access: byMembership,
      run: async ({ tx, input, moment, actor, tenant }) => {
        const page = await listElements(tx, kind, input, moment)
        const verbs = kind.single ? [] : ['draft', 'approve', 'retire', 'review', 'discard'].map((verb) => `${kind.kind}.${verb}`)
        return { ...page, abilities: moment.live ? verbs.filter((verb) => 'as' in mayOnElement({ actor, tenant, verb }, null)) : [] }
      },
    }),
    get: defineQuery({ contract: contracts.get, access: byMembership, run: ({ input, ...context }) => viewElement(kind, input.element, context) }),
    versions: defineQuery({
      contract: contracts.versions,
      access: byMembership,
      run: async ({ tx, input, moment }) => {
        const element = await findElement(tx, kind.kind, input.element)
        const versions = await listVersions(tx, element.id, moment)
        const [names, changes] = await Promise.all([namesOf(tx, versions.map((v) => v.approvedBy)), changesOf(tx, kind, versions.map((v) => v.content))])
        return {
          versions: versions.map((v, at) => ({
            version: v.version, status: v.status, title: v.content.title, effectiveOn: v.content.effectiveOn, recordedAt: v.recordedAt.toISOString(),
            approvedBy: v.approvedBy ? { id: v.approvedBy, name: names.get(v.approvedBy) ?? '' } : null,
            content: v.content, changes: changes[at] ?? [],
          })),
        }
      },
    }),
  }
}

export const elementHistoryQuery = defineQuery({
  contract: elementHistory,
  access: byMembership,
  run: async ({ tx, input, moment }) => {
    const element = await maybeFindElement(tx, input.element)
    if (!element) throw new Problem('notFound', `There is no element ${input.element} here.`)
    return historyOf(tx, element.id, moment, input)
  },
})

export const searchQuery = defineQuery({
  contract: search,
  access: byMembership,
  run: async ({ tx, input, moment }) => {
    const kinds = input.kinds?.split(',') ?? null
    const wanted = moment.live && (kinds === null || kinds.includes('record'))
    const operated = moment.live && (kinds === null || operationKinds.some((kind) => kinds.includes(kind)))
    const [elements, records, others] = await Promise.all([
      searchElements(tx, { ...input, kinds }, moment), wanted ? searchRecords(tx, input.text, input.limit) : none, operated ? searchOperation(tx, input.text, input.limit, kinds) : none,
    ])
    const found = { keyed: [...others.keyed, ...records.keyed], worded: [...others.worded, ...records.worded], whole: others.whole || records.whole }
    if (!wanted || elements.results.length + found.keyed.length + found.worded.length > 0) return { ...elements, results: together(elements.results, found, input.limit) }
    const meant = await searchRecordsMeant(tx, input.text, input.limit)
    return { words: [...new Set([...elements.words, ...meant.words])], results: together(elements.results, meant.found, input.limit) }
  },
})

type Hit = { id: string; kind: string; key: string; title: string }

const none: FoundRecords = { keyed: [], worded: [], whole: false }

/** Keys first, then elements, then records; where there are both, a third of the room is left for records. */
function together<Found extends { id: string; kind: string; key: string; title: string; excerpt: string | null }>(elements: readonly Found[], { keyed, worded, whole }: { keyed: readonly Hit[]; worded: readonly Hit[]; whole: boolean }, limit: number) {
  const shown = [...keyed, ...worded].map((hit) => ({ ...hit, excerpt: null }))
  const room = Math.max(limit - shown.length, Math.ceil((limit * 2) / 3))
  const [keys, others] = [shown.slice(0, keyed.length), shown.slice(keyed.length)]
  return whole ? keys : [...keys, ...elements.slice(0, keys.length > 0 ? limit : room), ...others].slice(0, limit)
}
