import { byMembership } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import { columnsOf } from './columns.ts'
import { parseMapping } from './mapping.ts'
import { kinds, outcomeOf, planned, prepared, type Outcome } from './planned.ts'
import { linksOffered, mappingText, type Prepared } from './prepare.ts'
import { holderTargets, personTargets, targetsOf } from './targets.ts'
import { mayImport } from './transfer.actions.ts'
import { listMappings, previewElements, type PreviewResult } from './transfer.contract.ts'
import { listMappingRows } from './transfer.store.ts'

const mostRejected = 1000
const mostRows = 200

/** What an import would do, without doing it. A faulty mapping is answered with its faults beside the columns that there are. */
export const previewQuery = defineQuery({
  contract: previewElements,
  access: (question) => mayImport({ actor: question.actor, tenant: question.tenant, verb: 'elements.import' }),
  run: async ({ input, actor, tenant, moment, tx }) => {
    const outcome = outcomeOf({ actor, tenant }, input.draft)
    const ready = await prepared(tx, input)
    const known = knownOf(ready, outcome)
    if (ready.faults.length > 0) return known
    const { plan } = await planned(tx, ready, { actor, tenant }, outcome, moment.at)
    const { read, created, changed, unchanged, rejected, rows, elements, people, holders } = plan
    return {
      ...known, read, created, changed, unchanged, rejected: input.whole ? rejected : rejected.slice(0, mostRejected), rejectedInAll: rejected.length, rows: input.whole ? rows : rows.slice(0, mostRows),
      written: { elements: elements.length, people: people.length, holders: holders.length },
    }
  },
})

function knownOf({ mapping, suggested, source, faults }: Prepared, outcome: Outcome): PreviewResult {
  const definition = kinds.get(mapping.kind)
  const targets = mapping.kind === 'person' ? personTargets : mapping.kind === 'holder' ? holderTargets : definition ? targetsOf(definition) : []
  return {
    read: source.rows.length, created: 0, changed: 0, unchanged: 0, outcome, notices: source.notices, rejected: [], rejectedInAll: 0, rows: [], written: { elements: 0, people: 0, holders: 0 },
    columns: columnsOf(source.rows, source.header), sheets: source.sheets, rowPaths: source.rowPaths,
    targets: targets.map((target) => ({ ...target, choices: [...target.choices] })), links: definition ? linksOffered(mapping.kind, kinds) : [],
    mapping: mappingText(mapping), suggested, faults,
  }
}

export const listMappingsQuery = defineQuery({
  contract: listMappings,
  access: byMembership,
  run: async ({ actor, tenant, tx }) => {
    const rows = await listMappingRows(tx)
    const may = (verb: string) => 'as' in mayImport({ actor, tenant, verb })
    return {
      rows: rows.map(({ id, name, content, revision }) => ({ id, name, kind: parseMapping(content).kind, mapping: content, revision })),
      abilities: ['mapping.save', 'elements.import'].filter(may),
    }
  },
})
