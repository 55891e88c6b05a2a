import { useState } from 'react'
import type { RecordView } from '../record.contract.ts'

export type Base = { revision: number; moved: boolean; takeOver: () => void; follow: (revision: number) => void }

/**
 * The state of a record that a form was opened on. Somebody else's change does not slip under what is being typed: `moved` says that there is
 * one, `takeOver` goes on from it, and `follow` goes on from what this form itself has just written.
 */
export function useBase(record: Pick<RecordView, 'revision'>): Base {
  const [revision, setRevision] = useState(record.revision)
  return { revision, moved: record.revision > revision, takeOver: () => setRevision(record.revision), follow: setRevision }
}
