import { sql } from 'kysely'
import { dayOf } from '../shared/days.ts'
import { holdsOn } from '../shared/system.ts'
import type { System, SystemElement, SystemHolder } from '../shared/system.ts'
import type { Tenant } from './access.ts'
import { select } from './database.ts'
import type { Tx } from './database.ts'
import { erased, namesOf } from './element.find.ts'
import type { ElementRef } from './element.find.ts'
import type { KeptDraft, VersionContent } from './element.ts'
import type { Moment } from './query.ts'
import type { HolderRow } from './tables.ts'

type ContentRow = { content: string | null; draft: string | null; id: string; kind: string; key: string; reviewed_on: string | null }

/** The whole system as of a moment, in a fixed number of statements whatever its size or age. */
export async function systemAsOf(tx: Tx, tenant: Tenant, moment: Moment): Promise<System> {
  const [versions, drafts, reviews, holders, people, ledger, operated] = await Promise.all([
    versionsAt(tx, moment),
    moment.live ? draftsNow(tx) : [],
    reviewsAt(tx, moment),
    holdersAsOf(tx, moment),
    peopleAt(tx, moment),
    ledgerAt(tx, moment),
    operatedAt(tx, moment),
  ])
  const wasLive = tenant.liveAt !== null && tenant.liveAt <= moment.at
  const elements = [
    ...versions.flatMap((row) => (row.content === null ? [] : [withOperated(elementOfVersion(row.content, reviews.get(row.element_id) ?? null), operated)])),
    ...drafts.flatMap((row) => (row.draft === null ? [] : [elementOfDraft(row)])),
  ]
  return {
    asOf: moment.on,
    live: moment.live,
    organisation: {
      id: tenant.id, key: tenant.key, name: tenant.name, timeZone: tenant.timeZone, simulated: tenant.simulated,
      singleHanded: wasLive && tenant.singleHandedBy ? (people.find((person) => person.id === tenant.singleHandedBy)?.name ?? erased) : null,
      wentLiveOn: wasLive ? dayOf(tenant.liveAt!, tenant.timeZone) : null,
    },
    elements,
    retired: versions.flatMap((row) => (row.content === null ? [{ id: row.element_id, key: row.key, kind: row.kind, title: row.title, retiredOn: row.effective_on }] : [])),
    drafts: drafts.map((row) => ({ elementId: row.id, changedOn: dayOf(row.changed_at, tenant.timeZone) })),
    holders,
    people,
    ledger,
  }
}

/** The last days, known at a moment, on which routines ran and roles acted. */
async function operatedAt(tx: Tx, moment: Moment): Promise<Map<string, string>> {
  const rows = await select<{ id: string; on_day: string }>(tx, operatedThen, [moment.at])
  return new Map(rows.map((row) => [row.id, row.on_day]))
}

const operatedThen = `select v.element_id as id, o.on_day from element_versions v cross join lateral (select on_day from operated_days where subject_id = v.element_id and at <= $1 order by on_day desc limit 1) o
  where v.kind in ('routine', 'role') and v.superseded_at > $1 and v.effective_at <= $1`

/** The last day on which a routine ran or a role acted, known at a moment; nothing of other kinds. */
export async function operatedBy(tx: Tx, { id, kind }: { id: string; kind: string }, at: Date): Promise<{ operatedOn?: string }> {
  if (kind !== 'routine' && kind !== 'role') return {}
  const [row] = await select<{ on_day: string }>(tx, 'select on_day from operated_days where subject_id = $1::text::uuid and at <= $2 order by on_day desc limit 1', [id, at])
  return row ? { operatedOn: row.on_day } : {}
}

function withOperated(element: SystemElement, operated: ReadonlyMap<string, string>): SystemElement {
  const on = operated.get(element.id)
  return on === undefined ? element : { ...element, operatedOn: on }
}

type VersionRow = { element_id: string; key: string; kind: string; title: string; effective_on: string; content: string | null }

