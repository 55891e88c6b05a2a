import type { A3Page, ScopeColumn, ScopeRow, ScopeSupplier } from './a3.contract.ts'
import { textWidth, wrap } from './a3.metrics.ts'
import { sheet } from './a3.sheet.ts'
import { many, numberText, scopeGapText, supplierText } from './a3.words.ts'

export type ScopePlan = {
  sentenceLines: number
  rowHeight: number
  textSize: number
  nameWidth: number
  columnWidths: number[]
  /** Headings stand aslant where the columns are too narrow for them. */
  slanted: boolean
  headHeight: number
  columns: ScopeColumn[]
  rows: ScopeRow[]
  more: string | null
  /** On the screen the block may grow with its band: how many rows then fit, and what is left out of those. */
  onScreen: { rows: number; more: string | null }
  moreColumns: string | null
  suppliers: ScopeSupplier[]
  moreSuppliers: string | null
  supplierLines: number
  /** Lines of their own for the gaps; 0 where they fit beside the legend. */
  gapLines: number
}

const width = sheet.columns.scope
const sentenceSize = 12
const supplierSize = 11.5
const headingSize = 11
const narrowest = 25
const slantedName = 92
const airiest = 27
const tightest = 15
const lineHeight = 17
const legend = 26
const legendWidth = 222
const mostSupplierLines = 3
/** With more services than this the sentence and the suppliers leave room to them. */
const fewServices = 10

/** Height in px that the scope block would like, everything shown at its airiest. */
export function scopeNeed(page: A3Page): number {
  if (page.scope.rows.length === 0) return sheet.heading + 60
  const { head, sentence, suppliers } = fixedParts(page)
  return sheet.heading + sentence + head + page.scope.rows.length * airiest + legend + suppliers
}

/** How the scope block is drawn in a height on paper and one on the screen: as many services as fit, the most critical first; what is left out is said. */
export function planScope(page: A3Page, height: number, screenHeight = height): ScopePlan {
  const { rows } = page.scope
  const { head, sentence, suppliers, columns, supplierPlan, sentenceLines, gapLines } = fixedParts(page)
  const room = height - sheet.heading - sentence - head - legend - suppliers
  const rowHeight = Math.max(tightest, Math.min(airiest, Math.floor(room / rows.length)))
  const textSize = rowHeight >= 23 ? 13 : rowHeight >= 20 ? 12 : 11
  const fits = (within: number) => (rows.length * rowHeight <= within ? rows.length : Math.max(1, Math.floor((within - lineHeight) / rowHeight)))
  const shown = fits(room)
  const onScreen = Math.max(shown, fits(room + screenHeight - height))
  return {
    sentenceLines, rowHeight, textSize, ...columns, rows: rows.slice(0, shown), more: moreServices(rows.slice(shown)), onScreen: { rows: onScreen, more: moreServices(rows.slice(onScreen)) }, ...supplierPlan, gapLines,
  }
}

function moreServices(left: readonly ScopeRow[]): string | null {
  if (left.length === 0) return null
  const blank = left.filter((row) => row.cells.length === 0).length
  const gaps = left.filter((row) => row.cells.length > 0 && row.notStated > 0).length
  const parts = [blank && (blank === left.length ? 'none of them stated' : `${numberText(blank)} of them not stated`), gaps && `${numberText(gaps)} with blank cells`].filter(Boolean)
  return [`and ${many(left.length, 'service')} more`, ...parts].join(', ')
}

function fixedParts(page: A3Page) {
  const columns = planColumns(page)
  const many = page.scope.rows.length > fewServices
  const supplierPlan = planSuppliers(page.scope.suppliers, many ? mostSupplierLines - 1 : mostSupplierLines)
  const sentenceLines = Math.min(many ? 3 : 4, wrap(page.scope.sentence, width, sentenceSize).length)
  const gaps = scopeGapText(page)
  const beside = textWidth(gaps, 11, 'semibold') <= width - legendWidth
  const gapLines = gaps === '' || beside ? 0 : wrap(gaps, width - 14, 11, 'semibold').length
  return {
    columns, supplierPlan, sentenceLines, gapLines,
    head: columns.headHeight + (columns.moreColumns ? lineHeight : 0),
    sentence: sentenceLines * lineHeight + 8,
    suppliers: (supplierPlan.supplierLines + gapLines) * lineHeight + (supplierPlan.supplierLines > 0 ? 6 : 0),
  }
}

