import { listed } from '../../shared/faults.ts'
import type { A3Page, MeasureRow, ReviewRow, RoleRow, ScopeSupplier, Statement } from './a3.contract.ts'

// Every sentence of the page is made here, so that screen, print, PDF and JSON say the same.
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** "23 Nov 2026". */
export function dayText(on: string): string {
  return `${Number(on.slice(8, 10))} ${months[Number(on.slice(5, 7)) - 1] ?? ''} ${on.slice(0, 4)}`
}

/** The three letters of the month that a day falls in. */
export function monthText(on: string): string {
  return months[Number(on.slice(5, 7)) - 1] ?? ''
}

/** 18204 as "18,204". */
export function numberText(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** "1 service", "1,000 services". */
export function many(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A target with its sign and unit, e.g. "≥ 99.9 %"; null where none is agreed. */
export function targetText(target: number | null, direction: string, unit: string): string | null {
  if (target === null) return null
  const sign = direction === 'lower is better' ? '≤' : '≥'
  return `${sign} ${target < 0 ? '−' : ''}${numberText(Math.trunc(Math.abs(target)))}${fraction(target)}${unit ? ` ${unit}` : ''}`
}

function fraction(value: number): string {
  const text = String(Math.abs(value))
  const at = text.indexOf('.')
  return at < 0 || text.includes('e') ? '' : text.slice(at)
}

/** The head of the ledger as it is printed: its first and last four characters. */
export function headText(ledger: A3Page['ledger']): string {
  const entries = `${numberText(ledger.entries)} ${ledger.entries === 1 ? 'entry' : 'entries'}`
  if (ledger.head === null) return `${entries} · not sealed yet`
  return `${entries} · head ${ledger.head.length > 8 ? `${ledger.head.slice(0, 4)}…${ledger.head.slice(-4)}` : ledger.head}`
}

/** The lines at the right of the header; a gap is printed in the colour of one. */
export function headerLines(page: A3Page): { label: string; text: string; gap: boolean }[] {
  const { smsOwner, organisation } = page
  const owner = smsOwner.holders.length > 0 ? smsOwner.holders.join(', ') : smsOwner.role ? `${smsOwner.role.title} is vacant` : 'not named yet'
  const nature = `${page.live ? ', live' : ''}${organisation.simulated ? ', simulated' : ''}`
  const single = organisation.singleHanded ? [{ label: 'Approval', text: `Single-handed by ${organisation.singleHanded}`, gap: true }] : []
  return [
    { label: 'As of', text: `${dayText(page.asOf)}${nature}`, gap: false },
    { label: 'Baseline', text: page.baseline.text, gap: false },
    { label: 'SMS owner', text: owner, gap: smsOwner.holders.length === 0 },
    { label: 'Ledger', text: headText(page.ledger), gap: false },
    ...single,
  ]
}

/** "8 services · 4 units · 3 locations · 4 suppliers"; an axis that has nothing is left out. */
export function scopeMeta(counts: A3Page['scope']['counts']): string {
  const parts = [counts.units && many(counts.units, 'unit'), counts.locations && many(counts.locations, 'location'), counts.suppliers && many(counts.suppliers, 'supplier')]
  return [many(counts.services, 'service'), ...parts.filter(Boolean)].join(' · ')
}

const stateWords = { in: 'in', partly: 'partly', 'not yet': 'not yet' } as const

/** "hosting, in" or "partly · by 1 Apr 2027": what follows a supplier's name. */
export function supplierText({ provides, statement }: ScopeSupplier): string {
  const what = provides.length === 0 ? '' : provides.length === 1 ? provides[0]! : many(provides.length, 'service')
  return [what, statement ? statementText(statement) : 'not stated'].filter(Boolean).join(', ')
}

export function statementText(statement: Statement): string {
  const by = statement.byOn === null || statement.state === 'in' ? '' : statement.late ? ` · was due ${dayText(statement.byOn)}` : ` · by ${dayText(statement.byOn)}`
  return `${stateWords[statement.state]}${by}`
}

/** "3 objectives · 2 obligations", or that there is no reason yet. */
export function reasonText(objectives: number, obligations: number): string {
  const parts = [objectives && many(objectives, 'objective'), obligations && many(obligations, 'obligation')].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : 'no reason linked'
}

/** The figure at the right of a role. */
export function roleCount(row: RoleRow): string {
  return row.heldPer === 'organisation' ? String(row.held) : `${numberText(row.held)}/${numberText(row.needed)}`
}

export function roleGap(row: RoleRow): boolean {
  return row.held < row.needed
}

/** What is held, where the figure beside it says of how many. */
export function roleBrief(row: RoleRow, plural: string): string {
  return row.heldPer === 'organisation' || row.needed === 0 ? roleText(row, plural) : plural
}

/** The line under a role: who holds it, or for how many of what it is held. */
export function roleText(row: RoleRow, plural: string): string {
  const deputies = row.holders.filter((holder) => holder.deputy).map((holder) => `${holder.name} (deputy)`)
  if (row.heldPer !== 'organisation') return row.needed === 0 ? `no ${plural} yet` : `${numberText(row.held)} of ${numberText(row.needed)} ${plural} held`
  const names = row.holders.filter((holder) => !holder.deputy).map((holder) => (holder.accepted ? holder.name : `${holder.name} (not accepted yet)`))
  return names.length === 0 ? ['vacant', ...deputies].join(' · ') : [...names, ...deputies].join(', ')
}

export function rolePlural(row: RoleRow): string {
  return `${row.heldPer}s`
}

/** "no value yet", or the value's period. */
export function valueText(row: MeasureRow): string {
  return row.value?.text ?? 'no value yet'
}

/** When a review meets next, as it stands beside its name: "8 Dec"; a gap where it has no cadence. */
export function nextText(row: ReviewRow): { text: string; gap: boolean } {
  if (row.review.status === 'draft') return { text: 'draft', gap: false }
  if (row.cadence === '') return { text: 'no cadence', gap: true }
  return { text: row.nextOn === null ? 'ended' : dayText(row.nextOn).slice(0, -5), gap: false }
}

/** What the scope block says is missing, in one line; empty when nothing is. The line of suppliers speaks for itself. */
export function scopeGapText(page: A3Page): string {
  const about = page.gaps.filter((gap) => gap.section === 'scope' && gap.gap !== 'supplier not stated').map((gap) => gap.text)
  return about.join(' · ')
}

/** The short text at the right of each block's heading. */
export function sectionMeta(page: A3Page) {
  const unserved = page.gaps.find((gap) => gap.gap === 'policy without why')
  const gaps = page.roles.filter(roleGap).length + page.gaps.filter((gap) => gap.section === 'roles' && gap.gap.startsWith('service')).length
  return {
    policies: unserved ? { text: unserved.text, gap: true } : { text: page.policies.length === 0 ? '' : 'every rule points at its reason', gap: false },
    roles: { text: gaps === 0 ? (page.roles.length === 0 ? '' : 'no gaps') : many(gaps, 'gap'), gap: gaps > 0 },
    routines: { text: page.routines.length === 0 ? '' : (page.notes.records ?? 'last 90 days'), gap: false },
    measures: { text: measuresMeta(page), gap: false },
  }
}

/** "no values, meetings or evidence yet · next review 8 Dec", or the period that the values are of. */
function measuresMeta(page: A3Page): string {
  const absent = [page.notes.values && 'values', page.notes.meetings && 'meetings', page.notes.evidence && 'evidence'].filter((one) => typeof one === 'string')
  const period = page.measures.find((row) => row.value)?.value?.period
  const next = page.reviews.flatMap((row) => (row.review.status === 'in force' && row.nextOn) || []).sort()[0]
  return [period, absent.length > 0 && `no ${listed(absent, 'or')} yet`, next && `next review ${dayText(next).slice(0, -5)}`].filter(Boolean).join(' · ')
}

/** "high → medium": a risk's level, and that which treatment leads to where somebody said it. */
export function courseOf({ now, aim }: { now: string; aim: string }): string {
  return [now, aim].filter(Boolean).join(' → ').toLowerCase()
}
