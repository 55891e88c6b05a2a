import type { A3Page, Gap, MeasureRow, PolicyRow, ReviewRow, RoleRow, RoutineRow } from './a3.contract.ts'
import { textWidth, wrap } from './a3.metrics.ts'
import { sheet } from './a3.sheet.ts'
import { planScope, scopeNeed, type ScopePlan } from './a3.thin.scope.ts'
import { many, numberText, roleGap } from './a3.words.ts'

export type PolicyPlan = {
  /** False: one line per policy. */
  full: boolean
  rows: { row: PolicyRow; height: number; /** White above the first line. */ pad: number; principles: { text: string; lines: number }[]; hidden: number }[]
  more: string | null
}
export type RolePlan = { rowHeight: number; twoLines: boolean; rows: RoleRow[]; more: string | null; gaps: GapLine[] }
/** One line of gaps and the names of those that it speaks of. */
export type GapLine = { text: string; names: Gap['gap'][] }
export type RoutinePlan = { rowHeight: number; chevron: number; rows: { row: RoutineRow; steps: number }[]; rest: RoutineRow[]; moreRest: string | null }
export type MeasurePlan = { rowHeight: number; twoLines: boolean; rows: MeasureRow[]; more: string | null }
export type ReviewPlan = { size: number; rows: ReviewRow[]; more: string | null }

/** What one A3 sheet shows of a page: heights of the two bands in px, and for each block the rows that fit and what is left out, in words. */
export type A3Plan = {
  top: number
  bottom: number
  nameSize: number
  scope: ScopePlan
  policies: PolicyPlan
  roles: RolePlan
  routines: RoutinePlan
  measures: MeasurePlan
  reviews: ReviewPlan
}

const line = 17
const least = 296

/** Thins a page out to one A3 sheet, whatever it holds: the most critical first, and no gap without saying so. Print and PDF both follow it. */
export function planA3(page: A3Page): A3Plan {
  const top = topHeight(page)
  const bottom = sheet.bandsHeight - top
  const policies = planPolicies(page.policies, top - sheet.heading)
  return {
    top, bottom,
    nameSize: [38, 32, 26, 21].find((size) => textWidth(page.organisation.name, size, 'semibold') * 1.06 <= 460) ?? 21,
    scope: planScope(page, top, Math.max(top, sheet.heading + unclamped(policies))),
    policies,
    roles: planRoles(page, top - sheet.heading),
    routines: planRoutines(page.routines, bottom - sheet.heading),
    measures: planMeasures(page.measures, bottom - sheet.heading),
    reviews: planReviews(page.reviews, bottom - sheet.heading),
  }
}

/** The usual split where both bands fit it; otherwise the band that needs less gives room to the other. */
function topHeight(page: A3Page): number {
  const topNeed = Math.max(scopeNeed(page), sheet.heading + page.policies.length * 62, sheet.heading + page.roles.length * 45 + gapLines(page.gaps).length * line)
  const measures = page.measures.length * 50
  const bottomNeed = sheet.heading + Math.max(page.routines.length > 0 ? Math.min(8, page.routines.length) * 34 + 52 : 40, measures, page.reviews.length > 0 ? 300 : 40)
  const total = sheet.bandsHeight
  const usual = 382
  if (topNeed + bottomNeed <= total) return Math.min(Math.max(usual, topNeed), total - bottomNeed)
  if (bottomNeed <= least) return total - bottomNeed
  if (topNeed <= least) return topNeed
  return Math.round(Math.min(Math.max((total * topNeed) / (topNeed + bottomNeed), least), total - Math.max(least, Math.min(bottomNeed, 340))))
}

const policyLevels = [[99, 2], [4, 2], [4, 1], [3, 1], [2, 1], [1, 1]] as const
const policyWidth = sheet.columns.policies - 182

function airier(rows: PolicyPlan['rows'], spare: number): PolicyPlan['rows'] {
  const extra = Math.min(12, Math.floor(spare / Math.max(1, rows.length)))
  return rows.map((row) => ({ ...row, height: row.height + extra, pad: row.pad + extra / 2 }))
}

