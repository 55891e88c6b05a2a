import type { A3Page, Statement } from './a3.contract.ts'
import { fitted, textWidth, wrap } from './a3.metrics.ts'
import { sheet } from './a3.sheet.ts'
import { chevronWidth, planA3, type A3Plan } from './a3.thin.ts'
import { pointAt, turnOf, wheelMarks, wheelMonths, wheelRings } from './a3.wheel.ts'
import { courseOf, headerLines, nextText, numberText, reasonText, roleBrief, roleCount, roleGap, rolePlural, roleText, scopeGapText, scopeMeta, sectionMeta, supplierText } from './a3.words.ts'

/** What an edition prints of itself: its key and title, the SHA-256 of its page, and the head of the ledger. */
export type Stamp = { key: string; title: string; hash: string; ledger: A3Page['ledger'] }

/** Everything that the Typst template draws: texts cut to their places and figures in px, so that the template decides nothing. */
export function drawingOf(page: A3Page, stamp?: Stamp) {
  const plan = planA3(page)
  return {
    sheet, plan: { top: plan.top, bottom: plan.bottom },
    title: `${page.organisation.name}, A3 as of ${page.asOf}`,
    header: {
      name: fitted(page.organisation.name, 470, plan.nameSize * 1.06, 1, 'semibold'), nameSize: plan.nameSize,
      purpose: fitted(page.organisation.purpose, 500, 13.5, 3),
      lines: [...(stamp ? [{ label: 'Edition', text: [stamp.key, stamp.title].filter(Boolean).join(', '), gap: false }] : []), ...headerLines(page)].map((line) => ({ ...line, text: fitted(line.text, sheet.columns.roles - 78, 12, 1, 'semibold') })),
    },
    notes: { ...page.notes, sinceReview: page.notes.sinceReview && fitted(page.notes.sinceReview, sheet.footer.since - 10, 13, 5) },
    meta: sectionMeta(page),
    scope: scopeDrawing(page, plan),
    policies: policiesDrawing(plan),
    roles: rolesDrawing(plan),
    routines: routinesDrawing(plan),
    measures: measuresDrawing(plan),
    reviews: reviewsDrawing(page, plan),
    footer: footerDrawing(page),
    stamp: stamp ? stampText(stamp) : '',
  }
}

/** The line at the foot of an edition: whoever holds the paper can ask the system for this page and this head. */
function stampText({ key, hash, ledger }: Stamp): string {
  const head = ledger.head === null ? 'ledger not sealed yet' : `ledger head ${ledger.head} over ${numberText(ledger.entries)} ${ledger.entries === 1 ? 'entry' : 'entries'}`
  return `${key} · SHA-256 of the page ${hash} · ${head}`
}

function scopeDrawing(page: A3Page, { scope }: A3Plan) {
  const statements = (cells: readonly ({ column: string } & Statement)[]) => scope.columns.map((column) => {
    const cell = cells.find((one) => one.column === column.id)
    return cell ? { state: cell.state, late: cell.late } : null
  })
  return {
    ...scope,
    columnsAt: middles(scope.nameWidth, scope.columnWidths),
    meta: scopeMeta(page.scope.counts),
    sentence: fitted(page.scope.sentence, sheet.columns.scope, 12, scope.sentenceLines),
    columns: scope.columns.map((column) => fitted(column.title, scope.slanted ? 92 : 200, 11)),
    rows: scope.rows.map((row) => ({ title: fitted(row.service.title, scope.nameWidth - 8, scope.textSize), draft: row.service.status === 'draft', cells: statements(row.cells) })),
    suppliers: scope.suppliers.map((one) => ({ title: one.supplier.title, text: supplierText(one), gap: one.statement === null || one.statement.late })),
    gap: fitted(scopeGapText(page), sheet.columns.scope - 14, 11, Math.max(1, scope.gapLines), 'semibold'),
  }
}

/** Where the middle of each column is, from the left of the block. */
function middles(from: number, widths: readonly number[]): number[] {
  let right = from
  return widths.map((width) => {
    right += width
    return right - width / 2
  })
}

