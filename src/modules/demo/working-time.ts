import { daysFrom } from './days.ts'
import { workingDay } from './holidays.ts'

/** A moment of the demo: days from today and minutes since midnight. */
export type Moment = { day: number; minute: number }

const opens = 7 * 60 + 30
const closes = 16 * 60 + 30

/** The moment so many minutes of service time later: from 07:30 to 16:30 on working days. */
export function later({ day, minute }: Moment, minutes: number, today: string): Moment {
  let left = minutes
  let at = { day, minute: Math.max(minute, opens) }
  while (at.minute + left >= closes) {
    left -= Math.max(0, closes - at.minute)
    at = { day: nextWorkingDay(at.day, today), minute: opens }
  }
  return { day: at.day, minute: at.minute + left }
}

/** True where people of the demo work on the day. */
export function isWorkingDay(day: number, today: string): boolean {
  const on = daysFrom(today, day)
  return workingDay(on) === on
}

function nextWorkingDay(day: number, today: string): number {
  return isWorkingDay(day + 1, today) ? day + 1 : nextWorkingDay(day + 1, today)
}

/** 09:05 for 545. */
export function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