type Columns = Pick<ScopePlan, 'nameWidth' | 'columnWidths' | 'slanted' | 'headHeight' | 'columns' | 'moreColumns'>

function planColumns(page: A3Page): Columns {
  const all = page.scope.columns
  const longest = Math.max(0, ...page.scope.rows.slice(0, 60).map((row) => textWidth(row.service.title, 13)))
  const nameWidth = Math.min(Math.max(longest + 14, 130), all.length > 6 ? 190 : 230)
  const headings = all.map((column) => textWidth(column.title, headingSize) + 14)
  const spare = width - nameWidth - headings.reduce((sum, heading) => sum + heading, 0)
  if (all.length <= 12 && spare >= 0) {
    return { nameWidth, columnWidths: headings.map((heading) => heading + spare / all.length), slanted: false, headHeight: 24, columns: all, moreColumns: null }
  }
  const overhang = Math.min(66, Math.max(...headings) * 0.7)
  const most = Math.floor((width - nameWidth - overhang) / narrowest)
  const columns = all.length <= most ? all : chosen(all, most)
  const left = all.length - columns.length
  const columnWidth = Math.min(44, (width - nameWidth - overhang) / columns.length)
  const tallest = Math.min(slantedName, Math.max(...columns.map((column) => textWidth(column.title, headingSize))))
  return {
    nameWidth, columnWidths: columns.map(() => columnWidth), slanted: true, headHeight: Math.ceil(tallest * 0.75) + 14, columns,
    moreColumns: left === 0 ? null : moreColumns(page, columns, left),
  }
}

/** Columns that entries name come first, then units that are part of no other; shown in their usual order. */
function chosen(all: readonly ScopeColumn[], most: number): ScopeColumn[] {
  const ranked = all.map((column, at) => ({ column, at })).sort((a, b) => b.column.named - a.column.named || Number(a.column.within !== null) - Number(b.column.within !== null) || a.at - b.at)
  return ranked.slice(0, most).sort((a, b) => a.at - b.at).map((one) => one.column)
}

function moreColumns(page: A3Page, shown: readonly ScopeColumn[], left: number): string {
  const seen = new Set(shown.map((column) => column.id))
  const hidden = page.scope.rows.reduce((sum, row) => sum + left - row.cells.filter((cell) => !seen.has(cell.column)).length, 0)
  const nouns = new Set(page.scope.columns.filter((column) => !seen.has(column.id)).map((column) => column.axis))
  const noun = nouns.size > 1 ? 'column' : [...nouns][0]!
  return `and ${many(left, noun)} more${hidden > 0 ? `, ${numberText(hidden)} cells not stated` : ''}`
}

type Suppliers = Pick<ScopePlan, 'suppliers' | 'moreSuppliers' | 'supplierLines'>

function planSuppliers(all: readonly ScopeSupplier[], mostLines: number): Suppliers {
  for (let most = all.length; most >= 0; most--) {
    const suppliers = most === all.length ? [...all] : [...all].sort(gapsFirst).slice(0, most)
    const moreSuppliers = moreOf(all, suppliers)
    const texts = [...suppliers.map((one) => `${one.supplier.title} ${supplierText(one)}`), ...(moreSuppliers ? [moreSuppliers] : [])]
    const supplierLines = all.length === 0 ? 0 : wrap(`Suppliers  ${texts.join('  ·  ')}`, width, supplierSize, 'semibold').length
    if (supplierLines <= mostLines) return { suppliers, moreSuppliers, supplierLines }
    if (most > 12) most = 13
  }
  return { suppliers: [], moreSuppliers: moreOf(all, []), supplierLines: 1 }
}

function gapsFirst(a: ScopeSupplier, b: ScopeSupplier): number {
  return Number(b.statement === null) - Number(a.statement === null)
}

function moreOf(all: readonly ScopeSupplier[], shown: readonly ScopeSupplier[]): string | null {
  const left = all.filter((one) => !shown.includes(one))
  const blank = left.filter((one) => one.statement === null).length
  return left.length === 0 ? null : `and ${many(left.length, 'supplier')} more${blank > 0 ? `, ${numberText(blank)} of them not stated` : ''}`
}
