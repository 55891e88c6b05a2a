import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lostTime, percentDown, plannedWindows, standingOf, weightedMs, type Outage } from './outage.ts'
import { lengthOf } from './spans.ts'

const hour = 3_600_000
const outage = (from: number, to: number | null, more: Partial<Outage> = {}): Outage => ({
  serviceId: 'service', startedAt: from * hour, endedAt: to === null ? null : to * hour, planned: null, registeredAt: from * hour, share: null, ...more,
})
const planned = (from: number, to: number, registered: number, end = to): Outage => outage(from, end, { planned: { from: from * hour, to: to * hour }, registeredAt: registered * hour })
const day = { from: 0, to: 24 * hour }
const now = 48 * hour

describe('lost time', () => {
  it('counts the union of outages, never their sum', () => {
    const { lostMs, agreedMs, availability, outages } = lostTime({ outages: [outage(1, 3), outage(2, 4), outage(10, 11)], period: day, now })
    expect([lostMs, agreedMs]).toEqual([4 * hour, 24 * hour])
    expect(availability).toBeCloseTo(1 - 4 / 24, 12)
    expect(outages.map(({ ms }) => ms / hour)).toEqual([2, 2, 1])
  })

  it('is cut at the edges of the period, and an outage that goes on ends now', () => {
    expect(lostTime({ outages: [outage(-5, 2), outage(23, 30)], period: day, now }).lostMs).toBe(3 * hour)
    expect(lostTime({ outages: [outage(20, null)], period: day, now: 22 * hour })).toMatchObject({ lostMs: 2 * hour, agreedMs: 22 * hour })
  })

  it('leaves out planned work that was registered before it began, from both sides of the fraction', () => {
    const work = planned(2, 4, 1)
    expect(lostTime({ outages: [work, outage(3, 6)], period: day, now })).toMatchObject({ lostMs: 2 * hour, agreedMs: 22 * hour, leftOutMs: 2 * hour })
    expect(lostTime({ outages: [work, outage(3, 6)], period: day, now, leaveOutPlanned: false })).toMatchObject({ lostMs: 4 * hour, agreedMs: 24 * hour, leftOutMs: 0 })
  })

  it('leaves out nothing that was registered as it began or later', () => {
    expect([planned(2, 4, 1), planned(2, 4, 2), planned(2, 4, 3)].map(standingOf)).toEqual(['planned', 'registered late', 'registered late'])
    expect(lostTime({ outages: [planned(2, 4, 2)], period: day, now }).lostMs).toBe(2 * hour)
  })

  it('counts what lasts beyond the announced window', () => {
    expect(lostTime({ outages: [planned(2, 4, 1, 7)], period: day, now })).toMatchObject({ lostMs: 3 * hour, agreedMs: 22 * hour })
  })

  it('counts only agreed hours, and where nothing is agreed there is no availability, never 100 %', () => {
    const windows = [{ from: 8 * hour, to: 16 * hour }]
    expect(lostTime({ outages: [outage(6, 9)], period: day, now, windows })).toMatchObject({ lostMs: hour, agreedMs: 8 * hour, availability: 1 - 1 / 8 })
    expect(lostTime({ outages: [], period: day, now, windows: [] }).availability).toBeNull()
    expect(lostTime({ outages: [], period: { from: now + hour, to: now + 2 * hour }, now }).availability).toBeNull()
    expect(lostTime({ outages: [planned(0, 24, -1)], period: day, now }).availability).toBeNull()
  })

  it('shows outages for a share of the users apart, weighted with the largest share at each moment', () => {
    const some = [outage(1, 3, { share: 0.5 }), outage(2, 4, { share: 0.25 }), outage(2, 3, { share: 1 })]
    expect(lostTime({ outages: some, period: day, now, partial: 'shown apart' })).toMatchObject({ lostMs: hour, partialMs: (0.5 + 0.25) * hour })
    expect(lostTime({ outages: some, period: day, now }).lostMs).toBe(3 * hour)
  })

  it('reads 99.99 where it is 99.999: a figure is never rounded up', () => {
    expect([percentDown(0.99999), percentDown(1), percentDown(0.9999), percentDown(0.57, 2), percentDown(0.123456, 3)]).toEqual(['99.99', '100.00', '99.99', '57.00', '12.345'])
  })
})

