import { describe, expect, it } from 'vitest'
import { ada, bo, cy, job, planOf, Run, starterRoutine } from '../../../test/support/routines.ts'
import { gridPriority } from './engine.change.ts'
import type { Happening, Plan } from './engine.plan.ts'
import { routineBody, type RoutineBody } from './routine-body.ts'

const eight = '2026-11-23T08:00:00.000Z'
const nine = '2026-11-23T09:00:00.000Z'
const ten = '2026-11-23T10:00:00.000Z'

/** Three steps and an end, a form with a grid for the priority and one for a field. */
function desk(more: object = {}): RoutineBody {
  return routineBody.parse({
    fields: [
      { id: 'impact', label: 'Impact', type: 'choice', choices: ['wide', 'narrow'] },
      { id: 'urgency', label: 'Urgency', type: 'choice', choices: ['now', 'soon'] },
      { id: 'level', label: 'Level', type: 'choice', choices: ['grave', 'slight'] },
      { id: 'note', label: 'Note', type: 'long text' },
      { id: 'cost', label: 'Cost', type: 'number' },
      { id: 'told', label: 'Told', type: 'instant', sets: 'responded' },
      { id: 'tags', label: 'Tags', type: 'several choices', choices: ['a', 'b'] },
      { id: 'on', label: 'On', type: 'day' },
    ],
    steps: [
      { id: 'take', name: 'Take in', process: 'recover', role: 'ROL-1', required: ['impact'], requiredIf: [{ field: 'cost', when: "fields.impact == 'wide'" }] },
      { id: 'work', name: 'Work', process: 'recover', role: 'ROL-2', sets: ['responded'], exit: [{ text: 'It is noted', when: "'note' in filled" }, { text: 'People are content' }] },
      { id: 'done', name: 'Done', process: 'recover', role: 'ROL-1', sets: ['resolved'], end: true, required: ['note'], exit: [{ text: 'The outcome is chosen', when: "record.outcome != ''" }] },
    ],
    transitions: [
      { from: 'take', to: 'work', name: 'Start' },
      { id: 'give_up', from: 'take', to: 'done', name: 'Give up', unfinished: true, reason: true, outcome: 'dropped' },
      { from: 'work', to: 'take', name: 'Send back' },
      { from: 'work', to: 'done', name: 'Finish', guard: 'fields.cost < 100.0', sets: ['restored'] },
      { from: 'done', to: 'work', name: 'Reopen' },
    ],
    priorities: ['high', 'low'],
    grids: [
      { id: 'p', name: 'Priority', row: 'impact', column: 'urgency', gives: 'priority', cells: cells('high', 'low') },
      { id: 'l', name: 'Level', row: 'impact', column: 'urgency', gives: 'level', cells: cells('grave', 'slight') },
    ],
    outcomes: [{ id: 'solved', name: 'Solved', result: 'successful' }, { id: 'dropped', name: 'Dropped', result: 'not carried out' }],
    catalogue: [{ id: 'badge', name: 'A badge', values: { impact: 'narrow', urgency: 'soon' }, required: ['note'] }],
    ...more,
  })
}

function cells(first: string, other: string) {
  return [['wide', 'now', first], ['wide', 'soon', first], ['narrow', 'now', other], ['narrow', 'soon', other]].map(([row, column, value]) => ({ row, column, value }))
}

function begun(more: Partial<Extract<Happening, { type: 'create' }>> = {}, plan: Plan = planOf(desk())): Run {
  const run = new Run(plan)
  run.do(eight, { type: 'create', title: 'It is cold', ...more })
  return run
}

