import type { RecordView } from '../record.contract.ts'

export type ClockView = RecordView['clocks'][number]

/** What a clock says at a moment. `share` of what is allowed that is used (0 to 1), `leftMs` negative when it is late, null where no date is known yet. */
export type ClockNow = { standing: 'runs' | 'waits' | 'met' | 'missed' | 'undated'; state: 'met' | 'watch' | 'missed' | 'unknown'; share: number | null; leftMs: number | null }

/** From three quarters on a clock asks for attention. */
const watchFrom = 0.75
const slackMs = 90_000

/**
 * A clock as it stands at `now`, worked out from an answer given at `answeredAt` (both epoch milliseconds). A clock in service hours goes on
 * between two answers only while nothing closes before it is due; else it stays as it was answered.
 */
export function clockNow(clock: ClockView, answeredAt: number, now: number): ClockNow {
  const dueAt = clock.dueAt === null ? null : Date.parse(clock.dueAt)
  if (clock.stoppedAt !== null) {
    const late = clock.met === false
    const left = dueAt === null ? null : dueAt - Date.parse(clock.stoppedAt)
    return { standing: late ? 'missed' : 'met', state: late ? 'missed' : 'met', share: clock.allowed ? Math.min(clock.used / clock.allowed, 1) : 1, leftMs: left }
  }
  const passed = Math.max(0, now - answeredAt)
  if (clock.allowed === null) return dated(clock, dueAt, now)
  const left = clock.allowed - clock.used
  if (clock.waitsFrom !== null) return judged('waits', left, clock.used / clock.allowed)
  const contiguous = clock.hours === 'elapsed' || (dueAt !== null && Math.abs(dueAt - answeredAt - left) < slackMs)
  const used = clock.used + (contiguous ? passed : 0)
  return judged('runs', clock.allowed - used, used / clock.allowed)
}

function dated(clock: ClockView, dueAt: number | null, now: number): ClockNow {
  if (dueAt === null) return { standing: 'undated', state: 'unknown', share: null, leftMs: null }
  const whole = dueAt - Date.parse(clock.startedAt)
  return judged('runs', dueAt - now, whole > 0 ? 1 - (dueAt - now) / whole : 1)
}

function judged(standing: 'runs' | 'waits', leftMs: number, share: number): ClockNow {
  const state = leftMs < 0 ? 'missed' : share >= watchFrom ? 'watch' : 'unknown'
  return { standing, state, share: Math.min(Math.max(share, 0), 1), leftMs }
}

export type Span = { days: number; hours: number; minutes: number; seconds: number }

/** A length of time in its two largest units; the sign is left out. */
export function spanOf(ms: number): Span {
  const seconds = Math.floor(Math.abs(ms) / 1000)
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3600), Math.floor((seconds % 3600) / 60)]
  if (days > 0) return { days, hours, minutes: 0, seconds: 0 }
  if (hours > 0 || minutes > 0) return { days: 0, hours, minutes, seconds: 0 }
  return { days: 0, hours: 0, minutes: 0, seconds }
}
