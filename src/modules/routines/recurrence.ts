import { addDuration, startOfDay } from '../../shared/days.ts'
import { recurrencePlaces, type RoutineBody, type RoutineRecurrence } from './routine-body.ts'

/** The span that one month's look covers: so many months in a row, the last of which begins on `monthOn` (YYYY-MM-01); days in the organisation's zone. `lastFrom`: when the last month begins. */
export function spanOf(monthOn: string, months: number, zone: string): { from: Date; lastFrom: Date; to: Date } {
  return { from: startOfDay(addDuration(monthOn, `-P${months - 1}M`), zone), lastFrom: startOfDay(monthOn, zone), to: startOfDay(addDuration(monthOn, 'P1M'), zone) }
}

/** How many months that were missed are looked at later. */
const mostMissed = 12

/** The months that have ended and are not looked at yet, oldest first, each as its first day: after the last that was, and none that ended before the routine was in force. */
export function monthsDue(today: string, inForceOn: string, lastOn: string | null): string[] {
  const monthOf = (on: string) => `${on.slice(0, 7)}-01`
  const ended = addDuration(monthOf(today), '-P1M')
  const first = lastOn === null ? (monthOf(inForceOn) > ended ? monthOf(inForceOn) : ended) : addDuration(monthOf(lastOn), 'P1M')
  const earliest = addDuration(ended, `-P${mostMissed - 1}M`)
  const due: string[] = []
  for (let on = first > earliest ? first : earliest; on <= ended; on = addDuration(on, 'P1M')) due.push(on)
  return due
}

/** What of a record is compared: a place beside the form, or a field of it, each with its label and how its values read. */
export type Compared = { id: string; label: string; place: boolean; names: 'element' | 'yes or no' | 'text' }

const placeLabels: Record<(typeof recurrencePlaces)[number], string> = { service: 'Service', configurationItem: 'Configuration item', unit: 'Unit', location: 'Location', supplier: 'Supplier' }

/** What a rule compares, in its order; what the form no longer has is left out. */
export function comparedBy(rule: RoutineRecurrence, body: RoutineBody): Compared[] {
  return rule.same.flatMap((id): Compared[] => {
    const place = recurrencePlaces.find((each) => each === id)
    if (place) return [{ id, label: placeLabels[place], place: true, names: 'element' }]
    const field = body.fields.find((each) => each.id === id)
    return field ? [{ id, label: field.label, place: false, names: field.type === 'element' ? 'element' : field.type === 'yes or no' ? 'yes or no' : 'text' }] : []
  })
}

/** The title of what is raised: what the rule says, what the records have in common, and how many there are. */
export function findingTitle(rule: RoutineRecurrence, same: readonly string[], count: number): string {
  return `${rule.text || rule.name}: ${same.join(', ')} (${count} in ${rule.months === 1 ? 'a month' : `${rule.months} months`})`.slice(0, 300)
}
