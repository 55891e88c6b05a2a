import type { OutagePage, OutageView } from './outage.contract.ts'
import { standingOf } from './outage.ts'
import { countedOutage } from './outage-row.ts'
import type { OutageEntry } from './outage-row.ts'

type Refs = ReadonlyMap<string, { id: string; key: string; title: string }>

/** What a list or page shows of an element; one that is not there any more is named so. */
export function refIn(refs: Refs, id: string): { id: string; key: string; title: string } {
  const found = refs.get(id)
  return found ? { id: found.id, key: found.key, title: found.title } : { id, key: '', title: 'Unknown' }
}

/** Where an outage stands at a moment. */
export function stageOf({ startedAt, endedAt, withdrawn }: Pick<OutageEntry, 'startedAt' | 'endedAt' | 'withdrawn'>, now: Date): OutageView['stage'] {
  if (withdrawn) return 'withdrawn'
  if (startedAt > now) return 'ahead'
  return endedAt === null || endedAt > now ? 'going on' : 'over'
}

/** An outage as lists and pages show it. */
export function outageViewOf(outage: OutageEntry, refs: Refs, now: Date): OutageView {
  const { id, key, title, startedAt, endedAt, plannedFromAt, plannedToAt, registeredAt, registeredBy, share, severity, note, source, externalId, revision } = outage
  return {
    id, key, title, service: refIn(refs, outage.serviceId), startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null, stage: stageOf(outage, now),
    standing: standingOf(countedOutage(outage)), planned: plannedFromAt && plannedToAt ? { from: plannedFromAt.toISOString(), to: plannedToAt.toISOString() } : null,
    registeredAt: registeredAt.toISOString(), registeredBy, share, severity, note, record: outage.recordKey, source, externalId, revision,
  }
}

type Revision = { revision: number; content: string; recorded_at: Date; verb: string; actor_id: string; reason: string | null }
type Content = Record<string, unknown>

/** Columns that people read in a history, with what they are called there. */
export type Told = readonly (readonly [column: string, field: string])[]

const told: Told = [
  ['service_id', 'service'], ['title', 'title'], ['started_at', 'start'], ['ended_at', 'end'], ['planned', 'planned'], ['planned_from_at', 'announced from'], ['planned_to_at', 'announced to'],
  ['share', 'share'], ['severity', 'severity'], ['note', 'note'], ['record_key', 'record'], ['withdrawn', 'withdrawn'],
]

/** Revisions, the newest first, each with what it changed. */
export function historyOf(revisions: readonly Revision[], names: ReadonlyMap<string, string>, refs: Refs, columns: Told = told): OutagePage['history'] {
  const said = (value: unknown) => (value === null || value === undefined ? '' : typeof value === 'string' ? (refs.get(value)?.title ?? value) : String(value as number | boolean))
  let before: Content | undefined
  const history = revisions.map(({ revision, content, recorded_at, verb, actor_id, reason }) => {
    const now = JSON.parse(content) as Content
    const earlier = before
    before = now
    const changes = earlier ? columns.flatMap(([column, field]) => (said(earlier[column]) === said(now[column]) ? [] : [{ field, before: said(earlier[column]), after: said(now[column]) }])) : []
    return { revision, at: recorded_at.toISOString(), actor: actorName(actor_id, names), verb, reason: reason ?? '', changes }
  })
  return history.reverse()
}

function actorName(actorId: string, names: ReadonlyMap<string, string>): string {
  if (!actorId.startsWith('person:')) return actorId.split(':')[0] ?? actorId
  return names.get(actorId.slice('person:'.length)) ?? 'Somebody'
}
