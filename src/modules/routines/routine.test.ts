import { describe, expect, it } from 'vitest'
import type { Draft } from '../../shared/kind.ts'
import { routineBody, type RoutineBody } from './routine-body.ts'
import { routine } from './routine.ts'

/** A sound incident routine; each test breaks one thing in it. */
function sound(): RoutineBody {
  return routineBody.parse({
    trigger: 'Someone reports, or a monitor sees, that a service is not as agreed',
    purpose: 'Service is restored as agreed',
    recordNoun: 'incident',
    recordPrefix: 'INC',
    fields: [
      { id: 'impact', label: 'Impact', type: 'choice', choices: ['wide', 'narrow'] },
      { id: 'urgency', label: 'Urgency', type: 'choice', choices: ['now', 'soon'] },
      { id: 'cause_known', label: 'Cause known', type: 'yes or no' },
      { id: 'users', label: 'Users hit', type: 'number' },
    ],
    steps: [
      { id: 'register', name: 'Register', process: 'recover', role: 'ROL-4', required: ['impact', 'urgency'] },
      { id: 'restore', name: 'Restore', process: 'recover', role: 'ROL-5', exit: [{ text: 'Service is back', when: 'fields.cause_known || record.restoredAt < now' }] },
      { id: 'confirm', name: 'Confirm', process: 'recover', role: 'ROL-4', end: true, evidence: [{ what: 'Confirmation', within: 'P5D' }] },
    ],
    transitions: [
      { from: 'register', to: 'restore', name: 'Assign', guard: "fields.impact == 'wide' || fields.users > 10" },
      { from: 'register', to: 'restore', name: 'Assign later' },
      { from: 'restore', to: 'confirm', name: 'Restored' },
      { from: 'confirm', to: 'restore', name: 'Reopen' },
    ],
    priorities: ['1', '2'],
    grids: [{
      id: 'priority', name: 'Priority', row: 'impact', column: 'urgency', gives: 'priority',
      cells: [
        { row: 'wide', column: 'now', value: '1' },
        { row: 'wide', column: 'soon', value: '1' },
        { row: 'narrow', column: 'now', value: '2' },
        { row: 'narrow', column: 'soon', value: '2' },
      ],
    }],
    clocks: [
      {
        id: 'restoration', name: 'Restoration', start: { at: 'instant', of: 'opened' }, stop: { at: 'leaving', of: 'restore' }, pause: ['confirm'], hours: 'service hours', calendar: 'CAL-1',
        targets: [{ priority: '1', value: 4, unit: 'hours' }, { priority: '*', value: 2, unit: 'days' }],
      },
    ],
    outcomes: [{ id: 'solved', name: 'Solved', result: 'successful' }],
  })
}

function draftOf(body: RoutineBody): Draft<RoutineBody> {
  return { title: 'Incident', accountable: null, reviewEvery: null, effectiveOn: null, body, links: [] }
}

/** Paths and sentences of the faults after one thing is broken. */
function broken(breakIt: (body: RoutineBody) => void): string[] {
  const body = sound()
  breakIt(body)
  return (routine.check?.(draftOf(body)) ?? []).map((fault) => `${fault.path}: ${fault.message}`)
}

describe('a sound routine', () => {
  it('has no fault and misses nothing', () => {
    expect(broken(() => {})).toEqual([])
    expect(routine.missing?.(draftOf(sound()))).toEqual([])
  })

  it('may be empty while it is being written, and then says what it misses', () => {
    expect(routine.check?.(draftOf(routine.empty))).toEqual([])
    expect(routine.missing?.(draftOf(routine.empty)).map((fault) => fault.path)).toEqual(['body.trigger', 'body.purpose', 'body.recordNoun', 'body.recordPrefix', 'body.steps', 'body.outcomes'])
  })

  it('addresses the roles of its steps and the calendars of its clocks, each by its path', () => {
    const body = sound()
    body.steps[0]!.rasci = { accountable: 'ROL-1', supporting: [], consulted: ['ROL-7'], informed: ['ROL-8', 'ROL-9'] }
    expect(routine.addresses?.(body).map((address) => `${address.path} ${address.to} ${address.kinds.join()} ${address.as}`)).toEqual([
      'steps.0.role ROL-4 role key',
      'steps.0.rasci.accountable ROL-1 role key',
      'steps.0.rasci.consulted.0 ROL-7 role key',
      'steps.0.rasci.informed.0 ROL-8 role key',
      'steps.0.rasci.informed.1 ROL-9 role key',
      'steps.1.role ROL-5 role key',
      'steps.2.role ROL-4 role key',
      'clocks.0.calendar CAL-1 calendar key',
    ])
  })

  it('shows its steps in a list', () => {
    expect(routine.facts?.(sound())[0]).toEqual({ label: 'Steps', value: 'Register → Restore → Confirm' })
  })
})

