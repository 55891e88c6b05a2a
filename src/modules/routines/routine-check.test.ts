import { describe, expect, it } from 'vitest'
import { routineBody, type RoutineBody } from './routine-body.ts'
import { routineFaults } from './routine-check.ts'
import { routine } from './routine.ts'

/** A sound routine that says all that a routine can say; each test breaks one thing in it. */
function sound(): RoutineBody {
  return routineBody.parse({
    fields: [
      { id: 'impact', label: 'Impact', type: 'choice', choices: ['wide', 'narrow'] },
      { id: 'urgency', label: 'Urgency', type: 'choice', choices: ['now', 'soon'] },
      { id: 'level', label: 'Level', type: 'choice', choices: ['high', 'low'] },
      { id: 'cost', label: 'Cost', type: 'number' },
      { id: 'due', label: 'Due', type: 'day' },
      { id: 'told', label: 'Last told', type: 'instant', sets: 'responded' },
      { id: 'accepted_by', label: 'Accepted by', type: 'person' },
    ],
    steps: [
      { id: 'ask', name: 'Ask', process: 'change', role: 'ROL-1', required: ['impact'], requiredIf: [{ field: 'cost', when: "fields.impact == 'wide'" }] },
      {
        id: 'approve', name: 'Approve', process: 'change', role: 'ROL-2', approvals: [{ id: 'owner', name: 'Owner', role: 'ROL-3', when: 'fields.cost > thresholds.limit' }],
        effects: [{ do: 'tell', roles: ['ROL-4'], text: 'Decide' }],
      },
      { id: 'do', name: 'Do', process: 'change', role: 'ROL-5', sets: ['responded'] },
      { id: 'check', name: 'Check', process: 'improve', role: 'ROL-1', end: true, effects: [{ do: 'raise', routine: 'RTN-9', link: 'raised from', copy: ['impact'] }] },
    ],
    transitions: [
      { from: 'ask', to: 'approve', name: 'Ask for approval' },
      { from: 'approve', to: 'do', name: 'Approve', after: 'approval', effects: [{ do: 'set', field: 'accepted_by', value: 'approvers[0]' }] },
      { id: 'turn_down', from: 'approve', to: 'check', name: 'Refuse', after: 'refusal', outcome: 'refused' },
      { from: 'do', to: 'check', name: 'Done', guard: "'impact' in filled", effects: [{ do: 'assign', roles: ['ROL-1'] }] },
    ],
    grids: [{
      id: 'level', name: 'Level', row: 'impact', column: 'urgency', gives: 'level',
      cells: [['wide', 'now', 'high'], ['wide', 'soon', 'low'], ['narrow', 'now', 'low'], ['narrow', 'soon', 'low']].map(([row, column, value]) => ({ row, column, value })),
    }],
    clocks: [
      {
        id: 'doing', name: 'Doing', start: { at: 'entering', of: 'do' }, stop: { at: 'leaving', of: 'do' }, targets: [{ priority: '*', value: 4, unit: 'hours' }], restart: ['told'],
        beats: [{ id: 'half', at: 50, do: 'remind' }, { id: 'over', at: 100, do: 'transition', transition: 'do-check' }],
      },
      { id: 'until', name: 'Until', start: { at: 'instant', of: 'opened' }, stop: { at: 'field', of: 'told' }, dueField: 'due' },
      { id: 'idle', name: 'Idle', start: { at: 'entering', of: 'check' }, stop: { at: 'instant', of: 'closed' }, targets: [{ priority: '*', value: 5, unit: 'days' }], beats: [{ id: 'shut', at: 100, do: 'close', outcome: 'refused' }] },
    ],
    outcomes: [{ id: 'refused', name: 'Refused', result: 'not carried out' }, { id: 'done', name: 'Done', result: 'successful' }],
    catalogue: [{ id: 'badge', name: 'A badge', values: { impact: 'narrow', cost: 5 }, required: ['urgency'] }],
    thresholds: [{ id: 'limit', policy: 'POL-2', quantity: 'Cost without approval' }],
    assessments: [{ id: 'gravity', name: 'Gravity', field: 'impact', criteria: [{ text: 'It costs much', when: 'fields.cost > 100.0', gives: 'wide' }] }],
    texts: [{ id: 'notice', name: 'Notice', text: '{record.title}: {fields.impact} since {record.openedAt}' }],
  })
}

