import { listed } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { isFilled, isOpenTo, isSame, readFields } from './engine.fields.ts'
import type { FieldValues, Places, Plan } from './engine.plan.ts'
import { becomes, type Turn } from './engine.turn.ts'
import { givesPriority, lookedUp } from './grid.ts'
import type { RecordInstant, RoutineRecord } from './record.ts'
import type { RoutineGrid } from './routine-body.ts'
import { indexOf } from './transitions.ts'

/** Fills fields in, looks up what grids give and sets the instants that fields set. Answers the faults; then the turn is to be given up. */
export function fillIn(turn: Turn, given: FieldValues | undefined): Fault[] {
  if (!given) return []
  const { values, faults } = readFields(given, indexOf(turn.plan.body).fields)
  const changes = Object.entries(values).filter(([id, value]) => !isSame(value, turn.record.fields[id]))
  if (faults.length > 0) return faults
  if (changes.length === 0) return []
  const fields = { ...turn.record.fields }
  for (const [id, value] of changes) fields[id] = value
  becomes(turn, { fields })
  const refused = lookUp(turn, changes.map(([id]) => id))
  if (!turn.correcting) setByFields(turn)
  return refused
}

/** Fills in what a person wrote. A field that the routine fills in, or that belongs to other steps, is refused; a correction may change it, with a reason. */
export function fillByHand(turn: Turn, given: FieldValues | undefined): Fault[] {
  const { fields, steps } = indexOf(turn.plan.body)
  const state = turn.record.state || (turn.plan.body.steps[0]?.id ?? '')
  const shut = Object.entries(given ?? {}).flatMap(([id, value]) => {
    const field = fields.get(id)
    if (!field || isSame(value, turn.record.fields[id]) || isOpenTo(field, state)) return []
    const where = listed(field.steps.map((step) => `"${steps.get(step)?.name ?? step}"`), 'or')
    return [{ path: `fields.${id}`, message: field.byRoutine ? `"${field.label}" is filled in by the routine itself; leave it out.` : `"${field.label}" is filled in at ${where}; take the record there first.` }]
  })
  return shut.length > 0 ? shut : fillIn(turn, given)
}

/** Looks up every grid of which a row or column changed; a value given by hand that the grid contradicts is a fault. */
function lookUp(turn: Turn, changed: readonly string[]): Fault[] {
  const faults: Fault[] = []
  const moved = new Set(changed)
  for (const grid of turn.plan.body.grids) {
    const asked = moved.has(grid.row) || moved.has(grid.column)
    if (grid.gives === givesPriority) {
      if (asked) becomes(turn, priorityBy(turn.plan, turn.record))
      continue
    }
    if (!asked && !moved.has(grid.gives)) continue
    const found = foundIn(grid, turn.record)
    const value = turn.record.fields[grid.gives] ?? null
    if (isSame(found ?? null, value)) continue
    if (moved.has(grid.gives) && isFilled(value) && found !== undefined) faults.push(contradiction(turn.plan, grid, found))
    if (!asked && found === undefined) continue
    becomes(turn, { fields: { ...turn.record.fields, [grid.gives]: found ?? null } })
    moved.add(grid.gives)
  }
  return faults
}

function contradiction(plan: Plan, grid: RoutineGrid, found: string): Fault {
  const label = (id: string) => indexOf(plan.body).fields.get(id)?.label ?? id
  return { path: `fields.${grid.gives}`, message: `"${label(grid.gives)}" is looked up from "${label(grid.row)}" and "${label(grid.column)}": "${found}". Leave it out, or change those.` }
}

function foundIn(grid: RoutineGrid, record: RoutineRecord): string | undefined {
  const [row, column] = [record.fields[grid.row], record.fields[grid.column]]
  return typeof row === 'string' && typeof column === 'string' ? lookedUp(grid, row, column) : undefined
}

/** The priority that the grid gives to a record, whatever was set by hand; undefined where it gives none. */
export function gridPriority(plan: Plan, record: RoutineRecord): string | undefined {
  const grid = plan.body.grids.find((each) => each.gives === givesPriority)
  return grid && foundIn(grid, record)
}

/** The priority of a record: that set by hand stays, and is the grid's again when both say the same. */
export function priorityBy(plan: Plan, record: RoutineRecord): Pick<RoutineRecord, 'priority' | 'priorityBy'> {
  const found = gridPriority(plan, record)
  if (record.priorityBy === 'hand' && found !== record.priority) return { priority: record.priority, priorityBy: 'hand' }
  return found === undefined ? { priority: '', priorityBy: '' } : { priority: found, priorityBy: 'grid' }
}

function setByFields(turn: Turn): void {
  for (const field of turn.plan.body.fields) {
    if (field.sets === '' || isSame(turn.record.fields[field.id], turn.before?.fields[field.id]) || !isFilled(turn.record.fields[field.id])) continue
    becomes(turn, { instants: { ...turn.record.instants, [field.sets]: turn.at } })
  }
}

/** Sets instants that are not set yet to now. */
export function setInstants(turn: Turn, names: readonly RecordInstant[]): void {
  const open = names.filter((name) => turn.record.instants[name] === undefined)
  if (open.length > 0) becomes(turn, { instants: { ...turn.record.instants, ...Object.fromEntries(open.map((name) => [name, turn.at])) } })
}

/** Puts the record where it belongs: service, unit, requester … */
export function place(turn: Turn, places: Places | undefined): void {
  if (places) becomes(turn, Object.fromEntries(Object.entries(places).filter(([, value]) => value !== undefined)))
}

/**
 * Approvals fall when what was approved changes: the title, or a field. What the step itself asks for may be filled in first, since it is the step's own work.
 */
export function voidApprovals(turn: Turn): void {
  const { before, record } = turn
  if (!before || record.approvals.length === 0 || record.approvals !== before.approvals) return
  const step = indexOf(turn.plan.body).steps.get(before.state)
  const own = new Set([...(step?.required ?? []), ...(step?.requiredIf.map((each) => each.field) ?? [])])
  const other = (id: string) => !isSame(record.fields[id], before.fields[id]) && (isFilled(before.fields[id]) || !own.has(id))
  const changed = record.fields !== before.fields && Object.keys(record.fields).some(other)
  if (record.title === before.title && !changed) return
  becomes(turn, { approvals: [] })
  turn.said.push('What was approved has changed; the decisions given so far are void.')
}
