import { describe, expect, it } from 'vitest'
import { planOf, Run } from '../../../test/support/routines.ts'
import { assessed, prepared, valueShown } from './engine.shown.ts'
import { closing, waysOut } from './engine.ways.ts'
import { inWords } from './expression.words.ts'
import { routineBody } from './routine-body.ts'

const now = new Date('2026-11-23T09:00:00Z')
const body = routineBody.parse({
  fields: [
    { id: 'grave', label: 'Assessed as', type: 'choice', choices: ['Significant', 'Not significant'] }, { id: 'users', label: 'Users hit, in %', type: 'number' }, { id: 'from', label: 'From', type: 'instant' }, { id: 'told', label: 'Told', type: 'yes or no' },
    { id: 'lead', label: 'Lead', type: 'person' },
  ],
  steps: [
    { id: 'see', name: 'See', process: 'recover', role: 'ROL-1', required: ['users'] },
    { id: 'end', name: 'End', process: 'recover', role: 'ROL-1', end: true, required: ['told'], exit: [{ text: 'It is known why', when: "record.outcome == 'gone'" }] },
  ],
  transitions: [{ from: 'see', to: 'end', name: 'Over', guard: "fields.grave != ''" }, { from: 'end', to: 'see', name: 'Again' }],
  outcomes: [{ id: 'gone', name: 'Gone', result: 'successful' }],
  assessments: [{
    id: 'gravity', name: 'Gravity', field: 'grave',
    criteria: [{ text: 'More than 5 % of the users', when: 'fields.users > 5.0', gives: 'Significant' }, { text: 'Harm to health', gives: 'Significant' }, { text: 'Hardly anybody', when: 'fields.users <= 1.0', gives: 'Not significant' }],
  }],
  texts: [
    { id: 'notice', name: 'Notice', text: '{record.title} since {fields.from}, led by {fields.lead}; {fields.users} %. {record.service}. Told: {fields.told}. {fields.grave}, {fields.grave}' },
    { id: 'late', name: 'Late', when: 'fields.told', text: 'x' },
  ],
})

function record(fields: Record<string, string | number | boolean>) {
  const run = new Run(planOf(body))
  return { plan: run.plan, record: run.do(now.toISOString(), { type: 'create', title: 'Mail is down', fields, places: { serviceId: 's1' } }), run }
}

describe('what a record shows', () => {
  it('are the criteria of an assessment: which hold, which people judge, and what the first that holds suggests', () => {
    const suggested = (users: number) => {
      const { plan, record: made } = record({ users })
      return assessed(plan, made, now)[0]!
    }
    expect(suggested(7)).toMatchObject({ field: 'grave', suggests: 'Significant', criteria: [{ holds: true }, { holds: null }, { holds: false }] })
    expect([suggested(3).suggests, suggested(1).suggests]).toEqual(['', 'Not significant'])
  })

  it('are texts made ready, with instants in the organisation\'s zone, names instead of ids and gaps named once', () => {
    const { plan, record: made } = record({ users: 7, from: '2026-11-23T08:30:00Z', told: false })
    expect(prepared(plan, made, now, (id) => ({ s1: 'Mail' })[id])).toEqual([
      { id: 'notice', name: 'Notice', text: 'Mail is down since 2026-11-23 09:30, led by [Lead]; 7 %. Mail. Told: no. [Assessed as], [Assessed as]', gaps: ['Lead', 'Assessed as'] },
    ])
  })

  it('are values as people read them', () => {
    expect(valueShown({ type: 'several choices' }, ['a', 'b'], 'Europe/Oslo', () => undefined)).toBe('a, b')
    expect(valueShown({ type: 'person' }, 'p1', 'Europe/Oslo', (id) => (id === 'p1' ? 'Ada' : undefined))).toBe('Ada')
    expect(valueShown({ type: 'text' }, null, 'Europe/Oslo', () => undefined)).toBe('')
  })

  it('are the ways out, each with what is missing and why it is not open', () => {
    const { plan, record: made, run } = record({})
    expect(waysOut(plan, made, now)).toEqual([{
      id: 'see-end', name: 'Over', to: 'end', toName: 'End', reason: false, outcome: '', back: false, asks: ['fields.grave'], missing: [{ path: 'fields.users', message: 'Fill in "Users hit, in %".' }], closed: 'It is open only when "Assessed as" is filled in.',
    }])
    expect(closing(plan, made, now)).toEqual({ possible: false, missing: [] })
    const ended = run.do(now.toISOString(), { type: 'advance', transition: 'see-end', fields: { users: 3, grave: 'Significant' } })
    expect(closing(plan, ended, now)).toEqual({ possible: true, missing: [{ path: 'fields.told', message: 'Fill in "Told".' }] })
    expect(waysOut(plan, ended, now)).toMatchObject([{ id: 'end-see', back: true, missing: [], closed: '' }])
  })
})

describe('a condition in words', () => {
  it.each([
    ["fields.grave == 'Significant' && fields.users > 5.0", '"Assessed as" is "Significant" and "Users hit, in %" is more than 5'],
    ["record.outcome in ['gone'] || fields.told", 'the outcome is "Gone" or "Told" is yes'],
    ["!fields.told && record.assignee == ''", '"Told" is no and nobody works on it yet'],
    ["(fields.told || approved) && 'lead' in filled", '("Told" is yes or it is approved) and "Lead" is filled in'],
    ['fields.from < now', '"From" is before now'],
    ["record.state == 'see'", 'the step is "See"'],
    ["fields.told ? record.service != '' : refused", 'if "Told" is yes: the service is named; otherwise: an approval is refused'],
    ["size(filled) > 2", 'size(filled) > 2'],
    ['fields.users >', 'fields.users >'],
  ])('%s reads: %s', (condition, says) => {
    expect(inWords(body, condition)).toBe(says)
  })
})