function faultsAfter(breakIt: (body: RoutineBody) => void): string[] {
  const body = sound()
  breakIt(body)
  return routineFaults(body).map((fault) => `${fault.path}: ${fault.message}`)
}

const rule: RoutineBody['recurrences'][number] = { id: 'same', name: 'Same', same: ['impact'], when: '', atLeast: 2, months: 6, routine: 'RTN-9', text: '', fields: {}, link: '', roles: [] }

describe('a routine that says all it can', () => {
  it('has no fault', () => {
    expect(faultsAfter(() => {})).toEqual([])
  })

  it('addresses every role, routine, calendar and policy that it names', () => {
    const named = routine.addresses?.(sound()).filter((each) => !/^steps\.\d\.role$/.test(each.path))
    expect(named?.map((each) => `${each.path} ${each.to} ${each.kinds.join()}`)).toEqual([
      'steps.1.approvals.0.role ROL-3 role', 'steps.1.effects.0.roles.0 ROL-4 role', 'steps.3.effects.0.routine RTN-9 routine', 'transitions.3.effects.0.roles.0 ROL-1 role', 'thresholds.0.policy POL-2 policy',
    ])
  })

  it.each<[string, (body: RoutineBody) => void]>([
    ['body.fields.5.sets: "closed" is set when a record is closed; take it out.', (body) => (body.fields[5]!.sets = 'closed')],
    ['body.steps.2.sets.0: "opened" is set when a record is created; take it out.', (body) => (body.steps[2]!.sets = ['opened'])],
    ['body.transitions.0.sets.0: "closed" is set when a record is closed; take it out.', (body) => (body.transitions[0]!.sets = ['closed'])],
    ['body.steps.0.requiredIf.0.field: "Ask" requires the field price, which is not in the form; add it or take it out.', (body) => (body.steps[0]!.requiredIf[0]!.field = 'price')],
    ['body.steps.0.requiredIf.0.when: Say when it is required, or list it among those that always are.', (body) => (body.steps[0]!.requiredIf[0]!.when = '')],
    ['body.steps.0.requiredIf.0.when: fields.impact is never "huge"; it is "", "wide" or "narrow".', (body) => (body.steps[0]!.requiredIf[0]!.when = "fields.impact == 'huge'")],
    ['body.steps.1.approvals: No way leads on once "Approve" is approved; let one come after approval.', (body) => (body.transitions[1]!.after = '')],
    ['body.steps.1.approvals: No way leads out of "Approve" once it is refused; add one after refusal.', (body) => (body.transitions[2]!.after = 'approval')],
    ['body.steps.1.approvals.1: There is an approval owner already; give this one another short name.', (body) => body.steps[1]!.approvals.push({ ...body.steps[1]!.approvals[0]! })],
    ['body.steps.1.approvals.0.when: There is no field "ceiling" in the form or the record; add it to the form or mend its name.', (body) => (body.steps[1]!.approvals[0]!.when = 'fields.cost > thresholds.ceiling')],
    ['body.transitions.3.after: "Do" asks for no approval; add one to it, or take this out.', (body) => (body.transitions[3]!.after = 'approval')],
    ['body.transitions.3.guard: There is no field "colour" in the form; add it or mend its name.', (body) => (body.transitions[3]!.guard = "'colour' in filled")],
    ['body.transitions.2.outcome: There is no outcome lost; choose one of the routine.', (body) => (body.transitions[2]!.outcome = 'lost')],
    ['body.transitions.1.outcome: "Approve" leads to no end, so it sets no outcome; take it out.', (body) => (body.transitions[1]!.outcome = 'done')],
    ['body.transitions.3: There is a transition turn_down already; give this one another short name.', (body) => (body.transitions[3]!.id = 'turn_down')],
    ['body.steps.1.effects.0.roles: Say which roles are told.', (body) => (body.steps[1]!.effects[0]!.roles = [])],
    ['body.steps.1.effects.0.when: The condition gives a int; write one that is true or false, such as record.priority == \'1\'.', (body) => (body.steps[1]!.effects[0]!.when = '1 + 1')],
    ['body.steps.1.effects.0.text: Nothing is known of {fields.colour}; name a field of the form, such as {fields.impact}, or {record.title}.', (body) => (body.steps[1]!.effects[0]!.text = '{fields.colour}')],
    ['body.steps.3.effects.0.routine: Say of which routine a record is raised.', (body) => (body.steps[3]!.effects[0]!.routine = '')],
    ['body.steps.3.effects.0.copy.0: There is no field colour to copy; choose one of the form.', (body) => (body.steps[3]!.effects[0]!.copy = ['colour'])],
    ['body.transitions.3.effects.0.roles: Name the one role that takes over.', (body) => (body.transitions[3]!.effects[0]!.roles = ['ROL-1', 'ROL-2'])],
    ['body.transitions.1.effects.0.field: There is no field colour to set; choose one of the form.', (body) => (body.transitions[1]!.effects[0]!.field = 'colour')],
    ['body.transitions.1.effects.0.value: The expression gives a int, but "Accepted by" keeps the id of a person, such as approvers[0].', (body) => (body.transitions[1]!.effects[0]!.value = '1')],
    ['body.transitions.1.effects.0.value: Say what "Accepted by" is set to, as an expression.', (body) => (body.transitions[1]!.effects[0]!.value = '')],
    ['body.transitions.1.effects.0.value: "huge" is not a choice of "Impact"; it is "wide" or "narrow".', (body) => Object.assign(body.transitions[1]!.effects[0]!, { field: 'impact', value: "'huge'" })],
    ['body.transitions.1.effects.0.field: "Level" is looked up in the grid Level; set what chooses its row or column.', (body) => Object.assign(body.transitions[1]!.effects[0]!, { field: 'level', value: "'low'" })],
    ['body.grids.0.gives: "Level" gives what it is looked up by; choose another field.', (body) => (body.grids[0]!.gives = 'impact')],
    ['body.clocks.0.restart.0: There is no field colour; choose one of the form.', (body) => (body.clocks[0]!.restart = ['colour'])],
    ['body.clocks.0.targets.0.value: Give at most fifty years.', (body) => (body.clocks[0]!.targets[0]!.value = 1e9)],
    ['body.clocks.0.beats.1: There is a beat half already; give this one another short name.', (body) => (body.clocks[0]!.beats[1]!.id = 'half')],
    ['body.clocks.0.beats.1.transition: There is no transition do-it; choose one of the routine.', (body) => (body.clocks[0]!.beats[1]!.transition = 'do-it')],
    ['body.clocks.0.beats.1.transition: "Doing" does not run in ask, where "Ask for approval" starts; choose a way out of a step in which it runs.', (body) => (body.clocks[0]!.beats[1]!.transition = 'ask-approve')],
    ['body.clocks.2.beats.0.outcome: There is no outcome lost; choose one of the routine.', (body) => (body.clocks[2]!.beats[0]!.outcome = 'lost')],
    ['body.clocks.0.beats.1: "Doing" runs in no end, and only there a record is closed.', (body) => Object.assign(body.clocks[0]!.beats[1]!, { do: 'close', outcome: 'done' })],
    ['body.clocks.1.dueField: "Cost" is a number; only a day or an instant says when something is due.', (body) => (body.clocks[1]!.dueField = 'cost')],
    ['body.clocks.1.dueField: There is no field colour; choose one of the form.', (body) => (body.clocks[1]!.dueField = 'colour')],
    ['body.clocks.1.targets: "Due" says when "Until" is due; take the targets out, or that field.', (body) => (body.clocks[1]!.targets = [...body.clocks[0]!.targets])],
    ['body.clocks.1.stop.of: There is no field colour; choose one of the form.', (body) => (body.clocks[1]!.stop.of = 'colour')],
    ['body.clocks.1.start.of: No clock runs on a record that is closed; let it start earlier.', (body) => (body.clocks[1]!.start.of = 'closed')],
    ['body.catalogue.0.values.impact: "Impact" is "wide" or "narrow".', (body) => (body.catalogue[0]!.values['impact'] = 'huge')],
    ['body.catalogue.0.values.cost: "Cost" is a number.', (body) => (body.catalogue[0]!.values['cost'] = 'much')],
    ['body.catalogue.0.required.0: "A badge" asks for the field colour, which is not in the form; add it or take it out.', (body) => (body.catalogue[0]!.required = ['colour'])],
    ['body.thresholds.1: There is a threshold limit already; give this one another short name.', (body) => body.thresholds.push({ ...body.thresholds[0]! })],
    ['body.assessments.0.field: There is no choice field cost; add it to the form or name another.', (body) => (body.assessments[0]!.field = 'cost')],
    ['body.assessments.0.criteria.0.gives: "huge" is not a choice of "Impact"; it is "wide" or "narrow".', (body) => (body.assessments[0]!.criteria[0]!.gives = 'huge')],
    ['body.texts.0.text: Nothing is known of {fields.colour}; name a field of the form, such as {fields.impact}, or {record.title}.', (body) => (body.texts[0]!.text = '{fields.colour}')],
    ['body.recordPrefix: OUT is the prefix of outages, items or verifications already; choose another.', (body) => (body.recordPrefix = 'OUT')],
    ['body.window.to: There is no field (empty) that holds an instant; choose one of the form.', (body) => (body.window = { from: 'cost', to: '' })],
    ['body.window.from: There is no field cost that holds an instant; choose one of the form.', (body) => (body.window = { from: 'cost', to: '' })],
    ['body.findingsIn: There is no field cost that takes a text; choose one of the form.', (body) => (body.findingsIn = 'cost')],
    ['body.recurrences.0.same: Say what the records have in common, such as the apparent cause.', (body) => body.recurrences.push({ ...rule, same: [] })],
    ['body.recurrences.0.same.1: cost cannot be compared; name a field that chooses or names something, or service, configurationItem, unit, location, supplier.', (body) => body.recurrences.push({ ...rule, same: ['impact', 'cost'] })],
    ['body.recurrences.0.routine: Say of which routine a record is raised.', (body) => body.recurrences.push({ ...rule, routine: '' })],
    ['body.recurrences.0.when: There is no field "colour" in the form or the record; add it to the form or mend its name.', (body) => body.recurrences.push({ ...rule, when: "fields.colour == 'red'" })],
  ])('is refused with "%s"', (says, breakIt) => {
    expect(faultsAfter(breakIt)).toContain(says)
  })
})

describe('a guard that nothing opens', () => {
  const guardedBy = (guard: string) => faultsAfter((body) => void (body.transitions[3]!.guard = guard)).filter((fault) => fault.includes('can never be taken'))

  it('is said where all that it reads can be tried through', () => {
    for (const guard of ["fields.impact == 'wide' && fields.impact == 'narrow'", "record.outcome == 'refused' && record.outcome != 'refused'", "'impact' in filled && fields.impact == ''", '!approved && approved', "record.state == 'ask'", 'false']) {
      expect(guardedBy(guard), guard).toEqual([expect.stringMatching(/^body\.transitions\.3\.guard: Nothing that can be chosen makes/)])
    }
  })

  it('is not said where something opens it, or where it reads what has no end of values', () => {
    for (const guard of ["fields.impact == 'wide' && fields.urgency == 'now'", "'impact' in filled && fields.impact != 'wide'", "'cost' in filled && approved", "record.state == 'do'", 'filled == []', 'fields.cost > 5.0 && fields.cost < 1.0', "!('due' in filled) || refused"]) {
      expect(guardedBy(guard), guard).toEqual([])
    }
  })
})
