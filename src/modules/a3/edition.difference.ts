import type { A3Page, ElementRef, Statement } from './a3.contract.ts'
import { dayText } from './a3.words.ts'
import { blocks, type Change, type ChangedField, type Difference } from './edition.contract.ts'

/** A value that is a list is compared by the ids of its items; `ordered` says that their order means something. */
type Item = { id: string; text: string }
type Fact = { name: string; id?: string } & ({ text: string | null } | { items: Item[]; ordered?: true })
type Row = { place: string; title: string; element: ElementRef | null; facts: Fact[] }
type Block = (typeof blocks)[number]

/**
 * What is otherwise on the later of two pages, row by row: rows are matched by the id of their element, never by their text or place. What only passes with time
 * (the day, the head of the ledger, counts of records, the next beat of a review) is no difference, and drafts are on neither page.
 */
export function difference(before: A3Page, after: A3Page): Difference {
  const [old, now] = [rowsOf(before), rowsOf(after)]
  const changes = blocks.flatMap((block) => compareRows(block, old[block], now[block]))
  const cells = movedCells(before, after)
  const moved = cellChanges(after, cells)
  const known = new Map(changes.map((change) => [change.place, change]))
  const rows = new Map(now.scope.map((row) => [row.place, row]))
  const all = [...changes.filter((change) => !moved.has(change.place)), ...[...moved].map(([place, fields]) => merged(known.get(place), fields, rows.get(place)!))]
  const ordered = blocks.flatMap((block) => all.filter((change) => change.block === block))
  const count = (what: Change['what']) => ordered.filter((change) => change.what === what).length
  return { changes: ordered, cells, signs: movedSigns(before, after), counts: { added: count('added'), changed: count('changed'), removed: count('removed') } }
}

function compareRows(block: Block, before: readonly Row[], after: readonly Row[]): Change[] {
  const known = new Map(before.map((row) => [row.place, row]))
  const here = new Set(after.map((row) => row.place))
  const whole = (row: Row, what: 'added' | 'removed'): Change => ({ block, what, place: row.place, title: row.title, element: row.element, fields: [] })
  const kept = after.flatMap((row): Change[] => {
    const old = known.get(row.place)
    if (!old) return [whole(row, 'added')]
    const fields = [...textField('title', old.element && old.title, row.element && row.title), ...changedFields(old.facts, row.facts)]
    return fields.length > 0 ? [{ block, what: 'changed', place: row.place, title: row.title, element: row.element, fields }] : []
  })
  return [...kept, ...before.filter((row) => !here.has(row.place)).map((row) => whole(row, 'removed'))]
}

function changedFields(before: readonly Fact[], after: readonly Fact[]): ChangedField[] {
  const idOf = (fact: Fact) => fact.id ?? fact.name
  return after.flatMap((fact) => {
    const old = before.find((one) => idOf(one) === idOf(fact))
    if (!old) return []
    if ('items' in fact) return 'items' in old ? changedItems(fact.name, old.items, fact.items, fact.ordered === true) : []
    return 'items' in old ? [] : textField(fact.name, old.text, fact.text)
  })
}

function textField(name: string, before: string | null, after: string | null): ChangedField[] {
  return before === after ? [] : [{ name, before: before || null, after: after || null }]
}

/** Items that came, went or read otherwise; one that went and one that came stand side by side. */
function changedItems(name: string, before: readonly Item[], after: readonly Item[], ordered: boolean): ChangedField[] {
  const old = new Map(before.map((item) => [item.id, item.text]))
  const now = new Map(after.map((item) => [item.id, item.text]))
  const gone = before.filter((item) => !now.has(item.id)).map((item) => item.text)
  const come = after.filter((item) => !old.has(item.id)).map((item) => item.text)
  const reworded = after.flatMap((item) => (old.has(item.id) ? textField(name, old.get(item.id)!, item.text) : []))
  const paired = Array.from({ length: Math.max(gone.length, come.length) }, (_, at) => ({ name, before: gone[at] ?? null, after: come[at] ?? null }))
  const moved = ordered ? reordered(name, before.filter((item) => now.has(item.id)), after.filter((item) => old.has(item.id))) : []
  return [...reworded, ...paired, ...moved]
}

