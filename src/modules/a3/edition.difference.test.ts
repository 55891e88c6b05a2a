import { describe, expect, it } from 'vitest'
import { fjordvik } from '../../../test/support/fjordvik.ts'
import { crowded, SystemMaker } from '../../../test/support/systems.ts'
import { a3Page } from './a3.ts'
import { difference } from './edition.difference.ts'
import { countsText, peopleIn, readPage, withNames, withoutNames } from './edition.ts'

function small() {
  const made = new SystemMaker('Northwind')
  const hall = made.add('unit', 'City hall')
  const schools = made.add('unit', 'Schools')
  const mail = made.add('service', 'E-mail', { criticality: 1 })
  const entry = (element: string, state: string, more = {}) => ({ service: mail.id, axis: 'unit', element, state, ...more })
  const scope = made.add('scope', 'Scope', { sentence: 'All of it.', entries: [entry(hall.id, 'in'), entry(schools.id, 'partly')] })
  const policy = made.add('policy', 'Change', { statement: 'Small.', principles: [{ text: 'One owner' }, { text: 'A way back' }] })
  const routine = made.add('routine', 'Incident', { steps: [{ id: 'a', name: 'Register', process: 'recover' }, { id: 'b', name: 'Restore', process: 'recover' }] })
  return { made, hall, schools, mail, scope, policy, routine, entry, page: () => a3Page(structuredClone(made.system)) }
}

describe('the difference between two pages', () => {
  it('is nothing between a page and itself, and only time passing is nothing either', () => {
    for (const system of [fjordvik(), crowded(55, 40)]) {
      const page = a3Page(system)
      const later = { ...page, asOf: '2027-01-01', ledger: { entries: 9, head: 'ff' }, live: !page.live }
      expect(difference(page, later)).toEqual({ changes: [], cells: [], signs: [], counts: { added: 0, changed: 0, removed: 0 } })
    }
  })

  it('matches rows by element: a renamed policy changed, wherever it stands', () => {
    const { made, policy, page } = small()
    const before = page()
    made.change(policy, { title: 'A new name' })
    const { changes, counts } = difference(before, page())
    expect(changes).toMatchObject([{ block: 'policies', what: 'changed', place: policy.id, title: 'A new name', fields: [{ name: 'title', before: 'Change', after: 'A new name' }] }])
    expect(countsText(counts)).toBe('1 changed')
  })

  it('names what was added and removed, and is mirrored when turned round', () => {
    const { made, policy, page } = small()
    const before = page()
    made.retire(policy)
    made.add('role', 'SMS owner')
    const there = difference(before, page())
    const back = difference(page(), before)
    expect(there.changes).toContainEqual(expect.objectContaining({ block: 'policies', what: 'removed', title: 'Change' }))
    expect(there.changes).toContainEqual(expect.objectContaining({ block: 'roles', what: 'added', title: 'SMS owner' }))
    expect([back.counts.added, back.counts.removed, back.counts.changed]).toEqual([there.counts.removed, there.counts.added, there.counts.changed])
  })

  it('tells each moved cell of the scope, and counts its service once', () => {
    const { made, mail, hall, schools, scope, entry, page } = small()
    const before = page()
    made.change(scope, { body: { entries: [entry(hall.id, 'partly'), entry(schools.id, 'not yet', { reason: 'Contract', byOn: '2027-04-01' })] } })
    const { cells, changes, counts } = difference(before, page())
    expect(cells).toEqual([
      { service: mail.id, column: hall.id, before: 'in scope', after: 'partly' },
      { service: mail.id, column: schools.id, before: 'partly', after: 'not yet · by 1 Apr 2027 · Contract' },
    ])
    expect(changes).toMatchObject([{ block: 'scope', what: 'changed', title: 'E-mail', fields: [{ name: 'City hall' }, { name: 'Schools' }] }])
    expect(counts).toEqual({ added: 0, changed: 1, removed: 0 })
  })

  it('pairs what went with what came in a list, and sees steps that changed places', () => {
    const { made, policy, routine, page } = small()
    const before = page()
    made.change(policy, { body: { principles: [{ text: 'Two owners' }, { text: 'A way back' }] } })
    made.change(routine, { body: { steps: [{ id: 'b', name: 'Restore', process: 'recover' }, { id: 'a', name: 'Register', process: 'operate' }] } })
    const fields = difference(before, page()).changes.map((change) => change.fields)
    expect(fields).toEqual([
      [{ name: 'principle', before: 'One owner', after: 'Two owners' }],
      [{ name: 'step', before: 'Register (recover)', after: 'Register (operate)' }, { name: 'order of steps', before: 'Register (recover), Restore (recover)', after: 'Restore (recover), Register (operate)' }],
    ])
  })

  it('leaves drafts out on both sides', () => {
    const { made, page } = small()
    const before = page()
    made.add('policy', 'Only written', {}, { status: 'draft', version: 0 })
    expect(difference(before, page()).counts).toEqual({ added: 0, changed: 0, removed: 0 })
  })
})

describe('a frozen page', () => {
  it('is read under its own page model alone', () => {
    const page = a3Page(fjordvik())
    expect(readPage(JSON.stringify(page))).toEqual(page)
    expect(readPage(JSON.stringify({ ...page, model: 2 }))).toBeNull()
  })

  it('holds nobody by name, and reads with today\'s names as the page computed today', () => {
    const system = fjordvik()
    const frozen = a3Page(withoutNames(system, null))
    const text = JSON.stringify(frozen)
    expect(system.people.length).toBeGreaterThan(3)
    for (const { name } of system.people) expect([name, text.includes(name)]).toEqual([name, false])
    expect(peopleIn(frozen).length).toBeGreaterThan(3)
    expect(withNames(frozen, new Map(system.people.map((person) => [person.id, person.name])))).toEqual(a3Page(system))
  })
})