/** Policies in their order; all of them with fewer principles before fewer of them. */
export function planPolicies(policies: readonly PolicyRow[], height: number): PolicyPlan {
  for (const [most, lines] of policyLevels) {
    const rows = policies.map((row) => policyRow(row, most, lines))
    const spare = height - rows.reduce((sum, row) => sum + row.height, 0)
    if (spare >= 0) return { full: true, rows: airier(rows, spare), more: null }
  }
  const rowHeight = evenly(policies.length, height, 25, 34)
  const fits = Math.floor((height - line) / rowHeight)
  const kept = new Set([...policies].sort(weight).slice(0, policies.length * rowHeight <= height ? policies.length : fits))
  const rows = policies.filter((row) => kept.has(row)).map((row) => ({ row, height: rowHeight, pad: 4, principles: rulesOf(row).slice(0, 1).map((text) => ({ text, lines: 1 })), hidden: Math.max(0, rulesOf(row).length - 1) }))
  return { full: false, rows, more: morePolicies(policies.filter((row) => !kept.has(row))) }
}

/** Height in px of the policies where every rule that is shown is shown whole, as on the screen. */
function unclamped({ full, rows }: PolicyPlan): number {
  const rules = (row: PolicyPlan['rows'][number]) => row.principles.reduce((sum, one) => sum + wrap(one.text, policyWidth, 13).length * 18, 0)
  return rows.reduce((sum, row) => sum + (full ? Math.max(row.height, rules(row) + 2 * row.pad) : row.height), 0)
}

function rulesOf(row: PolicyRow): string[] {
  return row.principles.length > 0 ? row.principles : [row.statement].filter(Boolean)
}

function policyRow(row: PolicyRow, most: number, lines: number): PolicyPlan['rows'][number] {
  const rules = rulesOf(row)
  const principles = rules.slice(0, most).map((text) => ({ text, lines: Math.max(1, Math.min(lines, wrap(text, policyWidth, 13).length)) }))
  const left = (wrap(row.policy.title, 168, 13, 'semibold').length > 1 ? 2 : 1) * line + 16
  const right = principles.reduce((sum, one) => sum + one.lines * 18 + 1, 0)
  return { row, height: Math.max(left, right) + 18, pad: 9, principles, hidden: rules.length - principles.length }
}

function weight(a: PolicyRow, b: PolicyRow): number {
  const of = (row: PolicyRow) => row.obligations.length * 100 + row.objectives.length * 10 + row.governs
  return of(b) - of(a)
}

function morePolicies(left: readonly PolicyRow[]): string | null {
  const unserved = left.filter((row) => row.objectives.length + row.obligations.length === 0).length
  const wanting = left.filter((row) => row.standing.mark === 'missed').length
  const parts = [unserved && `${unserved} without a reason`, wanting && `${wanting} without an owner or past review`].filter(Boolean)
  return left.length === 0 ? null : [`and ${numberText(left.length)} ${left.length === 1 ? 'policy' : 'policies'} more`, ...parts].join(', ')
}

/** Roles with a gap come before those without where not all fit; the gaps of services stand below them and are never thinned. */
export function planRoles(page: A3Page, height: number): RolePlan {
  const { roles } = page
  const gaps = gapLines(page.gaps)
  const room = height - gaps.reduce((sum, gap) => sum + wrap(gap.text, sheet.columns.roles - 16, 12, 'semibold').length * line + 4, 0) - 8
  const roomy = evenly(roles.length, room, 40, 52)
  const twoLines = roles.length * roomy <= room
  const rowHeight = twoLines ? roomy : evenly(roles.length, room, 23, 28)
  if (roles.length * rowHeight <= room) return { rowHeight, twoLines, rows: roles, more: null, gaps }
  const kept = new Set([...roles].sort((a, b) => Number(roleGap(b)) - Number(roleGap(a))).slice(0, Math.max(1, Math.floor((room - line) / rowHeight))))
  const left = roles.filter((row) => !kept.has(row))
  const wanting = left.filter(roleGap).length
  return { rowHeight, twoLines, rows: roles.filter((row) => kept.has(row)), more: `and ${many(left.length, 'role')} more${wanting > 0 ? `, ${numberText(wanting)} not fully held` : ''}`, gaps }
}

/** The gaps of who answers for what, one line each; services without a team and with an unknown one share a line. */
export function gapLines(gaps: readonly Gap[]): GapLine[] {
  const text = (name: Gap['gap']) => gaps.find((gap) => gap.gap === name)?.text
  const none = text('service without team')
  const unknown = text('service with unknown team')
  const teams = none && unknown ? `${none} · ${unknown.replace(/ services? name/, ' name')}` : (none ?? unknown)
  const accountable = text('service without accountable role')
  const beyond = text('service promised beyond its chain')
  return [
    ...(teams ? [{ text: teams, names: ['service without team', 'service with unknown team'] as Gap['gap'][] }] : []),
    ...(accountable ? [{ text: accountable, names: ['service without accountable role'] as Gap['gap'][] }] : []),
    ...(beyond ? [{ text: beyond, names: ['service promised beyond its chain'] as Gap['gap'][] }] : []),
  ]
}

