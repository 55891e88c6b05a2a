import { wallTimeOf } from '../../shared/days.ts'
import type { RecordRow } from './record.contract.ts'

type Column = { label: string; text: (row: RecordRow, zone: string) => string }

const moment = (instant: string | null, zone: string) => (instant === null ? '' : wallTimeOf(new Date(instant), zone))

/** The columns of an exported list, by the names that lists have for them; times are the organisation's. */
export const exportColumns: Readonly<Record<string, Column>> = {
  key: { label: 'Key', text: (row) => row.key },
  title: { label: 'Title', text: (row) => row.title },
  routine: { label: 'Routine', text: (row) => row.routine.title },
  state: { label: 'Step', text: (row) => row.state.name },
  priority: { label: 'Priority', text: (row) => row.priority },
  service: { label: 'Service', text: (row) => row.service?.title ?? '' },
  assignee: { label: 'Assigned to', text: (row) => row.assignee.person?.name ?? row.assignee.role?.title ?? '' },
  due: { label: 'Due', text: (row, zone) => moment(row.dueAt, zone) },
  opened: { label: 'Opened', text: (row, zone) => moment(row.openedAt, zone) },
  changed: { label: 'Changed', text: (row, zone) => moment(row.changedAt, zone) },
  requester: { label: 'Asked for by', text: (row) => row.requester?.name ?? '' },
  outcome: { label: 'Outcome', text: (row) => row.outcome },
  closed: { label: 'Closed', text: (row, zone) => moment(row.closedAt, zone) },
}

/** The columns of a list unless others are asked for. */
export const usualColumns = ['key', 'title', 'routine', 'state', 'priority', 'service', 'assignee', 'due', 'changed']
