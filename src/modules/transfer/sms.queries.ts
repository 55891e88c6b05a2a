import { byMembership, personOf } from '../../kernel/access.ts'
import type { Tenant } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { defineQuery } from '../../kernel/query.ts'
import type { Moment } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { dayOf } from '../../shared/days.ts'
import { isId, newId } from '../../shared/ids.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { planFolder } from './folder.plan.ts'
import type { FolderPlan } from './folder.plan.ts'
import { readFolderInTurns } from './folder.read.ts'
import type { ReadFolder } from './folder.read.ts'
import { wholeBody } from './folder.system.ts'
import { writeFolder } from './folder.write.ts'
import { fileOf } from './prepare.ts'
import { exportSms, previewSms } from './sms.contract.ts'
import { listApart, listDraftDays, listPeopleThen, listPlanned, listStandings } from './sms.store.ts'
import type { Apart, StoredStanding } from './sms.store.ts'
import { barredFrom, mayImport, outcomeOf } from './transfer.access.ts'
import type { Standing as Asking } from './transfer.access.ts'
import { listEverybody, listHoldersFrom } from './transfer.store.ts'
import type { StoredHolder, StoredPerson } from './transfer.store.ts'

export const exportQuery = defineQuery({
  contract: exportSms,
  access: byMembership,
  run: async ({ tx, tenant, moment }) => {
    const [system, people] = await Promise.all([wholeSystem(tx, tenant, moment), listPeopleThen(tx, moment)])
    return { asOf: moment.on, elements: system.elements.length, files: writeFolder(system, people) }
  },
})

/** The system as of a moment with what is approved for later days, and whatever else its elements name: retired since, or never more than a draft. */
async function wholeSystem(tx: Tx, tenant: Tenant, moment: Moment): Promise<System> {
  const [system, planned, days] = await Promise.all([systemAsOf(tx, tenant, moment), listPlanned(tx, moment), moment.live ? listDraftDays(tx) : new Map<string, string>()])
  const elements = system.elements.map((element) => (element.status === 'draft' ? { ...element, effectiveOn: days.get(element.id) ?? null } : element))
  elements.push(...planned.map(elementApart))
  for (let missing = missingIn(elements); missing.ids.length + missing.keys.length > 0; missing = missingIn(elements)) {
    const more = await listApart(tx, missing, moment)
    if (more.length === 0) break
    elements.push(...more.map(elementApart))
  }
  return { ...system, elements }
}

function elementApart({ id, key, kind, title, status, effectiveOn, content }: Apart): SystemElement {
  const { accountable = null, reviewEvery = null, body = kindOf(kind)?.empty ?? {}, links = [], unknown = [] } = content ?? {}
  return { id, key, kind, title, status, version: 0, effectiveOn, accountable, reviewEvery, reviewedOn: null, body: body as Record<string, unknown>, links, unknown }
}

/** What elements name and is not among them. */
function missingIn(elements: readonly SystemElement[]): { ids: string[]; keys: string[] } {
  const known = new Set(elements.flatMap(({ id, key }) => [id, key]))
  const ids = new Set<string>()
  const keys = new Set<string>()
  for (const { kind, accountable, links, body } of elements) {
    for (const id of [accountable, ...links.flatMap((link) => [link.to, link.for])]) if (id && isId(id) && !known.has(id)) ids.add(id)
    const definition = kindOf(kind)
    const whole = wholeBody(body, definition)
    for (const address of whole === body ? [] : (definition?.addresses?.(whole) ?? [])) if (!known.has(address.to)) (address.as === 'id' ? ids : keys).add(address.to)
  }
  return { ids: [...ids], keys: [...keys] }
}

/** A plan with the rows that it changes, as they are stored. */
export type PlannedFolder = { plan: FolderPlan; elements: Map<string, StoredStanding>; people: Map<string, StoredPerson>; holders: Map<string, StoredHolder> }

/** What a plan is made against. */
export async function storedNow(tx: Tx, at: Date, today: string): Promise<{ elements: StoredStanding[]; people: StoredPerson[]; holders: StoredHolder[] }> {
  const [elements, people, holders] = await Promise.all([listStandings(tx, at), listEverybody(tx), listHoldersFrom(tx, today)])
  return { elements, people, holders }
}

/** Plans a folder against what the organisation has. */
export async function plannedFolder(read: ReadFolder, asking: Asking, at: Date, stored: Awaited<ReturnType<typeof storedNow>>): Promise<PlannedFolder> {
  const { elements, people, holders } = stored
  const plan = planFolder({
    read, existing: elements.map((each) => each.standing), people, holders, outcome: outcomeOf(asking, false), personId: personOf(asking.actor), today: dayOf(at, asking.tenant.timeZone),
    barred: barredFrom(asking), nextId: () => newId(at.getTime()),
  })
  return { plan, elements: new Map(elements.map((each) => [each.element.id, each])), people: new Map(people.map((each) => [each.id, each])), holders: new Map(holders.map((each) => [each.id, each])) }
}

/** What a plan comes to, as it is answered. */
export function summaryOf({ changes, unchanged, absent, notices, people, holders }: FolderPlan, outcome: 'in force' | 'draft' | 'proposal') {
  const named = ({ key, kind, content }: FolderPlan['changes'][number]) => ({ key, kind, title: content.title })
  return {
    created: changes.filter((change) => !change.before).map(named), changed: changes.filter((change) => change.before).map((change) => ({ ...named(change), paths: change.paths })),
    unchanged, absent, notices, outcome, written: { elements: changes.length, people: people.length, holders: holders.length },
  }
}

const mostFaults = 1000

/** What an import would do, without doing it. */
export const previewFolderQuery = defineQuery({
  contract: previewSms,
  access: (question) => mayImport({ actor: question.actor, tenant: question.tenant, verb: 'sms.import' }),
  run: async ({ input, actor, tenant, moment, tx }) => {
    const read = await readFolderInTurns(input.files.map(fileOf))
    const { plan } = await plannedFolder(read, { actor, tenant }, moment.at, await storedNow(tx, moment.at, moment.on))
    return { ...summaryOf(plan, outcomeOf({ actor, tenant }, false)), faults: plan.faults.slice(0, mostFaults), faultsInAll: plan.faults.length }
  },
})
