import fc from 'fast-check'
import type { FieldValue, RecordInstant, RoutineRecord } from '../../src/modules/routines/record.ts'
import { recordInstants } from '../../src/modules/routines/record.ts'
import type { By, Happening } from '../../src/modules/routines/engine.plan.ts'
import { routineBody, type RoutineBody } from '../../src/modules/routines/routine-body.ts'
import { routineFaults } from '../../src/modules/routines/routine-check.ts'
import { transitionIds } from '../../src/modules/routines/transitions.ts'

const fields = [
  { id: 'impact', label: 'Impact', type: 'choice', choices: ['wide', 'narrow'] }, { id: 'urgency', label: 'Urgency', type: 'choice', choices: ['now', 'soon'] }, { id: 'level', label: 'Level', type: 'choice', choices: ['grave', 'slight'] },
  { id: 'note', label: 'Note', type: 'text' }, { id: 'cost', label: 'Cost', type: 'number' }, { id: 'told', label: 'Told', type: 'instant', sets: 'assessed' }, { id: 'sure', label: 'Sure', type: 'yes or no' },
  { id: 'due', label: 'Due', type: 'day' }, { id: 'tags', label: 'Tags', type: 'several choices', choices: ['a', 'b'] }, { id: 'who', label: 'Who', type: 'person' },
]
const outcomes = [{ id: 'good', name: 'Good', result: 'successful' }, { id: 'bad', name: 'Bad', result: 'unsuccessful' }]

/** Conditions that can hold and can fail by what is filled in. */
const condition = fc.constantFrom('', '', '', '', '', '', "fields.impact == 'wide'", "'note' in filled", 'fields.cost > 5.0', 'fields.sure', "record.priority == 'high'", "record.assignee != ''", 'now > fields.told', "fields.note != '' || fields.cost >= thresholds.limit")
const someFields = fc.subarray(fields.map((field) => field.id), { maxLength: 3 })
const setInstant = fc.constantFrom<RecordInstant>('assessed', 'declared', 'responded', 'restored', 'resolved')
const cells = ['wide', 'narrow'].flatMap((row) => ['now', 'soon'].map((column) => ({ row, column })))

const effect = fc.oneof(
  fc.record({ do: fc.constant('tell'), when: condition, roles: fc.constant(['ROL-3']) }),
  fc.record({ do: fc.constant('assign'), when: condition, roles: fc.constant(['ROL-4']) }),
  fc.record({ do: fc.constant('raise'), when: condition, routine: fc.constant('RTN-5'), copy: someFields }),
  fc.constantFrom({ do: 'set', field: 'cost', value: 'fields.cost + 1.0' }, { do: 'set', field: 'told', value: 'now' }, { do: 'set', field: 'who', value: 'approvers[0]' }, { do: 'set', field: 'note', value: "'set'" }),
)