describe('steps', () => {
  it('have short names of their own', () => {
    expect(broken((body) => (body.steps[2]!.id = 'restore'))).toContain('body.steps.2: There is a step restore already; give this one another short name.')
  })

  it('all have a responsible role', () => {
    expect(broken((body) => (body.steps[1]!.role = ''))).toEqual(['body.steps.1.role: Name the role that is responsible for "Restore".'])
  })

  it('are all reached from the first', () => {
    expect(broken((body) => (body.transitions = body.transitions.filter((each) => each.from !== 'register')))).toEqual([
      'body.steps.0: No way leads from "Register" to an end; add a transition or mark it as an end.',
      'body.steps.1: No way leads from the first step to "Restore"; add a transition to it or take it out.',
      'body.steps.2: No way leads from the first step to "Confirm"; add a transition to it or take it out.',
    ])
  })

  it('all lead to an end', () => {
    expect(broken((body) => body.steps.push({ ...body.steps[1]!, id: 'wait', name: 'Wait' }) && body.transitions.push({ ...body.transitions[2]!, to: 'wait', name: 'Wait' }))).toEqual([
      'body.steps.3: No way leads from "Wait" to an end; add a transition or mark it as an end.',
    ])
  })

  it('have an end among them', () => {
    expect(broken((body) => (body.steps[2]!.end = false))).toEqual(['body.steps: No step is an end; mark the one in which the work is done.'])
  })

  it('require only fields of the form', () => {
    expect(broken((body) => body.steps[0]!.required.push('colour'))).toEqual(['body.steps.0.required.2: "Register" requires the field colour, which is not in the form; add it or take it out.'])
  })
})

describe('transitions', () => {
  it('join known steps', () => {
    expect(broken((body) => (body.transitions[2]!.to = 'confrim'))).toContain('body.transitions.2.to: There is no step confrim; choose one of the steps.')
  })

  it('leave the step that they start from', () => {
    expect(broken((body) => body.transitions.push({ ...body.transitions[2]!, to: 'restore', name: 'Again' }))).toEqual(['body.transitions.4: "Again" leads back to the step it leaves; choose another end.'])
  })

  it('are not there twice', () => {
    expect(broken((body) => body.transitions.push({ ...body.transitions[2]!, name: 'Done' }))).toEqual(['body.transitions.4: Transition 3 leads from restore to confirm already; take one out.'])
  })

  it.each([
    ["fields.impact == 'wide' ||", 'cannot be read'],
    ["fields.impakt == 'wide'", 'There is no field "impakt"'],
    ["impact == 'wide'", '"impact" is unknown here; write fields.…'],
    ['record.prority == "1"', 'There is no field "prority"'],
    ['fields.users', 'gives a double'],
    ["fields.users == 'many'", 'does not fit'],
    ["fields.impact == 'huge'", 'fields.impact is never "huge"; it is "", "wide" or "narrow".'],
    ["record.priority in ['1', '7']", 'record.priority is never "7"'],
    ["'done' == record.outcome", 'record.outcome is never "done"'],
    ['process.exit(1)', 'unknown here'],
  ])('refuse the guard %s: %s', (guard, says) => {
    const faults = broken((body) => (body.transitions[0]!.guard = guard))
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain('body.transitions.0.guard: ')
    expect(faults[0]).toContain(says)
  })

  it('take a guard over fields, priority, state and time', () => {
    expect(broken((body) => (body.transitions[0]!.guard = "record.priority == '1' && record.state != 'confirm' && now - record.openedAt > duration('4h') && !fields.cause_known"))).toEqual([])
  })
})

describe('exit conditions and clocks', () => {
  it('have expressions that are checked like guards', () => {
    expect(broken((body) => (body.steps[1]!.exit[0]!.when = 'fields.nothing'))[0]).toContain('body.steps.1.exit.0.when: There is no field "nothing"')
    expect(broken((body) => (body.clocks[0]!.when = '1 + 1'))[0]).toContain('body.clocks.0.when: The condition gives a int')
  })
})

describe('the form', () => {
  it.each<[string, (body: RoutineBody) => void]>([
    ['body.fields.3: There is a field impact already', (body) => (body.fields[3]!.id = 'impact')],
    ['body.fields.0.choices: Give "Impact" at least two choices.', (body) => (body.fields[0]!.choices = ['wide'])],
    ['body.fields.0.choices.2: "Wide" is listed twice', (body) => body.fields[0]!.choices.push('Wide')],
    ['body.fields.3.choices: "Users hit" is a number; take the choices out', (body) => (body.fields[3]!.choices = ['1', '2'])],
    ['body.fields.3.elementKind: Say which kind of element', (body) => (body.fields[3]!.type = 'element')],
  ])('is refused with "%s"', (says, breakIt) => {
    expect(broken(breakIt).some((fault) => fault.startsWith(says))).toBe(true)
  })
})

