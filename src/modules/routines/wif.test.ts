import { describe, expect, it } from 'vitest'
import { starterRoutine } from '../../../test/support/routines.ts'
import { routineFaults } from './routine-check.ts'
import { routineFromWif, wifOf } from './wif.ts'

const roleName = (key: string) => `Role ${key.slice(4)}`
const roleOf = (profile: string) => (/^Role \d+$/.test(profile) ? `ROL-${profile.slice(5)}` : undefined)
const source = { key: 'RTN-1', title: 'Incident', version: 3, createdAt: '2026-11-23T09:00:00.000Z', createdBy: 'Ada' }

describe('a routine in the interchange format of USM', () => {
  it('says its steps in order, their kind of work and who has which part, and what the format has no place for', () => {
    const { workflow, left } = wifOf({ ...source, body: starterRoutine('RTN-1'), roleName })
    expect(workflow).toMatchObject({ 'format-version': '1.0.0', 'source-system-type': 'wellrun:wellrun', 'workflow-version': '3', name: 'Incident', slug: 'rtn-1', process: 'recover', dynamicity: 'static' })
    const steps = workflow['steps'] as Record<string, unknown>[]
    expect(steps.find((step) => step['id'] === 'restore')).toMatchObject({ name: 'Restore', process: 'recover', activities: [{ responsibilities: { 'ROL-7': ['R'], 'ROL-6': ['S'], 'ROL-3': ['C'] } }] })
    expect(left).toContain('Clocks and what they set off.')
    expect(left.some((sentence) => sentence.includes('Reopen'))).toBe(true)
  })

  it('comes back with the same steps, roles and kinds of work, in a routine without a fault', () => {
    for (let number = 1; number <= 14; number++) {
      const body = starterRoutine(`RTN-${number}`)
      const back = routineFromWif(JSON.parse(JSON.stringify(wifOf({ ...source, body, roleName }).workflow)), roleOf)
      expect(back.faults).toEqual([])
      expect(back.title).toBe('Incident')
      const shape = (one: typeof body) => one.steps.map(({ name, process, role, rasci }) => ({ name, process, role, ...rasci, supporting: rasci.supporting.toSorted() }))
      expect(shape(back.body!)).toEqual(shape(body))
      expect(routineFaults(back.body!)).toEqual([])
    }
  })

  it('is read in the order that it gives, with what it lacks said', () => {
    const { title, body, left } = routineFromWif({
      'format-version': '1.0.0', name: 'Moving desks', process: 'Change',
      steps: [
        { 'sort-index': 2, name: 'Überprüfen', activities: [{ description: 'Look', responsibilities: { 'Role 2': ['R', 'A'], Nobody: ['R'] } }] },
        { 'sort-index': 1, name: 'Plan', process: 'agree', activities: [{ description: 'Draw', responsibilities: { 'Role 1': 'R', 'Role 3': 'R/C' } }] },
      ],
    }, roleOf)
    expect(title).toBe('Moving desks')
    expect(body?.steps).toMatchObject([
      { id: 'plan', name: 'Plan', process: 'agree', role: 'ROL-1', rasci: { supporting: ['ROL-3'], consulted: ['ROL-3'] }, exit: [{ text: 'Draw' }], end: false },
      { id: 'uberprufen', name: 'Überprüfen', process: 'change', role: 'ROL-2', rasci: { accountable: 'ROL-2' }, end: true },
    ])
    expect(body?.transitions).toMatchObject([{ from: 'plan', to: 'uberprufen', name: 'Überprüfen' }])
    expect(left).toEqual([
      '"Überprüfen": no role is called "Nobody"; name the one that is meant.',
      'The format has no ways between steps: each leads to the next, and the last is the end. Add the ways back and their conditions.',
      'Form, clocks, priorities and outcomes are not in the file; add them.',
    ])
  })

  it('of another tool gives parts to ids of profiles, orders by texts, and describes itself; a template need not say its version', () => {
    const { body, left } = routineFromWif({
      type: 'workflow-template', slug: 'new-laptop', name: 'Order a new laptop', description: 'For everybody.', process: 'agree', 'created-by': { id: 's1', name: 'A' }, unheard: { of: 1 },
      profiles: [{ id: 'operator', name: 'Role 1' }, { id: 'boss', name: 'Head of nothing' }],
      steps: [
        { id: '2', 'sort-index': '3', name: 'Hand over', process: 'change', activities: [{ id: '1', name: 'Hand it over', responsibilities: { operator: ['R'], boss: ['A'] } }] },
        { id: '1', 'sort-index': '1', name: 'Accept', activities: [{ id: '2', 'sort-index': '2', description: 'Second' }, { id: '1', 'sort-index': '1', description: 'First', responsibilities: { operator: ['R'] } }] },
      ],
    }, roleOf)
    expect(body).toMatchObject({ purpose: 'For everybody.', steps: [{ name: 'Accept', process: 'agree', role: 'ROL-1', exit: [{ text: 'First' }, { text: 'Second' }] }, { name: 'Hand over', role: 'ROL-1', exit: [{ text: 'Hand it over' }] }] })
    expect(left).toEqual(expect.arrayContaining(['The file does not say of which version of the format it is; it was read as version 1.', '"Hand over": no role is called "Head of nothing"; name the one that is meant.']))
  })

  it('is refused where it is no such file', () => {
    expect(routineFromWif({ steps: 'none' }, roleOf).faults.map((fault) => fault.path)).toEqual(['steps'])
    expect(routineFromWif(null, roleOf).body).toBeNull()
  })
})