/** A routine that has no fault: every way that the engine knows, put together at random. */
export const soundRoutine: fc.Arbitrary<RoutineBody> = fc.integer({ min: 2, max: 6 }).chain((count) => {
  const ids = Array.from({ length: count }, (_, at) => `s${at}`)
  const step = (at: number) =>
    fc.record({
      required: someFields, requiredIf: fc.array(fc.record({ field: fc.constantFrom('note', 'cost'), when: condition.filter((each) => each !== '') }), { maxLength: 1 }),
      approvals: fc.oneof({ arbitrary: fc.constant([]), weight: 3 }, { arbitrary: fc.array(fc.record({ need: fc.integer({ min: 1, max: 2 }), when: condition }), { maxLength: 2 }), weight: 1 }).map((all) => all.map((each, number) => ({ ...each, id: `a${number}`, name: `A${number}`, role: 'ROL-2' }))),
      sets: fc.uniqueArray(setInstant, { maxLength: 1 }), effects: fc.array(effect, { maxLength: 2 }), exit: fc.array(condition.map((when) => ({ text: 'It holds', when })), { maxLength: 2 }),
      end: at === count - 1 ? fc.constant(true) : fc.constant(false),
    }).map((each) => ({ ...each, id: ids[at]!, name: `Step ${at}`, process: 'operate', role: `ROL-${(at % 3) + 1}` }))
  const extra = fc.record({ from: fc.nat(count - 1), to: fc.nat(count - 1), guard: condition, unfinished: fc.boolean(), reason: fc.boolean(), sets: fc.uniqueArray(setInstant, { maxLength: 1 }), effects: fc.array(effect, { maxLength: 1 }) })
  const moment = fc.oneof(
    fc.record({ at: fc.constantFrom('entering', 'leaving'), of: fc.constantFrom(...ids) }), fc.record({ at: fc.constant('instant'), of: fc.constantFrom(...recordInstants) }), fc.record({ at: fc.constant('field'), of: fc.constantFrom('told', 'note') }),
  )
  const clock = fc.record({
    when: condition, start: moment, stop: moment, pause: fc.subarray(ids, { maxLength: 1 }), hours: fc.constantFrom('elapsed', 'service hours'), calendar: fc.constantFrom('CAL-1', ''), restart: fc.subarray(['told', 'note'], { maxLength: 1 }),
    dueField: fc.constantFrom('', '', '', 'due', 'told'), value: fc.integer({ min: 1, max: 50 }), unit: fc.constantFrom('minutes', 'hours', 'days'), own: fc.boolean(),
    beats: fc.uniqueArray(fc.constantFrom({ id: 'half', at: 50, do: 'remind' }, { id: 'full', at: 100, do: 'escalate', roles: ['ROL-3'] }, { id: 'shut', at: 200, do: 'close', outcome: 'good' }), { selector: (each) => each.id }),
  })
  return fc.record({ steps: fc.tuple(...ids.map((_, at) => step(at))), extra: fc.array(extra, { maxLength: 6 }), clocks: fc.array(clock, { minLength: 1, maxLength: 3 }) }).map(({ steps, extra: more, clocks }) => assembled(ids, steps, more, clocks)).filter((body) => routineFaults(body).length === 0)
})

type Drawn = { from: number; to: number; guard: string; unfinished: boolean; reason: boolean; sets: RecordInstant[]; effects: object[] }

function assembled(ids: string[], steps: { id: string; approvals: unknown[] }[], more: readonly Drawn[], clocks: readonly { dueField: string; value: number; unit: string; own: boolean; beats: { do: string }[] }[]): RoutineBody {
  // A chain to the end, so that all is reached; after approval where the step asks for one, and with a way back or on for refusals.
  const chain = ids.slice(1).flatMap((to, at) => {
    const asks = steps[at]!.approvals.length > 0
    return [{ from: ids[at], to, name: 'On', after: asks ? 'approval' : '' }, ...(asks ? [{ id: `no_${at}`, from: ids[at], to: ids.at(-1), name: 'Refused', after: 'refusal', outcome: 'bad', unfinished: true }] : [])]
  })
  const ways = more.map((each) => ({ ...each, from: ids[each.from], to: ids[each.to], name: 'Other' })).filter((each) => each.from !== each.to)
  const known = new Set(chain.map((each) => JSON.stringify([each.from, each.to, ''])))
  const fresh = ways.filter((each) => !known.has(JSON.stringify([each.from, each.to, each.guard])) && known.add(JSON.stringify([each.from, each.to, each.guard])))
  const last = steps.length - 1
  return routineBody.parse({
    fields, outcomes, priorities: ['high', 'low'], thresholds: [{ id: 'limit', policy: 'POL-1', quantity: 'Cost' }],
    steps: steps.map((each, at) => (at === last ? { ...each, approvals: [] } : each)), transitions: [...chain, ...fresh],
    grids: [
      { id: 'p', name: 'Priority', row: 'impact', column: 'urgency', gives: 'priority', cells: cells.map((cell) => ({ ...cell, value: cell.row === 'wide' ? 'high' : 'low' })) },
      { id: 'l', name: 'Level', row: 'impact', column: 'urgency', gives: 'level', cells: cells.map((cell) => ({ ...cell, value: cell.column === 'now' ? 'grave' : 'slight' })) },
    ],
    clocks: clocks.map(({ value, unit, own, beats, ...each }, at) => ({
      ...each, id: `c${at}`, name: `Clock ${at}`, beats,
      targets: each.dueField === '' ? [{ priority: own ? 'high' : '*', value, unit }, ...(own ? [{ priority: 'low', value: value * 2, unit, hours: 'elapsed' }] : [])] : [],
    })),
  })
}