/** The version of each element that holds at a moment; of one that is retired by then the name alone. */
async function versionsAt(tx: Tx, moment: Moment): Promise<VersionRow[]> {
  return select<VersionRow>(tx, versionsThen, [moment.at])
}

const versionsThen = `select element_id, key, kind, title, effective_on, case when status = 'in force' then content end as content from element_versions
  where superseded_at > $1 and effective_at <= $1`

type DraftRow = ContentRow & { changed_at: Date }

/** Every draft; only of an element that never was in force its content too. */
async function draftsNow(tx: Tx): Promise<DraftRow[]> {
  return tx
    .selectFrom('elements')
    .select(['id', 'kind', 'key', 'reviewed_on', 'changed_at', sql<string | null>`case when status = 'draft' then draft end`.as('draft'), sql<string | null>`null`.as('content')])
    .where('draft', 'is not', null)
    .execute()
}

/** Names are as they are now, since the past keeps none; the last day is as it was recorded by the moment. */
async function peopleAt(tx: Tx, moment: Moment): Promise<System['people']> {
  const rows = moment.live
    ? await tx.selectFrom('people').select(['id', 'name', 'to_on']).execute()
    : await select<{ id: string; name: string | null; to_on: string | null }>(tx, peopleThen, [moment.at])
  return rows.map((row) => ({ id: row.id, name: row.name ?? erased, toOn: row.to_on }))
}

const peopleThen = `select p.id, p.name, v.content::jsonb ->> 'to_on' as to_on from people p
  left join row_versions v on v.organisation_id = p.organisation_id and v.subject = 'person' and v.subject_id = p.id and v.superseded_at > $1 and v.recorded_at <= $1`

async function reviewsAt(tx: Tx, moment: Moment): Promise<Map<string, string | null>> {
  if (moment.live) {
    const rows = await tx.selectFrom('elements').select(['id', 'reviewed_on']).where('version', '>', 0).execute()
    return new Map(rows.map((row) => [row.id, row.reviewed_on]))
  }
  const rows = await select<{ id: string; value: string }>(tx, reviewedThen, [moment.at])
  return new Map(rows.map(({ id, value }) => [id, value.startsWith('"') ? value.slice(1, 11) : null]))
}

// Content is canonical, so that a name is found as it stands, and in no text either, where its quotes are escaped. As JSON it takes three times as long.
const reviewedThen = `select subject_id as id, substring(content from position('"reviewed_on":' in content) + 14 for 12) as value from row_versions
  where subject = 'element' and superseded_at > $1 and recorded_at <= $1`

function elementOfVersion(content: string, reviewedOn: string | null): SystemElement {
  const c = JSON.parse(content) as VersionContent
  return {
    id: c.id, key: c.key, kind: c.kind, title: c.title, status: c.status, version: c.version, effectiveOn: c.effectiveOn, accountable: c.accountable, reviewEvery: c.reviewEvery,
    reviewedOn, body: c.body, links: c.links, unknown: c.unknown,
  }
}

function elementOfDraft(row: ContentRow): SystemElement {
  const d = JSON.parse(row.draft!) as KeptDraft
  return {
    id: row.id, key: row.key, kind: row.kind, title: d.title, status: 'draft', version: 0, effectiveOn: null, accountable: d.accountable, reviewEvery: d.reviewEvery,
    reviewedOn: null, body: d.body, links: d.links, unknown: d.unknown,
  }
}

type HolderContent = { id: string; role_id: string; person_id: string; element_id: string | null; deputy: boolean; from_on: string; to_on: string | null; accepted_at: string | null }