function policiesDrawing({ policies }: A3Plan) {
  const left = 168
  const right = sheet.columns.policies - 182
  return {
    ...policies,
    rows: policies.rows.map(({ row, height, pad, principles, hidden }) => ({
      height, pad, hidden, mark: row.standing.mark, word: row.standing.word,
      title: fitted(row.policy.title, policies.full ? left : left - 18, 13, policies.full ? 2 : 1, 'semibold'),
      reason: fitted(row.standing.mark === 'met' || row.standing.mark === 'watch' ? reasonText(row.objectives.length, row.obligations.length) : row.standing.word, left - 12, 11),
      bare: principles.length === 0,
      principles: principles.map((one) => fitted(one.text, right - (hidden > 0 ? 54 : 0), 13, one.lines)),
    })),
  }
}

function rolesDrawing({ roles }: A3Plan) {
  const width = sheet.columns.roles
  return {
    ...roles,
    gaps: roles.gaps.map((gap) => ({ text: gap.text, lines: wrap(gap.text, width - 16, 12, 'semibold').length })),
    rows: roles.rows.map((row) => {
      const title = fitted(row.heldPer === 'organisation' ? row.role.title : `${row.role.title}s`, roles.twoLines ? width - 60 : 150, 13, 1, 'semibold')
      return { title, text: fitted(roles.twoLines ? roleText(row, rolePlural(row)) : roleBrief(row, rolePlural(row)), roles.twoLines ? width - 60 : width - 240, 13), count: roleCount(row), gap: roleGap(row), draft: row.role.status === 'draft' }
    }),
  }
}

function routinesDrawing({ routines }: A3Plan) {
  return {
    ...routines,
    rows: routines.rows.map(({ row, steps }) => ({
      title: fitted(row.routine.title, 142, 13, 1, 'semibold'),
      steps: row.steps.slice(0, steps).map((step) => ({ name: fitted(step.name, 128, 11.5), width: Math.min(chevronWidth(step.name), 150), process: step.process })),
      hidden: row.steps.length - steps,
      records: row.records && { count: numberText(row.records.count), trend: row.records.trend },
      draft: row.routine.status === 'draft',
    })),
    rest: routines.rest.map((row) => row.routine.title),
  }
}

function measuresDrawing({ measures }: A3Plan) {
  return {
    ...measures,
    rows: measures.rows.map((row) => ({
      title: fitted(row.measure.title, measures.twoLines ? 280 : 170, measures.twoLines ? 12 : 13),
      value: row.value && fitted(row.value.text, measures.twoLines ? 170 : 90, measures.twoLines ? 19 : 13, 1, 'semibold'), mark: row.value?.mark ?? null,
      target: row.target && fitted(row.target, measures.twoLines ? (row.value ? 140 : 200) : 106, measures.twoLines && !row.value ? 15 : 12, 1, 'semibold'),
      trend: row.trend, targetNumber: row.targetNumber,
      draft: row.measure.status === 'draft',
    })),
  }
}

function reviewsDrawing(page: A3Page, { reviews }: A3Plan) {
  return {
    size: reviews.size,
    rings: wheelRings,
    months: wheelMonths(page.wheel),
    hand: pointAt(turnOf(page.asOf), 1),
    marks: wheelMarks(reviews.rows).map(({ x, y, radius, ring, state }) => ({ x, y, radius, ring, state })),
    rows: reviews.rows.map((row) => {
      const next = nextText(row)
      return { title: fitted(row.review.title, sheet.columns.wheel - 26 - textWidth(next.text, 12), 12), ring: row.ring, next: next.text, gap: next.gap }
    }),
    more: reviews.more,
  }
}

function footerDrawing(page: A3Page) {
  return {
    signs: page.vitalSigns.signs.map(({ title, yes, unknown, of }) => ({ title, yes, unknown, of, count: `${numberText(yes)}/${numberText(of)}`, unknownText: unknown > 0 ? `${numberText(unknown)} unknown` : '' })),
    frameworks: page.frameworks.slice(0, 5).map((one) => ({ ...one, title: fitted(one.title, 118, 13) })),
    risks: page.risks.slice(0, 3).map((risk) => ({ title: fitted(risk.title, 360, 13), course: courseOf(risk) })),
    since: page.sinceReview.slice(0, 3).map((text) => fitted(text, 280, 13, 2)),
  }
}