function reordered(name: string, before: readonly Item[], after: readonly Item[]): ChangedField[] {
  if (before.every((item, at) => item.id === after[at]?.id)) return []
  const said = (items: readonly Item[]) => items.map((item) => item.text).join(', ')
  return [{ name: `order of ${name}s`, before: said(before), after: said(after) }]
}

/** What a cell of the scope says, with its day and reason. */
function cellText(statement: Statement | null | undefined): string {
  if (!statement) return 'not stated'
  return [statement.state === 'in' ? 'in scope' : statement.state, statement.byOn && `by ${dayText(statement.byOn)}`, statement.reason].filter(Boolean).join(' · ')
}

function movedCells(before: A3Page, after: A3Page): Difference['cells'] {
  const earlier = new Set(before.scope.columns.map((column) => column.id))
  const columns = after.scope.columns.filter((column) => earlier.has(column.id))
  const old = new Map(before.scope.rows.map((row) => [row.service.id, row.cells]))
  return after.scope.rows.flatMap((row) => {
    const cells = old.get(row.service.id)
    // Nearly every row of a large matrix is as it was: it is seen without making names and texts.
    if (!cells || (cells.length === row.cells.length && row.cells.every((cell, at) => saysTheSame(cell, cells[at]!)))) return []
    const was = new Map(cells.map((cell) => [cell.column, cell]))
    const is = new Map(row.cells.map((cell) => [cell.column, cell]))
    return columns.flatMap(({ id }) => {
      const [one, other] = [was.get(id), is.get(id)]
      if (one === other || (one && other && saysTheSame(one, other))) return []
      return [{ service: row.service.id, column: id, before: cellText(one), after: cellText(other) }]
    })
  })
}

function saysTheSame(one: Statement & { column: string }, other: Statement & { column: string }): boolean {
  return one.column === other.column && one.state === other.state && one.byOn === other.byOn && one.reason === other.reason
}

/** The moved cells as fields of their services. */
function cellChanges(after: A3Page, cells: Difference['cells']): Map<string, ChangedField[]> {
  const titles = new Map(after.scope.columns.map((column) => [column.id, column.title]))
  const fields = new Map<string, ChangedField[]>()
  for (const cell of cells) {
    const field = { name: titles.get(cell.column) ?? '', before: cell.before, after: cell.after }
    const known = fields.get(cell.service)
    if (known) known.push(field)
    else fields.set(cell.service, [field])
  }
  const drafts = new Set(after.scope.rows.filter((row) => row.service.status === 'draft').map((row) => row.service.id))
  return new Map([...fields].filter(([service]) => !drafts.has(service)))
}

function merged(known: Change | undefined, fields: ChangedField[], { place, title, element }: Row): Change {
  if (known) return { ...known, fields: [...known.fields, ...fields] }
  return { block: 'scope', what: 'changed', place, title, element, fields }
}

function movedSigns(before: A3Page, after: A3Page): Difference['signs'] {
  return after.vitalSigns.signs.flatMap(({ sign, title, yes, of }) => {
    const old = before.vitalSigns.signs.find((one) => one.sign === sign)
    return !old || (old.yes === yes && old.of === of) ? [] : [{ sign, title, before: { yes: old.yes, of: old.of }, after: { yes, of } }]
  })
}

function rowsOf(page: A3Page): Record<Block, Row[]> {
  return {
    header: headerRows(page), scope: scopeRows(page), policies: policyRows(page), roles: roleRows(page), routines: routineRows(page), measures: measureRows(page), reviews: reviewRows(page),
    frameworks: page.frameworks.map((one) => line(`framework ${one.title}`, one.title, [{ name: 'covered', text: `${one.full} full, ${one.partial} partial of ${one.of}` }])),
    risks: page.risks.map((one) => line(`risk ${one.key}`, one.title, [{ name: 'title', text: one.title }, { name: 'now', text: one.now }, { name: 'aim', text: one.aim }])),
  }
}

