import { brokenLines, widthOf } from './lettering.ts'
import type { ClockMoment, Process, RoutineBody, RoutineClock, RoutineStep } from './routine-body.ts'

/** What of a routine is drawn. */
export type Drawn = Pick<RoutineBody, 'steps' | 'transitions' | 'clocks' | 'fields'>

export type StepMark = { kind: 'clock' | 'approval'; text: string }

/** A step as it is drawn: its words in lines that fit, and how large it is, in pixels at 100 %. */
export type StepBox = {
  id: string
  /** Its place in the list of steps. */
  at: number
  process: Process
  first: boolean
  end: boolean
  work: string
  name: string[]
  role: string[]
  marks: StepMark[]
  width: number
  height: number
}

/** A transition as it is drawn. A way that is called as the step it leads to needs no words. */
export type WayLine = {
  /** Its place in the list of transitions, and those of its two ends in the list of steps. */
  at: number
  from: number
  to: number
  guarded: boolean
  /** True when it leads to a step that is listed earlier: it is drawn from right to left. */
  back: boolean
  after: '' | 'approval' | 'refusal'
  label: string[]
  labelWidth: number
  labelHeight: number
}

/** Words for what the body keeps as keys and names, in the language of whoever looks. */
export type DrawingWords = {
  roleOf: (key: string) => string
  workOf: (process: Process) => string
  unnamed: string
  noRole: string
}

export const englishWords: DrawingWords = {
  roleOf: (key) => key,
  workOf: (process) => `${process.charAt(0).toUpperCase()}${process.slice(1)}`,
  unnamed: 'Step without a name',
  noRole: 'no role yet',
}

export const type = { name: 13, role: 11.5, work: 10.5, label: 11.5 } as const
export const leading = { name: 17, role: 15, work: 14, mark: 15, label: 14 } as const
export const notch = 10
export const inset = { left: 20, right: 14, top: 7, bottom: 8 } as const
const boxWidth = 158
const labelMost = 104
const wayApart = 16

/** The steps with their words and sizes, in the order of the body. */
export function stepBoxes(body: Drawn, words: DrawingWords): StepBox[] {
  return body.steps.map((step, at) => boxOf(body, step, at, words))
}

function boxOf(body: Drawn, step: RoutineStep, at: number, words: DrawingWords): StepBox {
  const width = boxWidth - inset.left - inset.right
  const name = brokenLines(step.name || words.unnamed, width, type.name, 3, true)
  const role = brokenLines(step.role ? words.roleOf(step.role) : words.noRole, width, type.role, 2)
  const marks = [...approvalMarks(step, width), ...clockMarks(body, step, at, width)]
  // Ways that leave or reach it one under another stand apart.
  const ways = Math.max(body.transitions.filter((way) => way.from === step.id).length, body.transitions.filter((way) => way.to === step.id).length)
  const height = inset.top + inset.bottom + leading.work + name.length * leading.name + role.length * leading.role + marks.length * leading.mark
  return { id: step.id, at, process: step.process, first: at === 0, end: step.end, work: words.workOf(step.process), name, role, marks, width: boxWidth, height: Math.max(64, height, (ways + 1) * wayApart) }
}

const markIndent = 15

function approvalMarks(step: RoutineStep, width: number): StepMark[] {
  const texts = step.approvals.map((each) => (each.need > 1 ? `${each.name} (${each.need})` : each.name))
  return marksOf('approval', texts, width)
}

function clockMarks(body: Drawn, step: RoutineStep, at: number, width: number): StepMark[] {
  return marksOf('clock', body.clocks.filter((clock) => startsIn(body, clock, step, at)).map((clock) => clock.name), width)
}

function marksOf(kind: StepMark['kind'], texts: readonly string[], width: number): StepMark[] {
  const shown = texts.length > 2 ? [texts[0] ?? '', `+ ${texts.length - 1}`] : texts
  return shown.map((text) => ({ kind, text: brokenLines(text, width - markIndent, type.role, 1)[0] ?? '' }))
}

/** Whether a clock begins in a step: by entering or leaving it, or by an instant that it sets. */
function startsIn(body: Drawn, clock: RoutineClock, step: RoutineStep, at: number): boolean {
  return momentIn(body, clock.start, step, at)
}

function momentIn(body: Drawn, moment: ClockMoment, step: RoutineStep, at: number): boolean {
  if (moment.at === 'entering' || moment.at === 'leaving') return moment.of === step.id
  if (moment.at === 'field') return step.required.includes(moment.of)
  if (moment.of === 'opened') return at === 0
  const byField = body.fields.filter((field) => field.sets === moment.of).map((field) => field.id)
  return step.sets.some((name) => name === moment.of) || step.required.some((id) => byField.includes(id))
}

const afterMarks = { '': '', approval: '✓ ', refusal: '✕ ' } as const

/** The ways between known steps, with their words. */
export function wayLines(body: Drawn): WayLine[] {
  return body.transitions.flatMap((each, at) => {
    const from = body.steps.findIndex((step) => step.id === each.from)
    const to = body.steps.findIndex((step) => step.id === each.to)
    if (from < 0 || to < 0) return []
    const words = `${afterMarks[each.after]}${each.name === body.steps[to]?.name ? '' : each.name}`
    const label = brokenLines(words, labelMost, type.label, 3)
    const labelWidth = Math.max(0, ...label.map((line) => widthOf(line, type.label))) + (label.length > 0 ? 6 : 0)
    return [{ at, from, to, guarded: each.guard !== '', back: to < from, after: each.after, label, labelWidth, labelHeight: label.length * leading.label }]
  })
}
