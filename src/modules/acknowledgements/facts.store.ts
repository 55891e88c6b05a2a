import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { VersionContent } from '../../kernel/element.ts'
import type { Moment } from '../../kernel/query.ts'
import { holdersAsOf } from '../../kernel/system.ts'
import { dayOf } from '../../shared/days.ts'
import type { FactElement, FactHolder, FactNotice, FactProposal, Facts } from './facts.ts'

type Place = { timeZone: string; singleHandedBy: string | null }

/**
 * Everything that reminders are computed from, at a moment: a fixed number of statements; with a person, only what can concern them.
 * What a past day's proposals and reviews were is not asked.
 */
export async function loadFacts(tx: Tx, place: Place, moment: Moment, personId: string | null = null): Promise<Facts> {
  const [elements, holders, people, acknowledgements, proposals, notices] = await Promise.all([
    elementsAt(tx, moment.at, personId),
    moment.live ? holdersNow(tx, place.timeZone) : holdersThen(tx, moment),
    tx.selectFrom('people').select(['id', 'name', 'from_on', 'to_on']).execute(),
    tx.selectFrom('acknowledgements').select(['policy_id', 'version', 'person_id', 'acknowledged_at']).where('acknowledged_at', '<=', moment.at).execute(),
    moment.live ? proposalsNow(tx, place.timeZone) : [],
    moment.live ? noticesNow(tx, place.timeZone, moment.at, personId) : [],
  ])
  return {
    elements, holders, proposals, notices, singleHandedBy: place.singleHandedBy,
    people: people.map((row) => ({ id: row.id, name: row.name, fromOn: row.from_on, toOn: row.to_on })),
    acknowledgements: acknowledgements.map((row) => ({ policyId: row.policy_id, version: row.version, personId: row.person_id, at: row.acknowledged_at.toISOString() })),
  }
}

type ElementFactRow = {
  id: string; key: string; kind: string; title: string; version: number; accountable_id: string | null; effective_on: string; recorded_at: Date; review_every: string | null; reviewed_on: string | null; content: string | null
}

const told = `('policy', 'role', 'routine', 'review', 'agreement', 'supplier', 'unit')`

// Only what is read is parsed: of most elements the row says all.
const inForce = `select v.element_id as id, v.key, v.kind, v.title, v.version, v.accountable_id, v.effective_on, v.recorded_at, e.review_every, e.reviewed_on,
    case when v.kind in ${told} then v.content end as content
  from element_versions v join elements e on e.organisation_id = v.organisation_id and e.id = v.element_id
  where v.effective_at <= $1 and v.superseded_at > $1 and v.status = 'in force'`

// Of thousands of elements a person answers for a few.
const inForceFor = `${inForce} and (v.kind in ${told} or v.accountable_id in (select role_id from holders where person_id = $2::text::uuid)
    or v.element_id in (select element_id from holders where person_id = $2::text::uuid or appointed_by = $2::text::uuid) or v.element_id in (select target_id from links where type = 'governs'))`

async function elementsAt(tx: Tx, at: Date, personId: string | null): Promise<FactElement[]> {
  const rows = await (personId === null ? select<ElementFactRow>(tx, inForce, [at]) : select<ElementFactRow>(tx, inForceFor, [at, personId]))
  return rows.map(({ content, accountable_id, effective_on, recorded_at, review_every, reviewed_on, ...row }) => {
    const { body = {}, links = [] } = content === null ? {} : (JSON.parse(content) as VersionContent)
    return { ...row, accountable: accountable_id, effectiveOn: effective_on, recordedAt: recorded_at.toISOString(), reviewEvery: review_every, reviewedOn: reviewed_on, body, links }
  })
}

type HolderFactRow = {
  id: string; role_id: string; person_id: string; element_id: string | null; deputy: boolean; from_on: string; to_on: string | null; accepted_at: Date | null; declined_at: Date | null
  appointed_by: string | null; reason: string | null; appointed_at: Date
}