function line(place: string, title: string, facts: Fact[]): Row {
  return { place, title, element: null, facts }
}

/** A row of the page for an element that is in force. */
function row(element: ElementRef, facts: Fact[]): Row[] {
  return element.status === 'draft' ? [] : [{ place: element.id, title: element.title, element, facts }]
}

function refs(name: string, elements: readonly ElementRef[]): Fact {
  return { name, items: elements.map(({ id, title }) => ({ id, text: title })) }
}

function headerRows({ organisation, baseline, smsOwner }: A3Page): Row[] {
  return [
    line('name', 'Name', [{ name: 'name', text: organisation.name }]),
    line('purpose', 'Purpose', [{ name: 'purpose', text: organisation.purpose }]),
    line('Baseline', 'Baseline', [{ name: 'baseline', text: baseline.text }]),
    line('SMS owner', 'SMS owner', [{ name: 'SMS owner', text: [smsOwner.role?.title, smsOwner.holders.join(', ')].filter(Boolean).join(': ') }]),
    line('Approval', 'Approval', [{ name: 'approval', text: organisation.singleHanded && `Single-handed by ${organisation.singleHanded}` }]),
  ]
}

function scopeRows({ scope }: A3Page): Row[] {
  return [
    line('scope sentence', 'The scope in one sentence', [{ name: 'sentence', text: scope.sentence }]),
    ...scope.columns.filter((column) => column.id !== '*').flatMap((column) => row({ id: column.id, key: column.key, kind: column.axis, title: column.title, status: column.status }, [])),
    ...scope.rows.flatMap((one) => row(one.service, [{ name: 'criticality', text: one.criticality === null ? null : String(one.criticality) }, { name: 'stage', text: one.stage }])),
    ...scope.suppliers.flatMap((one) => row(one.supplier, [{ name: 'provides', items: one.provides.map((text) => ({ id: text, text })) }, { name: 'scope', text: cellText(one.statement) }])),
  ]
}

function policyRows({ policies }: A3Page): Row[] {
  return policies.flatMap((one) => row(one.policy, [
    { name: 'theme', text: one.theme }, { name: 'statement', text: one.statement }, { name: 'principle', items: one.principles.map((text) => ({ id: text, text })) },
    refs('objective', one.objectives), refs('obligation', one.obligations), { name: 'governs', text: String(one.governs) }, { name: 'standing', text: one.standing.word },
  ]))
}

function roleRows({ roles }: A3Page): Row[] {
  return roles.flatMap((one) => row(one.role, [
    { name: 'purpose', text: one.purpose }, { name: 'held per', text: one.heldPer },
    { name: 'holder', items: one.holders.map((holder) => ({ id: holder.personId, text: `${holder.name}${holder.deputy ? ' (deputy)' : ''}${holder.accepted ? '' : ' (not accepted yet)'}` })) },
    { name: 'held', text: `${one.held} of ${one.needed}` },
  ]))
}

function routineRows({ routines }: A3Page): Row[] {
  return routines.flatMap((one) => row(one.routine, [{ name: 'step', items: one.steps.map((step) => ({ id: step.id || step.name, text: `${step.name} (${step.process})` })), ordered: true }]))
}

function measureRows({ measures }: A3Page): Row[] {
  return measures.flatMap((one) => row(one.measure, [{ name: 'period', text: one.period }, { name: 'target', text: one.target }, { name: 'value', text: one.value && `${one.value.text}, ${one.value.period}` }]))
}

function reviewRows({ reviews }: A3Page): Row[] {
  return reviews.flatMap((one) => row(one.review, [{ name: 'cadence', text: one.cadence }, { name: 'chair', text: one.chair }, { name: 'standing', text: one.standing.word }]))
}
