import { inset, leading, notch, type, type StepBox, type WayLine } from './drawing.ts'
import type { Point } from './drawing-layout.ts'
import type { DrawnWay, Drawing, Turn } from './drawing-rows.ts'
import type { Process } from './routine-body.ts'

/** A colour by its meaning; the screen takes it from the theme, a file from the light one. */
export type Tone = Process | 'ink' | 'soft' | 'paper' | 'on kind'

/** One mark on the paper, in pixels. */
export type Shape =
  | { kind: 'line'; d: string; tone: Tone; width: number; dashed: boolean }
  | { kind: 'area'; d: string; tone: Tone; edge?: Tone }
  | { kind: 'ring'; x: number; y: number; radius: number; tone: Tone; fill: Tone }
  | { kind: 'text'; x: number; y: number; text: string; size: number; bold: boolean; tone: Tone; middle: boolean }

const corner = 5

/** A line along points with rounded corners, as the data of a path. */
export function lineThrough(points: readonly Point[]): string {
  return points
    .map((point, at) => {
      const [before, after] = [points[at - 1], points[at + 1]]
      if (!before) return `M${said(point)}`
      if (!after) return `L${said(point)}`
      const radius = Math.min(corner, distance(before, point) / 2, distance(point, after) / 2)
      return `L${said(toward(point, before, radius))}Q${said(point)} ${said(toward(point, after, radius))}`
    })
    .join('')
}

/** The head of an arrow that ends at the last point. */
export function arrowAt(points: readonly Point[]): string {
  const [tip, before] = [points.at(-1), points.at(-2)]
  if (!tip || !before) return ''
  const away = distance(before, tip) || 1
  const [dx, dy] = [(tip.x - before.x) / away, (tip.y - before.y) / away]
  const back = { x: tip.x - 8 * dx, y: tip.y - 8 * dy }
  return `M${said(tip)}L${said({ x: back.x - 3.6 * dy, y: back.y + 3.6 * dx })}L${said({ x: back.x + 3.6 * dy, y: back.y - 3.6 * dx })}Z`
}

/** A small diamond a little after the first point: the way asks something first. */
export function diamondAt(points: readonly Point[]): string {
  const [from, next] = points
  if (!from || !next) return ''
  const middle = toward(from, next, Math.min(9, distance(from, next)))
  return `M${said({ x: middle.x - 5, y: middle.y })}L${said({ x: middle.x, y: middle.y - 4 })}L${said({ x: middle.x + 5, y: middle.y })}L${said({ x: middle.x, y: middle.y + 4 })}Z`
}

/** The outline of a step: a chevron; the last steps end square. */
export function chevron(box: Pick<StepBox, 'width' | 'height' | 'end' | 'first'>, x = 0, y = 0): string {
  const { width, height } = box
  const right = box.end ? `H${n(x + width)}V${n(y + height)}` : `H${n(x + width - notch)}L${n(x + width)} ${n(y + height / 2)}L${n(x + width - notch)} ${n(y + height)}`
  const left = box.first ? 'Z' : `L${n(x + notch)} ${n(y + height / 2)}Z`
  return `M${n(x)} ${n(y)}${right}H${n(x)}${left}`
}

/** Tick of an approval and face of a clock, in a box of ten by ten. */
export const markLines = { approval: 'M1.5 5.5 4 8 8.5 2.5', clock: 'M5 0.8a4.2 4.2 0 1 0 0.01 0M5 2.6V5l1.7 1' } as const

/** Everything on the paper, the lines first. */
export function shapesOf(boxes: readonly StepBox[], lines: readonly WayLine[], drawing: Drawing): Shape[] {
  const ways = drawing.ways.flatMap((way) => {
    const line = lines.find((one) => one.at === way.at)
    return line ? wayShapes(way, line) : []
  })
  const steps = drawing.steps.flatMap((placed) => {
    const box = boxes.find((one) => one.at === placed.at)
    return box ? stepShapes(box, placed.x, placed.y) : []
  })
  return [...ways, ...steps]
}

/** One way with its head, its letters and its words. */
export function wayShapes(way: DrawnWay, line: WayLine): Shape[] {
  const tone: Tone = line.back ? 'soft' : 'ink'
  const { label } = way
  const [first, last] = [way.paths[0], way.paths.at(-1)]
  return [
    ...way.paths.map((points): Shape => ({ kind: 'line', d: lineThrough(points), tone, width: line.back ? 1 : 1.25, dashed: line.guarded })),
    ...(line.guarded && first ? [{ kind: 'area', d: diamondAt(first), tone: 'paper', edge: tone } satisfies Shape] : []),
    ...(last ? [{ kind: 'area', d: arrowAt(last), tone } satisfies Shape] : []),
    ...way.turns.flatMap((turn) => turnShapes(turn, tone)),
    ...(label ? line.label.map((text, at) => words(label.x + label.width / 2, label.y + 11 + at * leading.label, text, type.label, line.back ? 'soft' : 'ink', { middle: true })) : []),
  ]
}

function turnShapes({ x, y, letter }: Turn, tone: Tone): Shape[] {
  return [{ kind: 'ring', x, y, radius: 7, tone, fill: 'paper' }, words(x, y + 3.3, letter, 9.5, tone, { middle: true, bold: true })]
}

/** One step; `plain` leaves the paper white, for one that is not meant yet. */
export function stepShapes(box: StepBox, x: number, y: number, plain = false): Shape[] {
  const lettering: Tone = plain ? 'ink' : 'on kind'
  const left = x + inset.left
  let line = y + inset.top
  const next = (height: number) => {
    line += height
    return line
  }
  return [
    { kind: 'area', d: chevron(box, x, y), tone: plain ? 'paper' : box.process, edge: box.process },
    words(left, next(leading.work) - 3, box.work, type.work, lettering),
    ...box.name.map((text) => words(left, next(leading.name) - 4, text, type.name, lettering, { bold: true })),
    ...box.role.map((text) => words(left, next(leading.role) - 4, text, type.role, lettering)),
    ...box.marks.flatMap((mark): Shape[] => {
      const base = next(leading.mark) - 4
      return [{ kind: 'line', d: shiftedPath(markLines[mark.kind], left, base - 9), tone: lettering, width: 1.3, dashed: false }, words(left + 15, base, mark.text, type.role, lettering)]
    }),
  ]
}

function words(x: number, y: number, text: string, size: number, tone: Tone, { middle = false, bold = false } = {}): Shape {
  return { kind: 'text', x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10, text, size, bold, tone, middle }
}

function shiftedPath(d: string, x: number, y: number): string {
  return d.replace(/([ML])([\d.]+) ([\d.]+)/g, (_, sign: string, px: string, py: string) => `${sign}${n(Number(px) + x)} ${n(Number(py) + y)}`).replace(/V([\d.]+)/g, (_, py: string) => `V${n(Number(py) + y)}`)
}

function said({ x, y }: Point): string {
  return `${n(x)} ${n(y)}`
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function distance(one: Point, other: Point): number {
  return Math.hypot(other.x - one.x, other.y - one.y)
}

function toward(from: Point, to: Point, by: number): Point {
  const whole = distance(from, to) || 1
  return { x: from.x + ((to.x - from.x) * by) / whole, y: from.y + ((to.y - from.y) * by) / whole }
}