/** Holders as recorded by a moment (all, or of some roles); whether they hold on the day is for the reader to ask. */
export async function holdersAsOf(tx: Tx, moment: Moment, roleIds?: readonly string[]): Promise<SystemHolder[]> {
  if (roleIds && roleIds.length === 0) return []
  if (moment.live) {
    const rows = await tx.selectFrom('holders').selectAll().$if(roleIds !== undefined, (q) => q.where('role_id', '=', sql<string>`any(${roleIds}::uuid[])`)).execute()
    return rows.map((row) => holderOf({ ...row, accepted_at: row.accepted_at?.toISOString() ?? null }))
  }
  const rows = await tx.selectFrom('row_versions').select('content').where('subject', '=', 'holder').where('superseded_at', '>', moment.at).where('recorded_at', '<=', moment.at).execute()
  const holders = rows.map((row) => holderOf(JSON.parse(row.content) as HolderContent))
  return roleIds ? holders.filter((h) => roleIds.includes(h.roleId)) : holders
}

export type NamedHolder = SystemHolder & { name: string }

const nearHolders = `select h.*, p.name from unnest($1::uuid[]) as role(id) join holders h on h.role_id = role.id left join people p on p.organisation_id = h.organisation_id and p.id = h.person_id`

/** Who holds some roles on the day of a moment, by name. */
export async function holdersOf(tx: Tx, roleIds: readonly string[], moment: Moment): Promise<NamedHolder[]> {
  if (roleIds.length === 0) return []
  const named = async (): Promise<NamedHolder[]> => {
    if (moment.live) {
      const rows = await select<HolderRow & { name: string | null }>(tx, nearHolders, [roleIds])
      return rows.map((row) => ({ ...holderOf({ ...row, accepted_at: row.accepted_at?.toISOString() ?? null }), name: row.name ?? erased }))
    }
    const holders = await holdersAsOf(tx, moment, roleIds)
    const names = await namesOf(tx, holders.map((h) => h.personId))
    return holders.map((h) => ({ ...h, name: names.get(h.personId) ?? erased }))
  }
  return (await named()).filter((h) => holdsOn(h, moment.on))
}

function holderOf(row: HolderContent): SystemHolder {
  return {
    id: row.id, roleId: row.role_id, personId: row.person_id, elementId: row.element_id, deputy: row.deputy, fromOn: row.from_on, toOn: row.to_on, accepted: row.accepted_at !== null,
  }
}

type NearRow = ContentRow & { title: string; status: 'draft' | 'in force' | 'retired' }

// Each by itself: of a list the planner may think that reading the whole organisation takes as long.
const near = `select e.id, e.kind, e.key, e.title, e.status, e.draft, e.reviewed_on, v.content from unnest($1::uuid[]) as wanted(id)
  cross join lateral (select * from elements e where e.id = wanted.id limit 1) e
  left join lateral (select content from element_versions v where v.organisation_id = e.organisation_id and v.element_id = e.id and v.effective_at <= $2 and v.superseded_at > $2
    and v.status = 'in force' limit 1) v on true`

/** Some elements: what they are called now, and as they held at a moment; while live, also those that are drafts only. */
export async function elementsById(tx: Tx, ids: readonly string[], moment: Moment): Promise<{ refs: Map<string, ElementRef>; elements: SystemElement[] }> {
  const rows = ids.length > 0 ? await select<NearRow>(tx, near, [[...new Set(ids)], moment.at]) : []
  return {
    refs: new Map(rows.map(({ id, key, kind, title, status }) => [id, { id, key, kind, title, status }])),
    elements: rows.flatMap((row) => {
      if (row.content !== null) return [elementOfVersion(row.content, null)]
      return moment.live && row.status === 'draft' && row.draft !== null ? [elementOfDraft(row)] : []
    }),
  }
}

/** Entries and signed head by a moment: from the sealed heads plus the unsealed tail, so never a count of the whole ledger. */
async function ledgerAt(tx: Tx, moment: Moment): Promise<System['ledger']> {
  const head = await tx.selectFrom('ledger_heads').select(['size', 'root', 'at']).where('at', '<=', moment.at).orderBy('size', 'desc').limit(1).executeTakeFirst()
  return { entries: head ? Number(head.size) : 0, head: head ? Buffer.from(head.root).toString('hex') : null }
}
