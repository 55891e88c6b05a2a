import ELK from 'elkjs/lib/elk.bundled.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { englishWords } from './drawing.ts'
import type { PlacedStep } from './drawing-layout.ts'
import { laidOut, svgOf, type LaidOut } from './drawing-svg.ts'
import { brokenLines, widthOf } from './lettering.ts'
import { processes, routineBody, type RoutineBody } from './routine-body.ts'

const elk = new ELK.default()
const draw = (body: RoutineBody, width: number): Promise<LaidOut> => laidOut(body, englishWords, (graph) => elk.layout(graph), width)

const bodies = fc.integer({ min: 1, max: 14 }).chain((count) => {
  const place = fc.integer({ min: 0, max: count - 1 })
  const step = fc.record({ name: fc.string({ maxLength: 60 }), process: fc.constantFrom(...processes), end: fc.boolean() })
  const way = fc.record({ from: place, to: place, name: fc.string({ minLength: 1, maxLength: 40 }), guard: fc.constantFrom('', 'true') })
  return fc.record({ steps: fc.array(step, { minLength: count, maxLength: count }), ways: fc.array(way, { maxLength: 24 }) }).map(({ steps, ways }) =>
    routineBody.parse({
      steps: steps.map((one, at) => ({ ...one, id: `s${at}`, name: one.name.trim() || 'Step', role: 'ROL-1' })),
      transitions: ways.filter(({ from, to }) => from !== to).map(({ from, to, name, guard }) => ({ from: `s${from}`, to: `s${to}`, name: name.trim() || 'go', guard })),
    }))
})

const chain = (count: number) => routineBody.parse({
  steps: Array.from({ length: count }, (_, at) => ({ id: `s${at}`, name: `Step ${at}`, process: 'operate', role: 'ROL-1', end: at === count - 1 })),
  transitions: Array.from({ length: count - 1 }, (_, at) => ({ from: `s${at}`, to: `s${at + 1}`, name: 'go on' })),
})

function overlap(one: PlacedStep, other: PlacedStep): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height
}

describe('a drawn routine', () => {
  it('shows every step once, none over another, and every way from the right of its step to the left of the next', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(360, 820, 1400, 100_000), async (body, width) => {
        const { boxes, lines, drawing } = await draw(body, width)
        expect(drawing.steps.map((step) => step.at).toSorted((one, other) => one - other)).toEqual(body.steps.map((_, at) => at))
        for (const [at, step] of drawing.steps.entries()) for (const other of drawing.steps.slice(at + 1)) expect(overlap(step, other)).toBe(false)
        expect(drawing.ways.map((way) => way.at)).toEqual(lines.map((line) => line.at))
        for (const way of drawing.ways) {
          const line = lines.find((one) => one.at === way.at)!
          const [from, to] = [drawing.steps.find((step) => step.at === line.from)!, drawing.steps.find((step) => step.at === line.to)!]
          const [first, last] = [way.paths[0]![0]!, way.paths.at(-1)!.at(-1)!]
          expect(first.x).toBeGreaterThan(from.x + from.width / 2)
          expect(last.x).toBeLessThan(to.x + to.width / 2)
          for (const [point, step] of [[first, from], [last, to]] as const) expect(point.y >= step.y - 1 && point.y <= step.y + step.height + 1).toBe(true)
          expect(way.turns.length % 2).toBe(0)
        }
        expect(boxes).toHaveLength(body.steps.length)
      }),
      { numRuns: 40 },
    )
  })

  it('breaks fourteen steps into rows that fit the page, and gives what goes on in the next row one letter', async () => {
    const { drawing } = await draw(chain(14), 820)
    expect(drawing.width).toBeLessThanOrEqual(820)
    expect(drawing.rows).toBeGreaterThan(2)
    const letters = drawing.ways.flatMap((way) => way.turns.map((turn) => turn.letter))
    expect(new Set(letters).size).toBe(drawing.rows - 1)
    expect(letters).toHaveLength(2 * (drawing.rows - 1))
  })

  it('stays in one row where it fits', async () => {
    const { drawing } = await draw(chain(3), 1400)
    expect(drawing).toMatchObject({ rows: 1 })
    expect(drawing.ways.flatMap((way) => way.turns)).toEqual([])
  })

  it('is the same file for the same routine, and takes no mark-up from what people wrote', async () => {
    const body = chain(4)
    body.steps[0]!.name = '<script>&"'
    const [one, two] = [svgOf('A & B', await draw(body, 1000)), svgOf('A & B', await draw(body, 1000))]
    expect(one).toBe(two)
    expect(one).toContain('<title>A &amp; B</title>')
    expect(one).not.toContain('<script')
  })
})

describe('lettering', () => {
  it('never makes a line wider than it may be, whatever the words', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.integer({ min: 40, max: 200 }), (text, width) => {
      const lines = brokenLines(text, width, 13, 3, true)
      expect(lines.length).toBeLessThanOrEqual(3)
      for (const line of lines) expect(widthOf(line, 13, true) <= width || [...line].length <= 2).toBe(true)
    }))
  })

  it('says with an ellipsis that words were left out', () => {
    expect(brokenLines('Hand the room over to whoever moves in and say so', 80, 13, 2)).toEqual(['Hand the', 'room over…'])
  })
})
