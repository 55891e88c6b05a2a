import { writeTogether } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import { newId } from '../../shared/ids.ts'

export type NoticeKind = 'mention' | 'told' | 'reminder' | 'escalation' | 'assigned' | 'watched'
/** What one person is told about a record; `position` is the event that says so. */
export type Notice = { personId: string; recordId: string; position: number; kind: NoticeKind; text: string }

/** Writes what people are told with the next statement; who is told twice by one event is told once. */
export function saveNotices(tx: Tx, notices: readonly Notice[], at: Date): void {
  if (notices.length === 0) return
  const rows = notices.map((notice) => ({ id: newId(at.getTime()), person_id: notice.personId, record_id: notice.recordId, position: notice.position, kind: notice.kind, text: notice.text.slice(0, 500).toWellFormed(), at: at.toISOString() }))
  writeTogether(tx, {
    rows: notices.map((notice) => `notice ${notice.personId} ${notice.recordId} ${notice.position}`),
    writes: [{
      text: `insert into record_notices (id, person_id, record_id, position, kind, text, at)
        select id, person_id, record_id, position, kind, text, at from jsonb_to_recordset($1::text::jsonb) as n(id uuid, person_id uuid, record_id uuid, position integer, kind text, text text, at timestamptz)
        on conflict do nothing`,
      values: [JSON.stringify(rows)],
    }],
  })
}

/** Tells everybody who watches a record, but for whoever did it, what became of it. */
export function tellWatchers(tx: Tx, told: Omit<Notice, 'personId' | 'kind'>, except: string | null, at: Date): void {
  writeTogether(tx, {
    rows: [`watchers ${told.recordId} ${told.position}`],
    writes: [{
      text: `insert into record_notices (id, person_id, record_id, position, kind, text, at)
        select gen_random_uuid(), w.person_id, w.record_id, $2::text::integer, 'watched', $3::text, $4::text::timestamptz from record_watchers w
        where w.record_id = $1::text::uuid and w.watching and w.person_id is distinct from $5::text::uuid on conflict do nothing`,
      values: [told.recordId, String(told.position), told.text, at.toISOString(), except],
    }],
  })
}
