/** The wall clock of a time zone at an instant, as YYYY-MM-DDTHH:mm; empty for what is no instant. */
export function wallTime(instant: string | null | undefined, timeZone: string | undefined): string {
  const at = new Date(instant ?? '')
  return Number.isNaN(at.getTime()) ? '' : shown(at.getTime(), timeZone)
}

/** The instant at which a time zone's wall clock shows a YYYY-MM-DDTHH:mm, as ISO 8601 in UTC; null for what is no time. In a gap of a clock change the later reading holds. */
export function instantAt(wall: string, timeZone: string | undefined): string | null {
  const wanted = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) ? Date.parse(`${wall}:00Z`) : Number.NaN
  if (Number.isNaN(wanted)) return null
  let at = wanted
  for (let turn = 0; turn < 2; turn++) at += wanted - Date.parse(`${shown(at, timeZone)}:00Z`)
  return new Date(at).toISOString()
}

function shown(ms: number, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(timeZone && { timeZone }) }).formatToParts(ms)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}
