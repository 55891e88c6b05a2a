import type { RowChange } from '../../kernel/rows.ts'

/** Whether a person watches a record. */
export type Watcher = { id: string; recordId: string; personId: string; watching: boolean; revision: number }

/** The governed row of a watcher. */
export function watcherChange({ id, recordId, personId, watching, revision }: Watcher): RowChange {
  return { subject: 'watcher', id, revision, columns: { record_id: recordId, person_id: personId, watching } }
}
