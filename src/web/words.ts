import { i18n } from '@lingui/core'

/** A day as people write it: 3 March 2026. */
export function dayInWords(day: string | null | undefined, form: 'long' | 'short' = 'long'): string {
  if (!day) return ''
  const at = new Date(`${day.slice(0, 10)}T12:00:00Z`)
  if (Number.isNaN(at.getTime())) return day
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: form, year: 'numeric', timeZone: 'UTC' }).format(at)
}

/** An instant in the reader's time zone: 3 Mar 2026, 14:05. */
export function instantInWords(instant: string | null | undefined, timeZone?: string): string {
  if (!instant) return ''
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone ? { timeZone } : {}),
  }).format(at)
}

export function numberInWords(value: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 6 }).format(value)
}

/** The first letter large, as a heading or a button begins. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase(i18n.locale) + text.slice(1)
}

// English days read "3 March 2026" whatever the machine's country is.
function locale(): string {
  return i18n.locale === 'en' ? 'en-GB' : i18n.locale
}
