import { describe, expect, it } from 'vitest'
import { askedFor, isOpen, orderedWays, type Way } from './ways.ts'

const step = (id: string, current = false) => ({ id, name: id, process: 'recover' as const, end: false, role: null, enteredAt: null, leftAt: null, current, holders: [], instruction: '' })
const way = (to: string, given: Partial<Way> = {}): Way => ({ id: `to_${to}`, name: to, to, toName: to, reason: false, outcome: '', missing: [], closed: '', allowed: true, refusal: '', back: false, asks: [], ...given })
const steps = [step('register'), step('restore', true), step('confirm'), step('learn')]
const nothing = { fields: [], assignee: { role: null, person: null }, priority: '', outcome: '', service: null, configurationItem: null, unit: null, location: null, supplier: null, requester: null }
const field = { id: 'cause', label: 'Cause', type: 'text', choices: [], elementKind: '', hint: '', value: null, shown: '', required: false, usedHere: true, closed: false }

describe('the ways out of a step', () => {
  it('begin with the next step forward, then later ones, then those back', () => {
    expect(orderedWays({ ...nothing, steps, ways: [way('register', { back: true }), way('learn'), way('confirm')] }).map((one) => one.to)).toEqual(['confirm', 'learn', 'register'])
  })

  it('put what is closed or not for this person last', () => {
    const ways = [way('confirm', { closed: 'The change is not approved yet.' }), way('learn', { allowed: false }), way('register', { back: true })]
    expect(orderedWays({ ...nothing, steps, ways }).map((one) => [one.to, isOpen(one, nothing)])).toEqual([['register', true], ['confirm', false], ['learn', false]])
  })

  it('that open by what is not filled in yet may be pressed, and no longer once it says otherwise', () => {
    const ways = [way('confirm', { closed: 'Somebody has to have it.', asks: ['assignee'] }), way('learn')]
    expect(orderedWays({ ...nothing, steps, ways }).map((one) => [one.to, isOpen(one, nothing)])).toEqual([['confirm', true], ['learn', true]])
    expect(isOpen(ways[0]!, { ...nothing, assignee: { role: null, person: { id: 'ada', name: 'Ada' } } })).toBe(false)
    expect(isOpen(way('learn', { closed: 'Only when it is known.', asks: ['fields.cause'] }), { ...nothing, fields: [{ ...field, value: 'Attack' }] })).toBe(false)
  })
})

describe('what a way asks for', () => {
  it('is fields, places, who has it and the outcome, and what cannot be asked here is said', () => {
    const missing = ['fields.cause', 'exit.0', 'assignee', 'outcome', 'exit.1'].map((path) => ({ path, message: path }))
    const exit = [{ text: 'The service is named', holds: false, asks: ['service'] }, { text: 'It is quiet again', holds: false, asks: [] }]
    const asked = askedFor({ fields: [field, { ...field, id: 'other' }], exit }, missing)
    expect([asked.fields.map((one) => one.id), asked.places, asked.assignee, asked.outcome, asked.title]).toEqual([['cause'], ['service'], true, true, false])
    expect(asked.rest.map((one) => one.path)).toEqual(['exit.1'])
  })
})