/** Eight core routines a line each; the others by name on one line. */
export function planRoutines(routines: readonly RoutineRow[], height: number): RoutinePlan {
  const core = routines.filter((row) => row.core)
  const rest = routines.filter((row) => !row.core)
  const named = namesThatFit(rest.map((row) => row.routine.title), 2 * sheet.columns.routines - 200)
  const left = rest.length - named
  const restLines = rest.length === 0 ? 0 : namesThatFit(rest.map((row) => row.routine.title), sheet.columns.routines - 60) === rest.length ? 1 : 2
  const rowHeight = evenly(core.length, height - 30 - restLines * line, 22, 36)
  const chevron = Math.min(22, rowHeight - 6)
  const width = sheet.columns.routines - 150 - (routines.some((row) => row.records !== null) ? 160 : 0)
  return { rowHeight, chevron, rows: core.map((row) => ({ row, steps: stepsThatFit(row, width) })), rest: rest.slice(0, named), moreRest: left === 0 ? null : `and ${numberText(left)} more` }
}

/** A row height at which all rows fill the room, between the tightest and the airiest. */
function evenly(count: number, room: number, tightest: number, airiest: number): number {
  return Math.max(tightest, Math.min(airiest, Math.floor(room / Math.max(1, count))))
}

/** Width in px of one chevron with its name. */
export function chevronWidth(name: string): number {
  return textWidth(name, 11.5) + 22
}

function stepsThatFit(row: RoutineRow, width: number): number {
  let used = 0
  for (const [at, step] of row.steps.entries()) {
    used += Math.min(chevronWidth(step.name), 150) + 3
    if (used > width - (at < row.steps.length - 1 ? 40 : 0)) return Math.max(1, at)
  }
  return row.steps.length
}

function namesThatFit(names: readonly string[], width: number): number {
  let used = 0
  for (const [at, name] of names.entries()) {
    used += textWidth(`${name} · `, 12)
    if (used > width) return at
  }
  return names.length
}

/** Measures off their target first where not all fit, then those that watch one. */
export function planMeasures(measures: readonly MeasureRow[], height: number): MeasurePlan {
  const roomy = evenly(measures.length, height, 46, 53)
  const twoLines = measures.length * roomy <= height
  const rowHeight = twoLines ? roomy : evenly(measures.length, height, 23, 30)
  if (measures.length * rowHeight <= height) return { rowHeight, twoLines, rows: [...measures], more: null }
  const urgency = (row: MeasureRow) => ['missed', 'watch', 'met', ''].indexOf(row.value?.mark ?? '')
  const kept = new Set([...measures].sort((a, b) => urgency(a) - urgency(b)).slice(0, Math.floor((height - line) / rowHeight)))
  const left = measures.filter((row) => !kept.has(row))
  const off = left.filter((row) => row.value?.mark === 'missed').length
  const none = left.filter((row) => row.target === null).length
  const parts = [off && `${off} off target`, none && `${none} without a target`].filter(Boolean)
  return { rowHeight, twoLines, rows: measures.filter((row) => kept.has(row)), more: [`and ${many(left.length, 'measure')} more`, ...parts].join(', ') }
}

const mostReviews = 4

/** The wheel as large as its block allows, and below it the reviews by name: one of each ring before a second of any. */
export function planReviews(reviews: readonly ReviewRow[], height: number): ReviewPlan {
  const firsts = reviews.filter((row, at) => reviews.findIndex((other) => other.ring === row.ring) === at)
  const room = reviews.length > mostReviews ? mostReviews - 1 : mostReviews
  const kept = new Set([...firsts, ...reviews].filter((row, at, all) => all.indexOf(row) === at).slice(0, room))
  const rows = reviews.filter((row) => kept.has(row))
  const left = reviews.filter((row) => !kept.has(row))
  const unread = left.filter((row) => row.cadence === '').length
  const more = left.length === 0 ? null : `and ${numberText(left.length)} more${unread > 0 ? `, ${numberText(unread)} without a cadence` : ''}`
  const legend = (rows.length + (more ? 1 : 0)) * 18 + 12
  return { size: Math.max(120, Math.min(sheet.columns.wheel, height - legend)), rows, more }
}