const some = fc.record({
  from: fc.integer({ min: 0, max: 40 }), length: fc.integer({ min: 1, max: 12 }), open: fc.boolean(), work: fc.boolean(), notice: fc.integer({ min: -5, max: 5 }), share: fc.constantFrom(null, 0.1, 0.5, 1),
}).map(({ from, length, open, work, notice, share }) =>
  work ? { ...planned(from, from + length, from - notice), share } : outage(from, open ? null : from + length, { share }))

describe('the laws of lost time', () => {
  const period = { from: 5 * hour, to: 30 * hour }

  it('it lies between nothing and all that is agreed, and its stretches add up to it', () => {
    fc.assert(fc.property(fc.array(some, { maxLength: 8 }), fc.integer({ min: 0, max: 50 }), (outages, at) => {
      const answer = lostTime({ outages, period, now: at * hour })
      expect(answer.lostMs).toBeGreaterThanOrEqual(0)
      expect(answer.lostMs).toBeLessThanOrEqual(answer.agreedMs)
      expect(answer.stretches.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(answer.lostMs)
      expect(answer.availability).toBe(answer.agreedMs > 0 ? 1 - answer.lostMs / answer.agreedMs : null)
    }))
  })

  it('the same outage twice changes nothing, and one more outage never makes it shorter', () => {
    fc.assert(fc.property(fc.array(some, { maxLength: 8 }), fc.integer({ min: 6, max: 28 }), (outages, from) => {
      const ask = (of: Outage[]) => lostTime({ outages: of, period, now }).lostMs
      expect(ask([...outages, ...outages])).toBe(ask(outages))
      expect(ask([...outages, outage(from, from + 2)])).toBeGreaterThanOrEqual(ask(outages))
    }))
  })

  it('parts of a period add up to the period', () => {
    fc.assert(fc.property(fc.array(some, { maxLength: 8 }), fc.integer({ min: 5, max: 30 }), (outages, cut) => {
      const ask = (from: number, to: number) => lostTime({ outages, period: { from: from * hour, to: to * hour }, now })
      const [first, second, whole] = [ask(5, cut), ask(cut, 30), ask(5, 30)]
      expect(first.lostMs + second.lostMs).toBe(whole.lostMs)
      expect(first.agreedMs + second.agreedMs).toBe(whole.agreedMs)
    }))
  })

  it('leaving out planned work never makes the lost time longer, and late registrations leave out nothing', () => {
    fc.assert(fc.property(fc.array(some, { maxLength: 8 }), (outages) => {
      expect(lostTime({ outages, period, now }).lostMs).toBeLessThanOrEqual(lostTime({ outages, period, now, leaveOutPlanned: false }).lostMs)
      const late = outages.map((each) => ({ ...each, registeredAt: each.startedAt }))
      expect(plannedWindows(late)).toEqual([])
      expect(lostTime({ outages: late, period, now })).toEqual({ ...lostTime({ outages: late, period, now, leaveOutPlanned: false }) })
    }))
  })

  it('weighted time is at most the time itself, and equal to it where all users were hit', () => {
    fc.assert(fc.property(fc.array(some, { maxLength: 8 }), (outages) => {
      const all = weightedMs(outages.map((each) => ({ ...each, share: 1 })), [period], now)
      expect(all).toBe(lengthOf(lostTime({ outages, period, now, leaveOutPlanned: false }).stretches))
      expect(weightedMs(outages, [period], now)).toBeLessThanOrEqual(all + 1e-6)
    }))
  })
})
