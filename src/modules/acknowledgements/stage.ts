export const reminderKinds = ['appointment', 'acknowledgement', 'decision', 'review', 'meeting', 'ending', 'declined', 'record'] as const
export type ReminderKind = (typeof reminderKinds)[number]
/** Days before something is due, overdue, or for news that are told once. */
export const stages = ['30', '7', '1', 'overdue', 'told'] as const
export type Stage = (typeof stages)[number]

/** Whole days from one day to another; negative when the other lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** The latest stage that a thing due on a day has reached, or null while it is further away than 30 days. */
export function stageOf(dueOn: string, day: string): Stage | null {
  const left = daysBetween(day, dueOn)
  if (left < 0) return 'overdue'
  return left <= 1 ? '1' : left <= 7 ? '7' : left <= 30 ? '30' : null
}

/** What of a reminder names it and how far it is. */
export type Marked = { subject: string; stage: Stage }

/** How a reminder is remembered once it was read. */
export function markOf({ subject, stage }: Marked): string {
  return `${subject}/${stage}`
}