describe('a record', () => {
  it('begins in the first step, with its role, raised and asked for by whoever creates it', () => {
    expect(begun().record).toMatchObject({ routineId: 'routine', routineVersion: 1, state: 'take', enteredAt: eight, creatorId: 'ada', requesterId: 'ada', assigneeRoleId: 'role-1', assigneePersonId: null, instants: { opened: eight } })
  })

  it('may have occurred and been detected before, in that order and not in the future', () => {
    expect(begun({ occurredAt: '2026-11-23T08:30:00+01:00', detectedAt: eight }).record?.instants).toEqual({ occurred: '2026-11-23T07:30:00.000Z', detected: eight, opened: eight })
    expect(new Run(planOf(desk())).refused(eight, { type: 'create', title: 'x', occurredAt: nine })).toEqual(['occurredAt: Give an instant with its zone that has passed, such as 2026-11-23T09:30:00Z.'])
    expect(new Run(planOf(desk())).refused(nine, { type: 'create', title: 'x', occurredAt: eight, detectedAt: '2026-11-23T07:00:00Z' })).toEqual(['detectedAt: It was detected before it occurred; mend one of the two.'])
  })

  it('takes what its catalogue item fills in, and asks what the item asks', () => {
    expect(begun({ catalogueItem: 'badge', fields: { note: 'For Bo' } }).record).toMatchObject({ catalogueItem: 'badge', fields: { impact: 'narrow', urgency: 'soon', note: 'For Bo' }, priority: 'low' })
    expect(new Run(planOf(desk())).refused(eight, { type: 'create', title: 'x', catalogueItem: 'badge' })).toEqual(['fields.note: "A badge" asks for "Note"; fill it in.'])
    expect(new Run(planOf(desk())).refused(eight, { type: 'create', title: 'x', catalogueItem: 'bagde' })).toEqual(['catalogueItem: There is no bagde in the catalogue; choose badge.'])
  })

  it('keeps the row that it is given as it is', () => {
    const run = begun({ fields: { impact: 'narrow' } })
    const before = run.record!
    const copy = structuredClone(before)
    run.do(nine, { type: 'advance', transition: 'take-work', fields: { note: 'x' } })
    expect(before).toEqual(copy)
  })

  it('changes nothing when the same is filled in again', () => {
    const run = begun({ fields: { impact: 'narrow', tags: ['a'] } })
    run.do(nine, { type: 'fill', fields: { impact: 'narrow', tags: ['a'], note: '' } })
    expect(run.last).toMatchObject({ changed: { set: {}, fields: {} }, effects: [], said: [] })
  })

  it('refuses each value that does not fit the form, with its place and what would be right', () => {
    expect(begun().refused(nine, { type: 'fill', fields: { impact: 'huge', cost: 'much', told: '23/11/2026', tags: ['a', 'a'], on: '2026-02-30', note: 'a\u0000b', colour: 'red' } })).toEqual([
      'fields.impact: "Impact" is "wide" or "narrow".',
      'fields.cost: "Cost" is a number.',
      'fields.told: "Told" is an instant with its zone, such as 2026-11-23T09:30:00Z.',
      'fields.tags: "Tags" is a list of "a" and "b", each once at most.',
      'fields.on: "On" is a day that exists, as YYYY-MM-DD.',
      'fields.note: "Note" is a text of at most 20,000 characters.',
      'fields.colour: There is no field colour in this form; it has impact, urgency, level, note, cost, told, tags and on.',
    ])
  })
})

describe('leaving a step', () => {
  it('demands its fields, those required on a condition and the exit conditions that can be shown', () => {
    const run = begun()
    expect(run.refused(nine, { type: 'advance', transition: 'take-work' })).toEqual(['fields.impact: Fill in "Impact".'])
    expect(run.refused(nine, { type: 'advance', transition: 'take-work', fields: { impact: 'wide' } })).toEqual(['fields.cost: Fill in "Cost".'])
    run.do(nine, { type: 'advance', transition: 'take-work', fields: { impact: 'wide', cost: 5 } })
    expect(run.refused(ten, { type: 'advance', transition: 'work-done' })).toEqual(['exit.0: "It is noted" does not hold yet.'])
  })

  it('demands nothing on the way back to a step listed before, nor where it may be left unfinished', () => {
    const run = begun({ fields: { impact: 'narrow' } })
    run.do(nine, { type: 'advance', transition: 'take-work' })
    expect(run.do(ten, { type: 'advance', transition: 'work-take' }).state).toBe('take')
    expect(begun().do(nine, { type: 'advance', transition: 'give_up', reason: 'Nobody cares' })).toMatchObject({ state: 'done', outcome: 'dropped' })
  })

  it('demands a reason where the way does', () => {
    expect(begun().refused(nine, { type: 'advance', transition: 'give_up', reason: ' ' })).toEqual(['reason: Say why: "Give up" demands a reason.'])
  })

  it('is barred while the guard does not hold, said in words', () => {
    const run = begun({ fields: { impact: 'narrow', cost: 200, note: 'x' } })
    run.do(nine, { type: 'advance', transition: 'take-work' })
    expect(run.refused(ten, { type: 'advance', transition: 'work-done' })).toEqual(['transition: "Finish" cannot be taken: It is open only when "Cost" is less than 100.'])
  })

  it('names the ways that there are when another is asked for', () => {
    expect(begun().refused(nine, { type: 'advance', transition: 'work-done' })).toEqual(['transition: No way work-done leads out of "Take in"; choose take-work or give_up.'])
  })

  it('gives the work to the role of the next step; a person keeps it who holds that role', () => {
    const run = begun({ fields: { impact: 'narrow' } })
    run.do(eight, { type: 'assign', personId: 'bo' })
    expect(run.do(nine, { type: 'advance', transition: 'take-work' })).toMatchObject({ assigneeRoleId: 'role-2', assigneePersonId: null })
    const both = begun({ fields: { impact: 'narrow' } }, planOf(desk(), { holds: (person, role) => person === 'bo' && role === 'role-2' }))
    both.do(eight, { type: 'assign', personId: 'bo' })
    expect(both.do(nine, { type: 'advance', transition: 'take-work' })).toMatchObject({ assigneeRoleId: 'role-2', assigneePersonId: 'bo' })
  })
})

