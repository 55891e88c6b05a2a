import { sql } from 'kysely'
import { dayOf } from '../shared/days.ts'
import type { System, SystemElement, SystemHolder } from '../shared/system.ts'
import type { Tenant } from './access.ts'
import type { Tx } from './database.ts'
import type { KeptDraft, VersionContent } from './element.ts'
import type { Moment } from './query.ts'

type ContentRow = { content: string | null; draft: string | null; id: string; kind: string; key: string; reviewed_on: string | null }

/** The whole system as of a moment, in a fixed number of statements whatever its size or age. */
export async function systemAsOf(tx: Tx, tenant: Tenant, moment: Moment): Promise<System> {
  const [versions, drafts, reviews, holders, people, ledger] = await Promise.all([
    versionsAt(tx, moment),
    moment.live ? neverInForce(tx) : [],
    reviewsAt(tx, moment),
    holdersAsOf(tx, moment),
    tx.selectFrom('people').select(['id', 'name']).execute(),
    ledgerAt(tx, moment),
  ])
  const elements = [...versions.map((row) => elementOfVersion(row.content, reviews.get(row.element_id) ?? null)), ...drafts.map(elementOfDraft)]
  return {
    asOf: moment.on,
    live: moment.live,
    organisation: {
      id: tenant.id, key: tenant.key, name: tenant.name, timeZone: tenant.timeZone, simulated: tenant.simulated, singleHanded: tenant.singleHandedBy,
      wentLiveOn: tenant.liveAt && tenant.liveAt <= moment.at ? dayOf(tenant.liveAt, tenant.timeZone) : null,
    },
    elements,
    holders,
    people: people.map((p) => ({ id: p.id, name: p.name ?? 'Erased person' })),
    ledger,
  }
}

async function versionsAt(tx: Tx, moment: Moment): Promise<{ element_id: string; content: string }[]> {
  return tx.selectFrom('element_versions').select(['element_id', 'content']).where('superseded_at', '>', moment.at).where('effective_at', '<=', moment.at).where('status', '=', 'in force').execute()
}

async function neverInForce(tx: Tx): Promise<ContentRow[]> {
  return tx
    .selectFrom('elements')
    .select(['id', 'kind', 'key', 'draft', 'reviewed_on', sql<string | null>`null`.as('content')])
    .where('status', '=', 'draft')
    .where('draft', 'is not', null)
    .execute()
}

async function reviewsAt(tx: Tx, moment: Moment): Promise<Map<string, string | null>> {
  const rows = moment.live
    ? await tx.selectFrom('elements').select(['id', 'reviewed_on']).where('version', '>', 0).execute()
    : (
        await sql<{ id: string; reviewed_on: string | null }>`select subject_id as id, content::jsonb ->> 'reviewed_on' as reviewed_on from row_versions
          where subject = 'element' and superseded_at > ${moment.at} and recorded_at <= ${moment.at}`.execute(tx)
      ).rows
  return new Map(rows.map((row) => [row.id, row.reviewed_on]))
}

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
    const rows = await tx.selectFrom('holders').selectAll().$if(roleIds !== undefined, (q) => q.where('role_id', 'in', [...roleIds!])).execute()
    return rows.map((row) => holderOf({ ...row, accepted_at: row.accepted_at?.toISOString() ?? null }))
  }
  const rows = await tx.selectFrom('row_versions').select('content').where('subject', '=', 'holder').where('superseded_at', '>', moment.at).where('recorded_at', '<=', moment.at).execute()
  const holders = rows.map((row) => holderOf(JSON.parse(row.content) as HolderContent))
  return roleIds ? holders.filter((h) => roleIds.includes(h.roleId)) : holders
}

function holderOf(row: HolderContent): SystemHolder {
  return {
    id: row.id, roleId: row.role_id, personId: row.person_id, elementId: row.element_id, deputy: row.deputy, fromOn: row.from_on, toOn: row.to_on, accepted: row.accepted_at !== null,
  }
}

/** Some elements, as they held at a moment; while live, also those that are drafts only. */
export async function elementsById(tx: Tx, ids: readonly string[], moment: Moment): Promise<SystemElement[]> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return []
  const [versions, drafts] = await Promise.all([
    tx.selectFrom('element_versions').select('content').where('element_id', 'in', wanted).where('superseded_at', '>', moment.at).where('effective_at', '<=', moment.at).where('status', '=', 'in force').execute(),
    moment.live ? tx.selectFrom('elements').select(['id', 'kind', 'key', 'draft', 'reviewed_on']).where('id', 'in', wanted).where('status', '=', 'draft').where('draft', 'is not', null).execute() : [],
  ])
  return [...versions.map((row) => elementOfVersion(row.content, null)), ...drafts.map((row) => elementOfDraft({ ...row, content: null }))]
}

/** Entries and signed head by a moment: from the sealed heads plus the unsealed tail, so never a count of the whole ledger. */
async function ledgerAt(tx: Tx, moment: Moment): Promise<System['ledger']> {
  const head = await tx.selectFrom('ledger_heads').select(['size', 'root', 'at']).where('at', '<=', moment.at).orderBy('size', 'desc').limit(1).executeTakeFirst()
  return { entries: head ? Number(head.size) : 0, head: head ? Buffer.from(head.root).toString('hex') : null }
}
