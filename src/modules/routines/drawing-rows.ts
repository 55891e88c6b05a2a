import type { Placed, PlacedLabel, PlacedStep, PlacedWay, Point } from './drawing-layout.ts'

/** Where a way leaves one row and goes on in the next: both ends carry the same letter. */
export type Turn = { x: number; y: number; letter: string; leaves: boolean }
export type DrawnWay = { at: number; paths: Point[][]; label: PlacedLabel | null; turns: Turn[] }
export type Drawing = { width: number; height: number; steps: PlacedStep[]; ways: DrawnWay[]; rows: number }

type Span = { from: number; to: number }
type Cut = { x: number; cost: number }

type Shift = (point: Point, row: number) => Point

/** Room at a cut for the letters, in pixels. */
const margin = 24
const ring = 8
const rowGap = 34
const pad = 4
/** What is kept of a way before a cut: its diamond has room. */
const leastStub = 16
/** Empty height that is kept between two things in a row. */
const emptyMost = 22

/** The graph in rows no wider than `width`, cut as lines of a text are where the fewest ways cross; one row where it fits. */
export function inRows(placed: Placed, width: number): Drawing {
  const room = width - 2 * pad
  const cuts = placed.width <= room ? [] : chosenCuts(placed, room)
  const bounds = [-Infinity, ...cuts, Infinity]
  const spans = bounds.slice(1).map((to, at) => ({ from: bounds[at] ?? -Infinity, to }))
  const ways = placed.ways.map((way) => ({ way, pieces: piecesOf(way, spans) }))
  const within = (row: number) => ways.flatMap((way) => way.pieces.filter((piece) => piece.row === row))
  return assembled(placed, spans, ways, spans.map((span, at) => rowOf(placed, span, within(at), at === 0, at === spans.length - 1)))
}

function chosenCuts(placed: Placed, width: number): number[] {
  const columns = columnsOf(placed.steps)
  const cuts = columns.slice(1).map((column, at) => bestCut(placed, { from: columns[at]?.to ?? 0, to: column.from }))
  const stops: Cut[] = [{ x: 0, cost: 0 }, ...cuts, { x: placed.width, cost: 0 }]
  const best: Reached[] = [{ cost: 0, from: 0 }]
  for (let at = 1; at < stops.length; at++) best.push(cheapest(stops, best, at, width))
  const chosen: number[] = []
  for (let at = best.at(-1)?.from ?? 0; at > 0; at = best[at]?.from ?? 0) chosen.unshift(stops[at]?.x ?? 0)
  return chosen
}

/** The least cost of everything left of a stop, and the stop at which its last row begins. */
type Reached = { cost: number; from: number }

function cheapest(stops: readonly Cut[], best: readonly Reached[], at: number, width: number): Reached {
  const { x, cost } = stops[at] ?? { x: 0, cost: 0 }
  const isLast = at === stops.length - 1
  let least: Reached = { cost: Infinity, from: at - 1 }
  for (const [from, start] of [...stops.slice(0, at).entries()].reverse()) {
    const over = x - start.x + (from > 0 ? margin : 0) + (isLast ? 0 : margin) - width
    if (over > 0 && from < at - 1) break
    const empty = isLast ? 0 : Math.max(0, -over) / 60
    const whole = (best[from]?.cost ?? 0) + cost + 8 + Math.max(0, over) + empty
    if (whole < least.cost) least = { cost: whole, from }
  }
  return least
}

/** The spans of x that steps stand in, from left to right. */
function columnsOf(steps: readonly PlacedStep[]): Span[] {
  const columns: Span[] = []
  for (const step of steps.toSorted((one, other) => one.x - other.x)) {
    const last = columns.at(-1)
    if (last && step.x < last.to) last.to = Math.max(last.to, step.x + step.width)
    else columns.push({ from: step.x, to: step.x + step.width })
  }
  return columns
}