describe('the end', () => {
  function finished(): Run {
    const run = begun({ fields: { impact: 'narrow', note: 'x' } })
    run.do(nine, { type: 'advance', transition: 'take-work' })
    run.do(ten, { type: 'advance', transition: 'work-done' })
    return run
  }

  it('stays open until it is closed with an outcome', () => {
    const run = finished()
    expect(run.record?.instants).toEqual({ opened: eight, responded: nine, restored: ten, resolved: ten })
    expect(run.refused(ten, { type: 'close' })).toEqual(['outcome: Choose the outcome: Solved or Dropped.'])
    expect(run.refused(ten, { type: 'close', outcome: 'lost' })).toEqual(['outcome: There is no outcome lost; choose solved or dropped.'])
    expect(run.refused(ten, { type: 'close', outcome: 'solved', fields: { note: '' } })).toEqual(['fields.note: Fill in "Note".'])
    run.do(ten, { type: 'close', outcome: 'solved' })
    expect(run.last?.changed.set).toEqual({ outcome: 'solved', closed_at: ten, open: false })
    expect(run.refused(ten, { type: 'fill', title: 'Other' })).toEqual([': The record is closed; reopen it first, or correct it with a reason.'])
  })

  it('is not closed from any other step', () => {
    expect(begun().refused(nine, { type: 'close', outcome: 'solved' })).toEqual([': "Take in" is no end of the routine; take a way to one first.'])
  })

  it('is left by reopening, which clears what closing and restoring set', () => {
    const run = finished()
    run.do(ten, { type: 'close', outcome: 'solved' })
    run.do('2026-11-23T11:00:00.000Z', { type: 'advance', transition: 'done-work' })
    expect(run.record).toMatchObject({ state: 'work', outcome: '', instants: { opened: eight, responded: nine } })
    expect(run.record?.instants).not.toHaveProperty('restored')
    expect(run.last?.changed.set).toMatchObject({ open: true, closed_at: null, restored_at: null, resolved_at: null, outcome: '' })
    expect(run.fold).toEqual(run.record)
  })
})

describe('a grid', () => {
  it('gives priority and fields whenever its row or column changes', () => {
    const run = begun({ fields: { impact: 'wide' } })
    expect(run.record).toMatchObject({ priority: '', priorityBy: '' })
    expect(run.do(nine, { type: 'fill', fields: { urgency: 'now' } })).toMatchObject({ priority: 'high', priorityBy: 'grid', fields: { level: 'grave' } })
    expect(run.last?.changed).toMatchObject({ set: { priority: 'high', priority_rank: 0 }, fields: { urgency: 'now', level: 'grave' } })
    expect(run.do(ten, { type: 'fill', fields: { urgency: '' } })).toMatchObject({ priority: '', priorityBy: '', fields: { urgency: null, level: null } })
  })

  it('does not take back a priority by hand; both are kept, until it is given back', () => {
    const run = begun({ fields: { impact: 'narrow', urgency: 'soon' } })
    expect(run.do(nine, { type: 'prioritise', priority: 'high', reason: 'The board meets' })).toMatchObject({ priority: 'high', priorityBy: 'hand' })
    expect(run.do(nine, { type: 'fill', fields: { urgency: 'now' } })).toMatchObject({ priority: 'high', priorityBy: 'hand' })
    expect(gridPriority(run.plan, run.record!)).toBe('low')
    expect(run.do(ten, { type: 'prioritise', priority: '', reason: 'The board met' })).toMatchObject({ priority: 'low', priorityBy: 'grid' })
    expect(run.refused(ten, { type: 'prioritise', priority: 'urgent', reason: 'x' })).toEqual(['priority: There is no priority urgent; choose high or low.'])
    expect(run.refused(ten, { type: 'prioritise', priority: 'high', reason: '' })).toEqual(['reason: Say why.'])
  })

  it('is not contradicted by hand in a field that it gives', () => {
    const run = begun({ fields: { impact: 'narrow', urgency: 'soon' } })
    expect(run.refused(nine, { type: 'fill', fields: { level: 'grave' } })).toEqual(['fields.level: "Level" is looked up from "Impact" and "Urgency": "slight". Leave it out, or change those.'])
  })
})

