import type { RoutineRow } from './a3.contract.ts'

/** Complete days before the day of the page over which records are counted: a day in progress would make the page of a past day differ from what it said then. */
export const flowDays = 90

/** Days of each point of the small curve. */
const stretch = 10

/** How many records of a routine were opened on a day. */
export type Opened = { routineId: string; day: string; opened: number }

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000

/** The first day that is counted on the page of a day. */
export function flowFrom(asOf: string): string {
  return new Date((dayNumber(asOf) - flowDays) * 86_400_000).toISOString().slice(0, 10)
}

/** The routines with how many records each took in, and its course in stretches of ten days, oldest first; null where no routine had any. */
export function withFlow(rows: readonly RoutineRow[], opened: readonly Opened[], asOf: string): RoutineRow[] {
  const first = dayNumber(asOf) - flowDays
  const courses = new Map<string, number[]>()
  for (const each of opened) {
    const at = Math.floor((dayNumber(each.day) - first) / stretch)
    if (at < 0 || at >= flowDays / stretch) continue
    const course = courses.get(each.routineId) ?? Array.from({ length: flowDays / stretch }, () => 0)
    course[at] = (course[at] ?? 0) + each.opened
    courses.set(each.routineId, course)
  }
  if (courses.size === 0) return [...rows]
  return rows.map((row) => {
    const trend = courses.get(row.routine.id) ?? []
    return { ...row, records: { count: trend.reduce((sum, one) => sum + one, 0), trend } }
  })
}
