import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { fjordvik } from '../../../test/support/fjordvik.ts'
import { catalogue, crowded, SystemMaker } from '../../../test/support/systems.ts'
import { a3Pdf } from './a3.paper.ts'
import { a3Page } from './a3.ts'

const page = a3Page(fjordvik())
const reader = 'pdftotext'
const raw = async (...given: Parameters<typeof a3Pdf>) => Buffer.from(await a3Pdf(...given)).toString('latin1')

describe('the A3 on paper', () => {
  it('is one landscape A3 page, whatever the system holds', async () => {
    for (const system of [fjordvik(), new SystemMaker('Empty').system, catalogue(), catalogue(1000, 200, 700, 90), crowded(8, 3), crowded(114, 12), crowded(55, 40, 15)]) {
      const pdf = await raw(a3Page(system))
      const boxes = [...pdf.matchAll(/\/MediaBox\s*\[([^\]]*)\]/g)].map((box) => box[1]!.trim().split(/\s+/).map(Number))
      expect(boxes).toHaveLength(1)
      expect(boxes[0]![2]! / 72 * 25.4).toBeCloseTo(420, 2)
      expect(boxes[0]![3]! / 72 * 25.4).toBeCloseTo(297, 2)
    }
  })

  it('is the same to the byte for the same page and instant, and carries that instant', async () => {
    const at = new Date('2026-11-23T10:00:00Z')
    const first = await raw(page, at)
    await a3Pdf(a3Page(catalogue()))
    expect(await raw(page, at)).toBe(first)
    expect(first).toContain('D:20261123100000')
    expect(await raw(page, new Date('2026-11-24T10:00:00Z'))).not.toBe(first)
  })

  it('dates itself at the beginning of its day in the organisation’s time zone unless told otherwise', async () => {
    expect(await raw(page)).toContain('D:20261122230000')
  })

  it('carries the bundled fonts only', async () => {
    const fonts = [...(await raw(page)).matchAll(/\/BaseFont\s*\/[A-Z]{6}\+([\w-]+)/g)].map((font) => font[1])
    expect([...new Set(fonts)].sort()).toEqual(['Inter-Medium', 'Inter-Regular', 'Inter-SemiBold', 'SourceSerif4-Bold'])
  })

  it.skipIf(spawnSync(reader, ['-v']).error)('is real text that says what is missing (skipped where pdftotext is absent)', async () => {
    const text = execFileSync(reader, ['-layout', '-', '-'], { input: await a3Pdf(a3Page(catalogue())), encoding: 'utf8' })
    for (const words of ['Northwind Platform', '42 services name no team · 2 name only an unknown one', 'services more, none of them stated', 'No routines yet: begin with incident and change.']) expect(text).toContain(words)
  })
})