describe('instants', () => {
  it('are marked now, or earlier with a reason; not twice, not before it occurred, not in the future', () => {
    const run = begun({ occurredAt: '2026-11-23T07:00:00Z' })
    expect(run.refused(nine, { type: 'mark', instant: 'assessed', at: eight })).toEqual(['reason: Say how it is known when it happened.'])
    expect(run.refused(nine, { type: 'mark', instant: 'assessed', at: '2026-11-23T06:00:00Z', reason: 'Log' })).toEqual(['at: It lies before it occurred (2026-11-23T07:00:00.000Z); mend one of the two.'])
    expect(run.refused(nine, { type: 'mark', instant: 'assessed', at: ten })).toEqual(['at: It lies in the future; give an instant that has passed.'])
    expect(run.refused(nine, { type: 'mark', instant: 'closed' })).toEqual(['instant: closed is set by the engine itself; correct it with a reason where it is wrong.'])
    expect(run.do(nine, { type: 'mark', instant: 'assessed', at: eight, reason: 'Log' }).instants.assessed).toBe(eight)
    expect(run.refused(ten, { type: 'mark', instant: 'assessed' })).toEqual(['instant: assessed is on record already; correct it with a reason.'])
    expect(run.do(ten, { type: 'mark', instant: 'declared' }).instants.declared).toBe(ten)
  })

  it('are set by a field whenever it changes', () => {
    const run = begun()
    expect(run.do(nine, { type: 'fill', fields: { told: eight } }).instants.responded).toBe(nine)
    expect(run.do(ten, { type: 'fill', fields: { told: nine } }).instants.responded).toBe(ten)
  })

  it('are corrected with a reason, also when it is closed; opened and closed stay set', () => {
    const run = begun({ fields: { note: 'x' } })
    run.do(nine, { type: 'advance', transition: 'give_up', reason: 'x' })
    run.do(ten, { type: 'close' })
    expect(run.refused(ten, { type: 'correct', reason: '', instants: { resolved: eight } })).toEqual(['reason: Say why.'])
    expect(run.refused(ten, { type: 'correct', reason: 'x', instants: { opened: null } })).toEqual(['instants.opened: opened is set and taken away by the engine itself; give an instant for one that is there.'])
    expect(run.refused(ten, { type: 'correct', reason: 'x', instants: { occurred: nine } })).toEqual(['instants.occurred: It lies after it was opened; mend one of them.'])
    expect(run.refused(ten, { type: 'correct', reason: 'x', instants: { closed: '2026-11-23T07:00:00Z' } })).toEqual(['instants.closed: It was closed before it was opened; mend one of the two.'])
    expect(run.do(ten, { type: 'correct', reason: 'Typo', instants: { resolved: null, occurred: '2026-11-23T07:00:00Z' }, outcome: 'solved', fields: { note: 'y' } })).toMatchObject({ outcome: 'solved', fields: { note: 'y' }, instants: { occurred: '2026-11-23T07:00:00.000Z', closed: ten } })
    expect(run.record?.instants).not.toHaveProperty('resolved')
    expect(run.fold).toEqual(run.record)
  })
})

