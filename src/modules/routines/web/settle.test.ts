import { describe, expect, it } from 'vitest'
import type { Body } from '../../../web/forms/form.ts'
import { routine } from '../routine.ts'
import { settle, slugOf } from './settle.ts'

const blankStep = { id: '', name: '', end: false, required: [] }
const routineWith = (more: Body): Body => ({ ...routine.empty, ...more })

/** Writes a text letter by letter into the last step's name, as somebody types it. */
function typed(body: Body, name: string): Body {
  let at = body
  for (let length = 1; length <= name.length; length++) {
    const steps = at.steps as Body[]
    at = settle(at, { ...at, steps: [...steps.slice(0, -1), { ...steps.at(-1), name: name.slice(0, length) }] })
  }
  return at
}

function added(body: Body): Body {
  return settle(body, { ...body, steps: [...(body.steps as Body[]), blankStep] })
}

describe('a routine while it is written', () => {
  it('gives each step a short name from its title', () => {
    const body = typed(added(routineWith({})), 'Assess impact')
    expect((body.steps as Body[])[0]).toMatchObject({ id: 'assess_impact', name: 'Assess impact' })
  })

  it('joins a new step to the one before it, under its whole name, and ends there', () => {
    const one = typed(added(routineWith({})), 'Declare')
    const two = typed(added(one), 'Lead')
    expect(two.transitions).toEqual([{ from: 'declare', to: 'lead', name: 'Lead', guard: '' }])
    expect((two.steps as Body[]).map((step) => step.end)).toEqual([false, true])
  })

  it('lets transitions, clocks and required fields follow when a title changes', () => {
    const start = { at: 'entering', of: 'declare' }
    const before = routineWith({
      fields: [{ id: 'cause', label: 'Cause' }],
      steps: [{ id: 'declare', name: 'Declare', required: ['cause'] }, { id: 'lead', name: 'Lead', required: [] }],
      transitions: [{ from: 'declare', to: 'lead', name: 'go', guard: '' }],
      clocks: [{ id: 'restore', name: 'Restore', start, stop: { at: 'instant', of: 'closed' }, pause: ['declare'] }],
    })
    const steps = [{ id: 'declare', name: 'Announce', required: ['cause'] }, { id: 'lead', name: 'Lead', required: [] }]
    const after = settle(before, { ...before, steps, fields: [{ id: 'cause', label: 'Root cause' }] })
    expect(after.transitions).toEqual([{ from: 'announce', to: 'lead', name: 'go', guard: '' }])
    expect(after.clocks).toMatchObject([{ start: { at: 'entering', of: 'announce' }, stop: { at: 'instant', of: 'closed' }, pause: ['announce'] }])
    expect((after.steps as Body[])[0]).toMatchObject({ required: ['root_cause'] })
  })

  it('keeps a short name that was given otherwise, whatever the title becomes', () => {
    const before = routineWith({ steps: [{ id: 'st1', name: 'Declare', required: [] }] })
    const after = settle(before, { ...before, steps: [{ id: 'st1', name: 'Announce', required: [] }] })
    expect((after.steps as Body[])[0]).toMatchObject({ id: 'st1' })
  })

  it('never gives two steps the same short name', () => {
    const body = typed(added(typed(added(routineWith({})), 'Check')), 'Check')
    expect((body.steps as Body[]).map((step) => step.id)).toEqual(['check', 'check_2'])
  })
})

describe('a short name', () => {
  it('is small letters, digits and _, and begins with a letter', () => {
    expect(slugOf('Überprüfen & 2. Mal')).toBe('uberprufen_2_mal')
    expect(slugOf('24 h warning')).toBe('h_warning')
    expect(slugOf('…')).toBe('')
  })
})
