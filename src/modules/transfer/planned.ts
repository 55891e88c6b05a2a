import { byAdministration, byAuthority, personOf } from '../../kernel/access.ts'
import type { Actor, Tenant } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { kinds as allKinds } from '../kinds.ts'
import type { Kinds } from './compile.ts'
import { indexExisting } from './existing.ts'
import { planImport } from './plan-import.ts'
import type { ImportPlan } from './plan.ts'
import { kindsNeeded, prepareImport, type Prepared } from './prepare.ts'
import type { SentFile } from './transfer.contract.ts'
import { listEverybody, listHoldersFrom, listStored, maybeFindMapping, type Stored, type StoredHolder, type StoredPerson } from './transfer.store.ts'

export const kinds: Kinds = new Map(allKinds.map((kind) => [kind.kind, kind]))

export type Outcome = 'in force' | 'draft' | 'proposal'
type Standing = { actor: Actor; tenant: Tenant }

/** While founding, the founder and the operator put things in force; after go-live everybody proposes. */
export function outcomeOf({ actor, tenant }: Standing, draft: boolean): Outcome {
  if (tenant.liveAt !== null) return 'proposal'
  const founding = actor.type === 'operator' || ('founder' in actor && actor.founder)
  return draft || !founding ? 'draft' : 'in force'
}

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
  const plan = planImport({
    rows: source.rows, parts, kinds, today, asDraft: outcome !== 'in force', nextId: () => newId(at.getTime()), barred: barred(standing),
    existing: indexExisting({ elements: elements.map((each) => each.existing), people: everybody, holders: held }),
  })
  return {
    plan, stored: new Map(elements.map((each) => [each.element.id, each])), people: new Map(everybody.map((each) => [each.id, each])), holders: new Map(held.map((each) => [each.id, each])),
  }
}

/** People and holders are no drafts: whoever imports them needs the right to add and appoint them. */
function barred({ actor, tenant }: Standing): { people?: string; holders?: string } {
  const adding = byAdministration({ actor, tenant, verb: 'person.add' })
  const appointing = byAuthority({ actor, tenant, verb: 'holder.appoint' })
  return { ...('refused' in adding ? { people: adding.refused } : {}), ...('refused' in appointing ? { holders: appointing.refused } : {}) }
}