const appointed = `select h.id, h.role_id, h.person_id, h.element_id, h.deputy, h.from_on, h.to_on, h.accepted_at, h.declined_at, h.appointed_by, h.reason, r.recorded_at as appointed_at
  from holders h join row_versions r on r.organisation_id = h.organisation_id and r.subject = 'holder' and r.subject_id = h.id and r.revision = 1`

async function holdersNow(tx: Tx, timeZone: string): Promise<FactHolder[]> {
  const rows = await select<HolderFactRow>(tx, appointed, [])
  return rows.map((row) => ({
    id: row.id, roleId: row.role_id, personId: row.person_id, elementId: row.element_id, deputy: row.deputy, fromOn: row.from_on, toOn: row.to_on, accepted: row.accepted_at !== null,
    appointedOn: dayOf(row.appointed_at, timeZone), appointedBy: row.appointed_by, declinedOn: row.declined_at && dayOf(row.declined_at, timeZone), reason: row.reason,
  }))
}

async function holdersThen(tx: Tx, moment: Moment): Promise<FactHolder[]> {
  return (await holdersAsOf(tx, moment)).map((holder) => ({ ...holder, appointedOn: holder.fromOn, appointedBy: null, declinedOn: null, reason: null }))
}

type ProposalFactRow = { id: string; key: string; title: string; author: string; author_person: string | null; opened_at: Date; undecided: { id: string; kind: string }[]; writers: string[] }

// A word for an element counts as long as no draft of the proposal was changed after it.
const open = `select p.id, p.key, p.title, p.author, p.author_person, p.opened_at,
    coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind)) from elements e where e.organisation_id = p.organisation_id and e.id = any(p.elements) and not exists (
      select from proposal_agreements a where a.organisation_id = p.organisation_id and a.proposal_id = p.id and e.id = any(a.elements)
        and a.at >= (select coalesce(max(d.changed_at), p.opened_at) from proposal_drafts d where d.organisation_id = p.organisation_id and d.proposal_id = p.id))), '[]') as undecided,
    coalesce((select array_agg(w.id) from (
      select unnest(d.writers) as id from proposal_drafts d where d.organisation_id = p.organisation_id and d.proposal_id = p.id
      union select e.draft_by from elements e where e.organisation_id = p.organisation_id and e.id = any(p.elements) and e.draft_by is not null
        and not exists (select from proposal_drafts d where d.organisation_id = p.organisation_id and d.proposal_id = p.id and d.element_id = e.id)) w), '{}') as writers
  from proposals p where p.state = 'open'`

async function proposalsNow(tx: Tx, timeZone: string): Promise<FactProposal[]> {
  const rows = await select<ProposalFactRow>(tx, open, [])
  return rows.map(({ id, key, title, author, author_person, opened_at, undecided, writers }) => ({
    id, key, title, openedOn: dayOf(opened_at, timeZone), undecided,
    authors: [...writers, ...(author_person ? [author_person] : []), ...(author.startsWith('person:') ? [author.slice('person:'.length)] : [])],
  }))
}

/** Days for which somebody is shown what they were told about a record. */
const noticeDays = 7

type NoticeRow = { id: string; person_id: string; text: string; at: Date; record_id: string; prefix: string; number: number; title: string }

async function noticesNow(tx: Tx, timeZone: string, at: Date, personId: string | null): Promise<FactNotice[]> {
  const rows = await select<NoticeRow>(tx, `select n.id, n.person_id, n.text, n.at, n.record_id, r.prefix, r.number, r.title
    from (select * from record_notices where ($1::text::uuid is null or person_id = $1::text::uuid) and at > $2 order by at desc limit 5000) n
    cross join lateral (select prefix, number, title from records where id = n.record_id limit 1) r`, [personId, new Date(at.getTime() - noticeDays * 86_400_000)])
  return rows.map((row) => ({ id: row.id, personId: row.person_id, record: { id: row.record_id, key: `${row.prefix}-${row.number}`, title: row.title }, text: row.text, toldOn: dayOf(row.at, timeZone) }))
}
