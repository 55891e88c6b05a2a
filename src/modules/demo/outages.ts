import { z } from 'zod'
import { startOfDay } from '../../shared/days.ts'
import { daysFrom } from './days.ts'
import { workingDay } from './holidays.ts'
import { minuteOf } from './work.ts'

const toldOutage = z.strictObject({
  id: z.string(), day: z.number().int().max(-1), at: z.string(), minutes: z.number().int().min(1), services: z.array(z.string()).min(1), title: z.string(), share: z.number().max(100).optional(), severity: z.string().default(''),
  planned: z.boolean().default(false), told: z.number().int().optional().describe('Days before it began on which it was registered'), record: z.string().optional().describe('A told record that it belongs to'),
})
export type ToldOutage = z.infer<typeof toldOutage>
export const toldOutages = z.array(toldOutage)

/** A row of the list of outages that the desk keeps; times in UTC. */
export function outageRow(told: ToldOutage, today: string, zone: string, keyOf: (name: string) => string): Record<string, string | boolean | string[]> {
  const instant = (day: number, minute: number) => new Date(startOfDay(workingDay(daysFrom(today, day)), zone).getTime() + minute * 60_000).toISOString()
  const began = minuteOf(told.at)
  return {
    key: told.id, services: told.services, start: instant(told.day, began), end: instant(told.day, began + told.minutes), planned: told.planned, title: told.title, severity: told.severity,
    registered: instant(told.day - (told.told ?? 0), told.planned ? 9 * 60 : began + 3), share: told.share === undefined ? '' : `${told.share} %`, record: told.record === undefined ? '' : keyOf(told.record),
  }
}
