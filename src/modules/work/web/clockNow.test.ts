import { describe, expect, it } from 'vitest'
import { clockNow, spanOf, type ClockView } from './clockNow.ts'

const at = (time: string) => Date.parse(`2026-03-02T${time}:00Z`)
const hour = 3_600_000

function clock(given: Partial<ClockView>): ClockView {
  return { clock: 'restore', name: 'Restore', hours: 'elapsed', target: '4 h', startedAt: '2026-03-02T08:00:00Z', stoppedAt: null, waitsFrom: null, dueAt: '2026-03-02T12:00:00Z', met: null, used: hour, allowed: 4 * hour, segments: [], ...given }
}

describe('a clock on the screen', () => {
  it('goes on between two answers', () => {
    expect(clockNow(clock({}), at('09:00'), at('09:30'))).toMatchObject({ standing: 'runs', state: 'unknown', leftMs: 2.5 * hour })
  })

  it('asks for attention from three quarters on, and is missed once nothing is left', () => {
    expect(clockNow(clock({}), at('09:00'), at('11:00')).state).toBe('watch')
    expect(clockNow(clock({}), at('09:00'), at('12:01'))).toMatchObject({ state: 'missed', leftMs: -60_000, share: 1 })
  })

  it('stands still while it waits', () => {
    expect(clockNow(clock({ waitsFrom: '2026-03-02T09:00:00Z', dueAt: null }), at('09:00'), at('11:59'))).toMatchObject({ standing: 'waits', leftMs: 3 * hour })
  })

  it('in service hours goes on only while nothing closes before it is due', () => {
    const open = clock({ hours: 'service hours' })
    expect(clockNow(open, at('09:00'), at('09:10')).leftMs).toBe(3 * hour - 600_000)
    expect(clockNow({ ...open, dueAt: '2026-03-03T09:00:00Z' }, at('09:00'), at('09:10')).leftMs).toBe(3 * hour)
  })

  it('that was stopped says whether it was met, and by how much', () => {
    expect(clockNow(clock({ stoppedAt: '2026-03-02T11:00:00Z', met: true }), at('09:00'), at('18:00'))).toMatchObject({ standing: 'met', leftMs: hour })
    expect(clockNow(clock({ stoppedAt: '2026-03-02T13:00:00Z', met: false }), at('09:00'), at('18:00'))).toMatchObject({ standing: 'missed', leftMs: -hour })
  })

  it('without a date says so, and with a date alone counts to it', () => {
    expect(clockNow(clock({ allowed: null, dueAt: null }), at('09:00'), at('09:00'))).toMatchObject({ standing: 'undated', share: null })
    expect(clockNow(clock({ allowed: null }), at('09:00'), at('10:00'))).toMatchObject({ leftMs: 2 * hour, share: 0.5 })
  })
})

describe('a length of time', () => {
  it('is said in its two largest units', () => {
    expect(spanOf(3 * 86_400_000 + 5 * hour + 60_000)).toEqual({ days: 3, hours: 5, minutes: 0, seconds: 0 })
    expect(spanOf(-(21 * hour + 600_000))).toEqual({ days: 0, hours: 21, minutes: 10, seconds: 0 })
    expect(spanOf(40_000)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 40 })
  })
})
