import { describe, expect, test } from 'vitest'
import { demandForward, steadyClock } from './clock.ts'

describe('the clock', () => {
  test('does not follow a small step back, and goes on once the time has caught up', () => {
    let machine = 1_000_000
    const now = steadyClock(() => machine)
    const at = (ms: number) => {
      machine = ms
      return now().getTime()
    }
    expect([at(1_000_000), at(998_000), at(999_999), at(1_000_001)]).toEqual([1_000_000, 1_000_000, 1_000_000, 1_000_001])
  })

  test('follows a step back of more than a minute, so that it shows', () => {
    let machine = 1_000_000
    const now = steadyClock(() => machine)
    now()
    machine -= 60_001
    expect(now().getTime()).toBe(939_999)
  })

  test('may be a minute behind the last change, and no more', () => {
    const last = new Date('2026-03-02T09:00:00Z')
    expect(() => demandForward(new Date('2026-03-02T08:59:00Z'), last)).not.toThrow()
    expect(() => demandForward(new Date('2026-03-02T09:00:00Z'), null)).not.toThrow()
    expect(() => demandForward(new Date('2026-03-01T09:00:00Z'), last)).toThrow('The clock of this machine shows 2026-03-01 09:00 UTC, and the last change was recorded at 2026-03-02 09:00 UTC. Set the clock right; nothing was changed.')
  })
})