describe('effects', () => {
  it('set fields and assign at once, and answer whom to tell and what to raise', () => {
    const body = desk()
    body.transitions[0]!.effects.push(
      { do: 'set', when: '', routine: '', link: '', copy: [], field: 'on', value: 'now', roles: [], text: '' },
      { do: 'set', when: 'fields.cost > 1.0', routine: '', link: '', copy: [], field: 'cost', value: 'fields.cost + 1.0', roles: [], text: '' },
      { do: 'set', when: '', routine: '', link: '', copy: [], field: 'note', value: 'approvers[0]', roles: [], text: '' },
      { do: 'raise', when: '', routine: 'RTN-5', link: 'raised from', copy: ['impact', 'note'], field: '', value: '', roles: [], text: '' },
    )
    body.steps[1]!.effects.push(
      { do: 'tell', when: "fields.impact == 'narrow'", routine: '', link: '', copy: [], field: '', value: '', roles: ['ROL-3', 'ROL-99'], text: 'Look' },
      { do: 'assign', when: '', routine: '', link: '', copy: [], field: '', value: '', roles: ['ROL-4'], text: '' },
    )
    const run = begun({ fields: { impact: 'narrow', cost: 2 }, places: { serviceId: 's1' } }, planOf(body))
    run.do('2026-11-23T23:30:00Z', { type: 'advance', transition: 'take-work' }, bo)
    expect(run.record).toMatchObject({ fields: { on: '2026-11-24', cost: 3 }, assigneeRoleId: 'role-4' })
    expect(run.last?.effects).toEqual([
      { do: 'raise', routine: 'RTN-5', link: 'raised from', title: 'It is cold', fields: { impact: 'narrow' }, places: { serviceId: 's1', configurationItemId: null, unitId: null, locationId: null, supplierId: null, requesterId: 'ada' } },
      { do: 'tell', because: 'effect', roles: ['role-3'], people: [], text: 'Look' },
    ])
    expect(run.last?.said).toHaveLength(1)
    expect(run.last?.said[0]).toContain('"Note" was not set')
  })
})

describe('the starter', () => {
  it('takes an incident from its report to its closing', () => {
    const run = new Run(planOf(starterRoutine('RTN-1')))
    run.do(eight, { type: 'create', title: 'Mail is down', fields: { description: 'x', impact: 'Everyone, or a critical service', urgency: 'Work has stopped' }, places: { serviceId: 's1' } })
    run.do(nine, { type: 'advance', transition: 'register-classify', fields: { category: 'Network' } })
    run.do(nine, { type: 'assign', personId: 'bo' }, bo)
    run.do(ten, { type: 'advance', transition: 'classify-confirm', fields: { solution: 'y' } }, cy)
    run.do(ten, { type: 'close', outcome: 'solved', fields: { cause: 'Capacity', feedback: 'Satisfied' } }, job)
    expect(run.record).toMatchObject({ state: 'confirm', outcome: 'solved', priority: 'Critical', instants: { closed: ten } })
    expect(run.fold).toEqual(run.record)
    expect(ada.personId).toBe(run.record?.creatorId)
  })
})

describe('those who are to be informed of a step', () => {
  const informed = (roles: string[], effects: object[] = []) => {
    const body = desk()
    body.steps[1] = { ...body.steps[1]!, rasci: { ...body.steps[1]!.rasci, informed: roles } }
    const told = routineBody.parse({ ...body, steps: body.steps.map((step, at) => (at === 1 ? { ...step, effects } : step)) })
    const run = new Run(planOf(told))
    run.do(eight, { type: 'create', title: 'Lift stands', fields: { impact: 'narrow' } })
    return run
  }

  it('are told whenever it is entered, once a visit', () => {
    const run = informed(['ROL-4', 'ROL-5'])
    run.do(nine, { type: 'advance', transition: 'take-work' })
    expect(run.last?.effects).toEqual([{ do: 'tell', because: 'effect', roles: ['role-4', 'role-5'], people: [], text: 'Now in "Work": Lift stands' }])
    run.do(nine, { type: 'fill', fields: { note: 'Seen' } })
    expect(run.last?.effects).toEqual([])
    run.do(ten, { type: 'advance', transition: 'work-take' })
    run.do(ten, { type: 'advance', transition: 'take-work' })
    expect(run.last?.effects).toHaveLength(1)
  })

  it('are not told twice where the step tells them something of its own', () => {
    const run = informed(['ROL-4', 'ROL-5'], [{ do: 'tell', roles: ['ROL-4'], text: 'Come' }])
    run.do(nine, { type: 'advance', transition: 'take-work' })
    expect(run.last?.effects).toMatchObject([{ roles: ['role-4'], text: 'Come' }, { roles: ['role-5'], text: 'Now in "Work": Lift stands' }])
  })
})