const person = fc.constantFrom('ada', 'bo', 'cy', 'dee')
const filling: fc.Arbitrary<Record<string, FieldValue>> = fc.record(
  {
    impact: fc.constantFrom('wide', 'narrow', null), urgency: fc.constantFrom('now', 'soon', ''), note: fc.constantFrom('x', 'y', ''), cost: fc.constantFrom<FieldValue>(0, 3, 10, null), told: fc.constantFrom('2026-11-23T08:00:00Z', '2026-11-24T10:00:00Z', ''),
    sure: fc.boolean(), due: fc.constantFrom('2026-11-25', '2026-12-24', ''), tags: fc.constantFrom<FieldValue>(['a'], ['a', 'b'], []), who: person,
  },
  { requiredKeys: [] },
)

/** What happens next, drawn without a record in sight: `pick` chooses among the ways, approvals and beats that there are. */
export type Draw = { after: number; by: By; kind: number; pick: number; fields: Record<string, FieldValue>; who: string; instant: RecordInstant; minutes: number }
export const draw: fc.Arbitrary<Draw> = fc.record({
  after: fc.constantFrom(0, 1, 30, 240, 1500, 4320), by: person.map((personId): By => ({ personId, roleId: 'role-1' })), kind: fc.constantFrom(0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11, 12, 13), pick: fc.nat(11), fields: filling, who: person, instant: fc.constantFrom(...recordInstants), minutes: fc.integer({ min: 0, max: 300 }),
})

/** Everything filled in that does not go by a grid. */
const complete: Record<string, FieldValue> = { impact: 'wide', urgency: 'now', note: 'x', cost: 10, told: '2026-11-20T08:00:00Z', sure: true, due: '2026-11-25', tags: ['a'], who: 'ada' }

/** The happening that a draw stands for in the state a record is in. */
export function happeningOf({ kind, pick, fields: given, who, instant, minutes }: Draw, body: RoutineBody, record: RoutineRecord, now: Date): Happening {
  const at = (index: number, list: readonly string[]) => list[index % Math.max(1, list.length)] ?? ''
  const ids = transitionIds(body.transitions).filter((_, index) => body.transitions[index]!.from === record.state)
  const approvals = body.steps.find((step) => step.id === record.state)?.approvals.map((each) => each.id) ?? []
  const earlier = new Date(now.getTime() - minutes * 60_000).toISOString()
  switch (kind) {
    case 0:
    case 1:
    case 2:
      return { type: 'advance', transition: at(pick, ids), fields: { ...complete, ...given }, reason: 'because' }
    case 3:
      return { type: 'advance', transition: at(pick, ids), fields: given, reason: 'because' }
    case 4:
    case 5:
      return { type: 'fill', fields: given, ...(pick === 0 ? { title: who } : {}), ...(pick === 1 ? { places: { serviceId: who } } : {}) }
    case 6:
      return { type: 'prioritise', priority: at(pick, ['high', 'low', '']), reason: 'because' }
    case 7:
      return { type: 'assign', personId: who }
    case 8:
    case 9:
      return { type: 'approve', approval: at(pick, approvals) }
    case 10:
      return { type: 'refuse', approval: at(pick, approvals), reason: 'because' }
    case 11:
      return { type: 'close', outcome: 'good', fields: pick % 3 === 0 ? given : { ...complete, ...given } }
    case 12:
      return { type: 'mark', instant, at: earlier, reason: 'because' }
    default:
      return pick % 2 ? { type: 'correct', instants: { [instant]: pick % 4 === 1 ? null : earlier }, reason: 'because' } : { type: 'correct', fields: given, reason: 'because' }
  }
}
