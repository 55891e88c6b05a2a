import { byMembership, personOf } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { defineQuery } from '../../kernel/query.ts'
import { inTurns } from '../../kernel/turns.ts'
import { dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { kinds as allKinds } from '../kinds.ts'
import { columnsOf } from './columns.ts'
import type { Kinds } from './compile.ts'
import { indexExisting } from './existing.ts'
import { mappingText, parseMapping } from './mapping.ts'
import { planSteps } from './plan-import.ts'
import type { ImportPlan } from './plan.ts'
import { kindsNeeded, linksOffered, prepareImport, type Prepared } from './prepare.ts'
import { isRecordMapping } from './record-mapping.ts'
import { holderTargets, personTargets, targetsOf } from './targets.ts'
import { barredFrom, mayImport, outcomeOf, type Outcome, type Standing } from './transfer.access.ts'
import { listMappings, previewElements, type PreviewResult, type SentFile } from './transfer.contract.ts'
import { listEverybody, listHoldersFrom, listMappingRows, listStored, maybeFindMapping, type Stored, type StoredHolder, type StoredPerson } from './transfer.store.ts'
import { parseYaml } from './yaml.ts'

export const kinds: Kinds = new Map(allKinds.map((kind) => [kind.kind, kind]))

export type Sent = { files: SentFile[]; mapping?: unknown; savedMapping?: string | undefined; kind?: string | undefined }

/** The import as sent, with a saved mapping looked up. Throws a Problem when a file or mapping cannot be read. */
export async function prepared(tx: Tx, sent: Sent): Promise<Prepared> {
  if (sent.savedMapping === undefined) return prepareImport(sent, kinds)
  if (sent.mapping !== undefined) throw new Problem('invalid', 'Give either mapping or savedMapping, not both.', [{ path: 'savedMapping', message: 'Leave one of the two out.' }])
  const saved = await maybeFindMapping(tx, sent.savedMapping)
  if (!saved) throw new Problem('notFound', `There is no saved mapping "${sent.savedMapping}".`)
  return prepareImport({ files: sent.files, mapping: saved.content, kind: sent.kind }, kinds)
}

/** A plan with the rows that it changes, as they are stored. */
export type Planned = { plan: ImportPlan; stored: Map<string, Stored>; people: Map<string, StoredPerson>; holders: Map<string, StoredHolder> }

/** Plans a prepared import against what the organisation has. */
export async function planned(tx: Tx, { parts, source }: Prepared, standing: Standing, outcome: Outcome, at: Date): Promise<Planned> {
  const today = dayOf(at, standing.tenant.timeZone)
  const staffed = parts.some((part) => part.definition === null)
  const [elements, everybody, held] = await Promise.all([
    listStored(tx, kindsNeeded(parts, kinds), { outcome, personId: personOf(standing.actor) }),
    staffed ? listEverybody(tx) : [],
    staffed ? listHoldersFrom(tx, today) : [],
  ])
  const plan = await inTurns(planSteps({
    rows: source.rows, parts, kinds, today, asDraft: outcome !== 'in force', nextId: () => newId(at.getTime()), barred: barredFrom(standing),
    existing: indexExisting({ elements: elements.map((each) => each.existing), people: everybody, holders: held }),
  }))
  return {
    plan, stored: new Map(elements.map((each) => [each.element.id, each])), people: new Map(everybody.map((each) => [each.id, each])), holders: new Map(held.map((each) => [each.id, each])),
  }
}

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
      rows: rows.map(({ id, name, content, revision }) => ({ id, name, kind: kindIn(content), mapping: content, revision })),
      abilities: ['mapping.save', 'elements.import'].filter(may),
    }
  },
})

/** What a saved mapping is for: a kind of element, person, holder or record. */
function kindIn(content: string): string {
  const value: unknown = parseYaml(content, 'mapping')[0]?.value
  return isRecordMapping(value) ? 'record' : parseMapping(value).kind
}
