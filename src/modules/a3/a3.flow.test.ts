import { describe, expect, it } from 'vitest'
import { fjordvik } from '../../../test/support/fjordvik.ts'
import { flowFrom } from './a3.flow.ts'
import { a3Page } from './a3.ts'

describe('the routines of the A3', () => {
  const system = fjordvik()
  const [incident] = a3Page(system).routines
  const day = (opened: number, on: string) => ({ routineId: incident!.routine.id, day: on, opened })

  it('show how many records each took in over the 90 days before, and its course in nine stretches', () => {
    expect(flowFrom('2026-11-23')).toBe('2026-08-25')
    const page = a3Page(system, undefined, { risks: [], opened: [day(4, '2026-08-25'), day(2, '2026-09-03'), day(1, '2026-09-04'), day(7, '2026-11-22')] })
    expect(page.routines[0]!.records).toEqual({ count: 14, trend: [6, 1, 0, 0, 0, 0, 0, 0, 7] })
    expect(page.routines[1]!.records).toEqual({ count: 0, trend: [] })
    expect(page.notes.records).toBeNull()
  })

  it('count neither the day itself, which is not over, nor what lies before', () => {
    const page = a3Page(system, undefined, { risks: [], opened: [day(4, '2026-08-24'), day(2, '2026-11-23')] })
    expect(page.routines.every((row) => row.records === null)).toBe(true)
    expect(page.notes.records).toBe('no records in the 90 days before')
  })
})
