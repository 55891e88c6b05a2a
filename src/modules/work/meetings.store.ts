import { dependentsAt, freezeSpans, plannedOn } from '../../kernel/planned-work.ts'
import type { Tx } from '../../kernel/database.ts'
import { meetingsOf, touching } from '../outages/calendar.ts'
import type { FieldValues, Places, Plan } from '../routines/engine.plan.ts'
import type { RoutineBody } from '../routines/routine-body.ts'
import { asksWhatItMeets, windowIn } from '../routines/window.ts'
import { keyOf } from './stored.ts'
import type { StoredRecord } from './stored.ts'

type Asked = { stored: StoredRecord; named: { places: Places; fields: FieldValues | undefined }; at: Date }

/** More pieces of work than these are not told apart by a condition: they are too many anyway. */
const most = 200

/**
 * What windows of a record meet, looked up before the engine runs and only for routines whose conditions ask: for the window as it stands and as
 * what is being filled in would make it.
 */
export async function meetsOf(tx: Tx, body: RoutineBody, { stored, named, at }: Asked): Promise<Plan['meets']> {
  if (!asksWhatItMeets(body)) return undefined
  const { record } = stored
  const windows = [windowIn(body, record.fields), windowIn(body, { ...record.fields, ...named.fields })].flatMap((each) => each ?? [])
  const services = [...new Set([record.serviceId, named.places.serviceId ?? null].filter((id) => id !== null))]
  if (windows.length === 0 || services.length === 0) return undefined
  const span = { from: new Date(Math.min(...windows.map((each) => Date.parse(each.from)))), to: new Date(Math.max(...windows.map((each) => Date.parse(each.to)))) }
  const [dependents, freezes] = await Promise.all([dependentsAt(tx, at), freezeSpans(tx, span)])
  const near = await plannedOn(tx, span, [...new Set(services.flatMap((id) => [...touching(id, dependents)]))], most)
  const others = near.map((row) => ({ ...row, from: row.from.getTime(), to: row.to.getTime() }))
  return (serviceId, window) => {
    const met = meetingsOf({ key: keyOf(stored), title: record.title, serviceId, from: Date.parse(window.from), to: Date.parse(window.to) }, others, dependents, freezes)
    return { collisions: met.collisions.length, frozen: met.freezes.length }
  }
}
