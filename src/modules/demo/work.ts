import { z } from 'zod'
import { daysFrom } from './days.ts'
import { workingDay } from './holidays.ts'

const who = z.string().describe('A person, by what stands before the @ of the e-mail address')
const days = z.number().int()
const clockTime = z.string().regex(/^\d\d:\d\d$/, 'Give a time such as 09:14.')

/** A value of a form: plain, or {at: "09:31"}, the instant on the day of the step, or {who: …}, a person. */
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.strictObject({ at: clockTime, day: z.number().int().optional() }), z.strictObject({ who })])
const values = z.record(z.string(), value)
export type ToldValue = z.infer<typeof value>

const about = z.partialRecord(z.enum(['service', 'unit', 'location', 'supplier', 'configurationItem', 'requester']), z.string())

const step = z.strictObject({
  /** Left out: the day of the step before. */
  day: days.optional(), at: clockTime.optional(), by: who.optional(),
  go: z.string().optional().describe('The step that it goes on to, or the short name of the way'),
  assign: who.optional(), fill: values.optional(), about: about.optional(), approve: z.string().optional(), refuse: z.string().optional(), close: z.string().optional(), say: z.string().optional(), mention: z.array(who).default([]),
  link: z.strictObject({ type: z.string(), to: z.string(), standing: z.enum(['candidate', 'confirmed']).default('confirmed') }).optional(),
  attach: z.strictObject({ name: z.string(), text: z.string() }).optional(), watch: z.literal(true).optional(), prioritise: z.string().optional(), rename: z.string().optional(),
  fields: values.optional(), reason: z.string().optional(),
  raises: z.string().optional().describe('What the record that it raises is called further on'),
}).refine((one) => verbs.filter((verb) => one[verb] !== undefined).length === 1, 'A step does one thing.')
export type ToldStep = z.infer<typeof step>

export const verbs = ['go', 'assign', 'fill', 'approve', 'refuse', 'close', 'say', 'link', 'attach', 'watch', 'prioritise', 'rename', 'about'] as const

/** A record and what happens to it; `of`: one that a step of another raised, under that name. */
const told = z.strictObject({
  as: z.string().optional(), of: z.string().optional(), routine: z.string().default(''), title: z.string().default(''), by: who.default(''), day: days.optional(), at: clockTime.optional(),
  item: z.string().optional(), about: about.default({}), from: z.string().optional(), fields: values.default({}), occurred: clockTime.optional(), detected: clockTime.optional(), priority: z.string().optional(),
  steps: z.array(step).default([]),
}).refine((one) => one.of !== undefined || (one.routine !== '' && one.title !== '' && one.by !== '' && one.day !== undefined), 'A record has a routine, a title, who raised it and when.')
export type Told = z.infer<typeof told>

export const toldRecords = z.array(told)

/** One thing of a told record at its moment: the day as told, the working day that it falls on, and minutes since midnight. */
export type ToldMoment = { told: Told; step: ToldStep | null; by: string; day: number; on: string; minute: number }

const morning = 8 * 60
const evening = 16 * 60

export function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number]
  return hours * 60 + minutes
}

/**
 * When each thing of a record happens: on the last working day up to the one that is told, one after another; without a time, some while after
 * the thing before it, or in the course of the day. What would happen today or later is left out.
 */
export function momentsOf(record: Told, today: string, random: () => number): ToldMoment[] {
  const moments: ToldMoment[] = []
  let [day, by, on, minute] = [record.day ?? record.steps[0]?.day ?? -1, record.by, '', 0]
  const place = (step: ToldStep | null, time: string | undefined) => {
    const next = workingDay(daysFrom(today, day))
    const later = next > on
    if (later) on = next
    const drawn = later ? morning + Math.floor(random() * (evening - morning)) : minute + 2 + Math.floor(random() * 20)
    const wanted = time === undefined ? drawn : minuteOf(time)
    minute = later ? wanted : Math.min(Math.max(wanted, minute + 1), 23 * 60 + 59)
    moments.push({ told: record, step, by, day, on, minute })
  }
  if (record.of === undefined) place(null, record.at)
  for (const each of record.steps) {
    day = each.day ?? day
    by = each.by ?? by
    place(each, each.at)
  }
  return moments.filter(({ on: each }) => each < today)
}

/** Moments of records that tell of each other: what is told of a later day comes later, though both fall on one working day. */
export function inOrder(moments: readonly ToldMoment[]): ToldMoment[] {
  return [...Map.groupBy(moments, ({ on }) => on).values()].flatMap((those) => {
    let [floor, last] = [0, 0]
    let told = -Infinity
    return those.sort((a, b) => a.day - b.day || a.minute - b.minute).map((moment) => {
      if (moment.day > told) [floor, told] = [last, moment.day]
      const minute = moment.minute > floor ? moment.minute : ++floor
      last = Math.max(last, minute)
      return { ...moment, minute }
    })
  })
}