/** Where between two columns the fewest ways and words are cut. */
function bestCut(placed: Placed, gap: Span): Cut {
  const labels = placed.ways.flatMap((way) => (way.label ? [way.label] : []))
  const bends = placed.ways.flatMap((way) => way.points.map((point) => point.x))
  const marks = [gap.from + leastStub, gap.to, ...bends, ...labels.flatMap((label) => [label.x, label.x + label.width])].filter((x) => x >= gap.from + leastStub && x <= gap.to).toSorted((one, other) => one - other)
  const candidates = marks.slice(1).flatMap((x, at) => (x - (marks[at] ?? x) >= 6 ? [(x + (marks[at] ?? x)) / 2] : []))
  let best: Cut = { x: (gap.from + gap.to) / 2, cost: Infinity }
  for (const x of candidates) {
    const crossed = placed.ways.reduce((sum, way) => sum + crossings(way, x), 0)
    const words = labels.filter((label) => label.x < x && label.x + label.width > x).length
    const cost = crossed * 3 + words * 4
    if (cost < best.cost) best = { x, cost }
  }
  return best.cost === Infinity ? { ...best, cost: 100 } : best
}

function crossings(way: PlacedWay, x: number): number {
  return way.points.slice(1).filter((point, at) => isBetween(x, way.points[at]?.x ?? x, point.x)).length
}

function isBetween(x: number, one: number, other: number): boolean {
  return (one < x && other >= x) || (one >= x && other < x)
}

type Piece = { row: number; points: Point[]; entersFrom: 'start' | 'cut'; leavesTo: 'end' | 'cut' }

/** A way cut into pieces, each within one row. A piece that only passes through a row, without words in it, is left out. */
function piecesOf(way: PlacedWay, rows: readonly Span[]): Piece[] {
  const rowOf = (x: number) => rows.findIndex((row) => x >= row.from && x < row.to)
  const pieces: Piece[] = []
  let piece: Piece | undefined
  way.points.forEach((point, at) => {
    const before = way.points[at - 1]
    if (!piece || !before) {
      piece = { row: rowOf(point.x), points: [point], entersFrom: 'start', leavesTo: 'end' }
      pieces.push(piece)
      return
    }
    for (const x of cutsBetween(rows, before.x, point.x)) {
      const y = before.y + ((point.y - before.y) * (x - before.x)) / (point.x - before.x || 1)
      piece.points.push({ x, y })
      piece.leavesTo = 'cut'
      piece = { row: piece.row + (point.x > before.x ? 1 : -1), points: [{ x, y }], entersFrom: 'cut', leavesTo: 'end' }
      pieces.push(piece)
    }
    piece.points.push(point)
  })
  const holdsWords = (row: number) => way.label !== null && rowOf(way.label.x + way.label.width / 2) === row
  return pieces.filter((each) => each.entersFrom === 'start' || each.leavesTo === 'end' || holdsWords(each.row))
}

function cutsBetween(rows: readonly Span[], from: number, to: number): number[] {
  const cuts = rows.slice(1).map((row) => row.from)
  return to > from ? cuts.filter((x) => x > from && x <= to) : cuts.filter((x) => x <= from && x > to).reverse()
}

type Row = { left: number; right: number; height: number; /** From y in one long row to y below the top of this one. */ down: (y: number) => number }

function rowOf(placed: Placed, span: Span, pieces: readonly Piece[], isFirst: boolean, isLast: boolean): Row {
  const boxes = [...placed.steps.filter((step) => step.x >= span.from && step.x < span.to), ...placed.ways.flatMap((way) => (way.label && isIn(way.label, span) ? [way.label] : []))]
  const points = pieces.flatMap((piece) => piece.points)
  const xs = [...points.map((point) => point.x), ...boxes.flatMap((box) => [box.x, box.x + box.width])]
  const left = isFirst ? Math.min(0, ...xs) : span.from - margin
  const right = isLast ? Math.max(0, ...xs) : span.to + margin
  return { left, right, ...squeezed([...pieces.flatMap(standing), ...boxes.map((box) => ({ from: box.y, to: box.y + box.height }))]) }
}

