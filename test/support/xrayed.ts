import { describe, expect, it } from 'vitest'
import type { Check } from '../../src/modules/xray/check.ts'
import { xray } from '../../src/modules/xray/xray.ts'
import type { System } from '../../src/shared/system.ts'
import { SystemMaker } from './systems.ts'

/** What one check says of a system, as "KEY message". */
export function told(system: System, check: string): string[] {
  return xray(system).filter((finding) => finding.check === check).map((finding) => `${finding.element ?? '–'} ${finding.message}`)
}

/** A system in which something is wrong; what it answers puts it right. */
export type Case = { broken: (made: SystemMaker) => () => unknown; says: string[]; asOf?: string }

/** Tries every check of a theme on a system that is broken in just that way, and once more when it is mended. */
export function tries(theme: string, checks: readonly Check[], cases: Record<string, Case>): void {
  describe(theme, () => {
    it('is asked nothing that is not tried here', () => {
      expect(Object.keys(cases).sort()).toEqual(checks.map((check) => check.id).sort())
    })
    for (const { id, title } of checks) {
      it(`"${title}" is found, and gone once it is mended`, () => {
        const { broken, says, asOf = '2026-11-23' } = cases[id]!
        const made = new SystemMaker('Northwind', { asOf })
        const mend = broken(made)
        expect(told(made.system, id)).toEqual(says)
        mend()
        expect(told(made.system, id)).toEqual([])
      })
    }
  })
}

/** A link as an element leaves it. */
export function to(type: string, target: { id: string }, more: { for?: string; note?: string } = {}) {
  return { type, to: target.id, ...more }
}
