import type { z } from 'zod'
import type { Tx } from '../../kernel/database.ts'
import { Problem } from '../../shared/problem.ts'
import type { Asked } from './narrowing.ts'
import { pastRecords, pastRowsOf } from './past.queries.ts'
import type { PastAsked } from './past.queries.ts'
import type { recordQueries } from './record.contract.ts'
import type { StoredRecord } from './stored.ts'
import { findRoutine } from './surroundings.store.ts'

/** Records that a board of a past day holds at most. */
const mostOnBoard = 1000

/** The steps of a routine with what stood in each at the end of a past day, the most urgent first. */
export async function pastBoard(tx: Tx, asked: Asked & { routine: string; limit: number }, past: PastAsked): Promise<z.infer<typeof recordQueries.board.output>> {
  const { limit, state: only, ...rest } = asked
  const { rows, next, lookedTo, surroundings } = await pastRecords(tx, { ...rest, direction: 'desc', limit: mostOnBoard }, past)
  const inForce = surroundings.routines.get(surroundings.routineIds.get(asked.routine.toUpperCase()) ?? asked.routine.toLowerCase())
  if (!inForce) throw new Problem('notFound', `There is no routine ${asked.routine} here.`, [{ path: 'routine', message: 'Name a routine.' }])
  const { body } = await findRoutine(tx, inForce.id, inForce.version)
  const byState = Map.groupBy(rows, (each) => each.record.state)
  const known = new Set(body.steps.map((step) => step.id))
  const gone = []
  for (const [state, [first]] of byState) {
    if (known.has(state)) continue
    const step = (await findRoutine(tx, inForce.id, first!.record.routineVersion)).body.steps.find((each) => each.id === state)
    if (step) gone.push(step)
  }
  const steps = [...body.steps, ...gone].filter((step) => !only || step.id === only)
  const columns = await Promise.all(steps.map(async ({ id, name, process, end }) => {
    const here = (byState.get(id) ?? []).toSorted(byUrgency)
    return { state: id, name, process, end, open: here.filter((each) => each.open).length, rows: await pastRowsOf(tx, here.slice(0, limit), surroundings, past.moment.at), next: here.length > limit ? 'more' : null }
  }))
  const { id, key, kind, title } = inForce
  return { routine: { id, key, kind, title }, columns, lookedTo: lookedTo ?? (next === null ? null : (rows.at(-1)?.record.instants.opened ?? null)), abilities: [] }
}

function byUrgency(one: StoredRecord, other: StoredRecord): number {
  return one.priorityRank - other.priorityRank || one.number - other.number
}
