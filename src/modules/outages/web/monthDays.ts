const dayMs = 86_400_000

/** The days that a calendar shows around a day: its week from Monday on, or the whole weeks of its month, as YYYY-MM-DD. */
export function daysShown(on: string, view: 'week' | 'month'): string[] {
  const at = Date.parse(`${on}T00:00:00Z`)
  const first = view === 'week' ? at : Date.parse(`${on.slice(0, 7)}-01T00:00:00Z`)
  const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * dayMs
  const count = view === 'week' ? 7 : weeksOf(first, monday) * 7
  return Array.from({ length: count }, (_, i) => new Date(monday + i * dayMs).toISOString().slice(0, 10))
}

function weeksOf(first: number, monday: number): number {
  const date = new Date(first)
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return Math.ceil(((first - monday) / dayMs + days) / 7)
}

/** The day a week or a month before or after a day. */
export function turned(on: string, view: 'week' | 'month', step: 1 | -1): string {
  const at = new Date(`${on}T00:00:00Z`)
  if (view === 'week') return new Date(at.getTime() + step * 7 * dayMs).toISOString().slice(0, 10)
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + step, 1)).toISOString().slice(0, 10)
}