/** The heights that the points of a piece take, with room for the letters at its cuts. */
function standing({ points, entersFrom, leavesTo }: Piece): Span[] {
  return points.map(({ y }, at) => {
    const lettered = (at === 0 && entersFrom === 'cut') || (at === points.length - 1 && leavesTo === 'cut')
    return { from: y - (lettered ? ring : 0), to: y + (lettered ? ring : 0) }
  })
}

/** What stands in a row keeps its height; the empty stretches between are taken together. */
function squeezed(spans: readonly Span[]): Pick<Row, 'height' | 'down'> {
  const [first, ...rest] = spans.toSorted((one, other) => one.from - other.from)
  if (!first) return { height: 0, down: () => 0 }
  let reached = first.to
  const gaps: { at: number; by: number }[] = []
  for (const span of rest) {
    if (span.from - reached > emptyMost) gaps.push({ at: span.from, by: span.from - reached - emptyMost })
    reached = Math.max(reached, span.to)
  }
  const down = (y: number) => y - first.from - gaps.reduce((sum, gap) => sum + (y >= gap.at ? gap.by : 0), 0)
  return { height: down(reached), down }
}

function isIn(label: PlacedLabel, row: Span): boolean {
  const middle = label.x + label.width / 2
  return middle >= row.from && middle < row.to
}

function assembled(placed: Placed, spans: readonly Span[], ways: readonly { way: PlacedWay; pieces: Piece[] }[], rows: readonly Row[]): Drawing {
  const tops = rows.map((_, at) => pad + rows.slice(0, at).reduce((sum, row) => sum + row.height + rowGap, 0))
  const shifted: Shift = (point, at) => ({ x: round(point.x + pad - (rows[at]?.left ?? 0)), y: round((tops[at] ?? 0) + (rows[at]?.down(point.y) ?? 0)) })
  const holding = (x: number) => Math.max(0, spans.findIndex((span) => x >= span.from && x < span.to))
  let letters = 0
  return {
    width: round(Math.max(0, ...rows.map((row) => row.right - row.left)) + 2 * pad),
    height: round((tops.at(-1) ?? 0) + (rows.at(-1)?.height ?? 0) + pad),
    rows: rows.length,
    steps: placed.steps.map((step) => ({ ...step, ...shifted(step, holding(step.x)) })),
    ways: ways.map(({ way, pieces }) => {
      const letter = pieces.some((piece) => piece.leavesTo === 'cut') ? letterOf(letters++) : ''
      return { at: way.at, paths: pieces.map((piece) => piece.points.map((point) => shifted(point, piece.row))), label: labelIn(way.label, spans, rows, shifted), turns: pieces.flatMap((piece) => turnsOf(piece, letter, shifted)) }
    }),
  }
}

function labelIn(label: PlacedLabel | null, spans: readonly Span[], rows: readonly Row[], shifted: Shift): PlacedLabel | null {
  if (!label) return null
  const row = Math.max(0, spans.findIndex((each) => isIn(label, each)))
  const [least, most] = [(rows[row]?.left ?? 0) + (row > 0 ? margin : 0), (rows[row]?.right ?? 0) - label.width - (row < rows.length - 1 ? margin : 0)]
  return { ...label, ...shifted({ x: Math.max(least, Math.min(label.x, most)), y: label.y }, row) }
}

function turnsOf(piece: Piece, letter: string, shifted: Shift): Turn[] {
  const [first, last] = [piece.points[0], piece.points.at(-1)]
  const beyond = (point: Point, next: Point | undefined) => ({ x: point.x + (next && next.x > point.x ? -1 : 1) * 11, y: point.y })
  return [
    ...(piece.entersFrom === 'cut' && first ? [{ ...shifted(beyond(first, piece.points[1]), piece.row), letter, leaves: false }] : []),
    ...(piece.leavesTo === 'cut' && last ? [{ ...shifted(beyond(last, piece.points.at(-2)), piece.row), letter, leaves: true }] : []),
  ]
}

function letterOf(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : `${String.fromCharCode(64 + Math.floor(at / 26))}${String.fromCharCode(65 + (at % 26))}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