describe('a lookup grid', () => {
  it.each<[string, (body: RoutineBody) => void]>([
    ['body.grids.0.cells: "Priority" gives nothing for narrow × soon; fill every cell.', (body) => body.grids[0]!.cells.pop()],
    ['body.grids.0.cells.4: wide × now has a value already; keep one.', (body) => body.grids[0]!.cells.push({ ...body.grids[0]!.cells[0]! })],
    ['body.grids.0.cells.0.value: There is no priority 9; add it or choose another.', (body) => (body.grids[0]!.cells[0]!.value = '9')],
    ['body.grids.0.cells.4.row: "vast" is not a choice of Impact; choose one that is.', (body) => body.grids[0]!.cells.push({ row: 'vast', column: 'now', value: '1' })],
    ['body.grids.0.column: There is no choice field users; add it to the form or name another.', (body) => (body.grids[0]!.column = 'users')],
    ['body.priorities.2: Priority 1 is listed twice; take one out.', (body) => body.priorities.push('1')],
  ])('is refused with "%s"', (says, breakIt) => {
    expect(broken(breakIt)).toContain(says)
  })

  it('names three open cells and counts the rest', () => {
    expect(broken((body) => (body.grids[0]!.cells = []))).toEqual(['body.grids.0.cells: "Priority" gives nothing for wide × now, wide × soon, narrow × now and 1 more; fill every cell.'])
  })
})

describe('clocks', () => {
  it.each<[string, (body: RoutineBody) => void]>([
    ['body.clocks.0.start.of: There is no instant born; choose one of occurred, detected, assessed, declared, opened, responded, restored, resolved, closed.', (body) => (body.clocks[0]!.start.of = 'born')],
    ['body.clocks.0.stop.of: There is no step resolve; choose one of the steps.', (body) => (body.clocks[0]!.stop.of = 'resolve')],
    ['body.clocks.0.pause.0: There is no step waiting; choose one of the steps.', (body) => (body.clocks[0]!.pause = ['waiting'])],
    ['body.clocks.0.stop: "Restoration" stops when it starts; choose a later moment.', (body) => (body.clocks[0]!.stop = { ...body.clocks[0]!.start })],
    ['body.clocks.0.targets.0.priority: There is no priority 3; add it, or give * for every one.', (body) => (body.clocks[0]!.targets[0]!.priority = '3')],
    ['body.clocks.0.targets.1: There is a target for priority 1 already; keep one.', (body) => (body.clocks[0]!.targets[1]!.priority = '1')],
    ['body.clocks.0.targets.0.unit: Months are not counted in service hours; let the clock run elapsed, or give hours.', (body) => (body.clocks[0]!.targets[0]!.unit = 'months')],
    ['body.clocks.0.targets: Give "Restoration" a target, for each priority or for * (every one).', (body) => (body.clocks[0]!.targets = [])],
    ['body.clocks.1: There is a clock restoration already; give this one another short name.', (body) => body.clocks.push(structuredClone(body.clocks[0]!))],
  ])('are refused with "%s"', (says, breakIt) => {
    expect(broken(breakIt)).toContain(says)
  })

  it('of the law run elapsed, by the hour or by the month', () => {
    const notice = (id: string, value: number, unit: 'hours' | 'months') => ({
      id, name: id, when: 'fields.cause_known', start: { at: 'instant' as const, of: 'assessed' }, stop: { at: 'leaving' as const, of: 'restore' }, pause: [], hours: 'elapsed' as const, calendar: '', targets: [{ priority: '*', value, unit, hours: '' as const }], dueField: '', restart: [], beats: [],
    })
    expect(broken((body) => (body.clocks = [notice('early_warning', 24, 'hours'), notice('notification', 72, 'hours'), notice('final_report', 1, 'months')]))).toEqual([])
  })
})

describe('outcomes and the prefix', () => {
  it('have short names of their own', () => {
    expect(broken((body) => body.outcomes.push({ ...body.outcomes[0]! }))).toEqual(['body.outcomes.1: There is an outcome solved already; give this one another short name.'])
  })

  it('are not those of elements', () => {
    expect(broken((body) => (body.recordPrefix = 'SVC'))).toEqual(['body.recordPrefix: SVC is the prefix of elements already; choose another.'])
  })
})

describe('the schema', () => {
  it.each<[object, string]>([
    [{ steps: [{ id: 'Register it', name: 'Register', process: 'recover' }] }, 'a short name with spaces'],
    [{ steps: [{ id: 'register', name: 'Register', process: 'plan' }] }, 'a sixth kind of work'],
    [{ recordPrefix: 'incident' }, 'a prefix in small letters'],
    [{ fields: [{ id: 'a', label: 'A', type: 'colour' }] }, 'an unknown type of field'],
    [{ clocks: [{ id: 'a', name: 'A', start: { at: 'instant', of: 'opened' }, stop: { at: 'instant', of: 'closed' }, targets: [{ priority: '*', value: 0, unit: 'hours' }] }] }, 'a target of no time'],
    [{ outcomes: [{ id: 'a', name: 'A', result: 'good' }] }, 'an unknown result'],
    [{ holder: 'Ada' }, 'who holds it'],
  ])('refuses %j: %s', (wrong) => {
    expect(routineBody.safeParse(wrong).success).toBe(false)
  })
})
