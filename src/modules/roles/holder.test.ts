import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsOn } from '../../shared/system.ts'
import { actingOn, holdersOn, overlapping, seatsOf, separationBreaches, sharedSeats, spansMeet, vacantSeats, type Holder } from './holder.ts'

let next = 0
function held(given: Partial<Holder>): Holder {
  return { id: `h${next++}`, roleId: 'owner', personId: 'ada', elementId: null, deputy: false, fromOn: '2026-01-01', toOn: null, ...given }
}

const seat = { roleId: 'owner', elementId: null }
const mail = { roleId: 'owner', elementId: 'mail' }

describe('holding on a day', () => {
  it('begins on the first day and ends after the last', () => {
    const holder = held({ fromOn: '2026-02-01', toOn: '2026-02-28' })
    expect(['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01'].map((on) => holdsOn(holder, on))).toEqual([false, true, true, false])
  })

  it('has no end while none is set', () => {
    expect(holdsOn(held({}), '2099-12-31')).toBe(true)
  })

  it('of a role for the whole organisation covers every element', () => {
    expect(holdersOn([held({})], mail, '2026-06-01')).toHaveLength(1)
  })

  it('of a role for one element covers no other element, and not the organisation', () => {
    const holder = held({ elementId: 'mail' })
    expect(holdersOn([holder], { roleId: 'owner', elementId: 'payroll' }, '2026-06-01')).toEqual([])
    expect(holdersOn([holder], seat, '2026-06-01')).toEqual([])
  })

  it('lists who holds it for this very element first and deputies last', () => {
    const all = [held({ personId: 'dep', deputy: true, elementId: 'mail' }), held({ personId: 'wide' }), held({ personId: 'near', elementId: 'mail' })]
    expect(holdersOn(all, mail, '2026-06-01').map((each) => each.personId)).toEqual(['near', 'wide', 'dep'])
  })
})

describe('acting', () => {
  const both = [held({ personId: 'ada' }), held({ personId: 'bo', deputy: true })]

  it('is for the holder while present', () => {
    expect(actingOn(both, seat, '2026-06-01').map((each) => each.personId)).toEqual(['ada'])
  })

  it('passes to the deputy while the holder is away', () => {
    expect(actingOn(both, seat, '2026-06-01', new Set(['ada'])).map((each) => each.personId)).toEqual(['bo'])
  })

  it('is for nobody when everyone is away', () => {
    expect(actingOn(both, seat, '2026-06-01', new Set(['ada', 'bo']))).toEqual([])
  })
})

describe('the same seat twice', () => {
  it('is found when the days of one person meet', () => {
    const first = held({ fromOn: '2026-01-01', toOn: '2026-06-30' })
    expect(overlapping([first], held({ fromOn: '2026-06-30' }))).toEqual([first])
    expect(overlapping([first], held({ fromOn: '2026-07-01' }))).toEqual([])
  })

  it('is not found for another person, another element or another role', () => {
    const first = held({})
    expect(overlapping([first], held({ personId: 'bo' }))).toEqual([])
    expect(overlapping([first], held({ elementId: 'mail' }))).toEqual([])
    expect(overlapping([first], held({ roleId: 'auditor' }))).toEqual([])
  })

  it('does not find the row itself when it is changed', () => {
    const first = held({})
    expect(overlapping([first], { ...first, toOn: '2027-01-01' })).toEqual([])
  })

  it('means that two spans share at least one day', () => {
    const days = fc.integer({ min: 1, max: 28 }).map((each) => `2026-02-${String(each).padStart(2, '0')}`)
    const span = fc.tuple(days, fc.option(days, { nil: null })).map(([fromOn, toOn]) => ({ fromOn, toOn: toOn !== null && toOn < fromOn ? fromOn : toOn }))
    fc.assert(
      fc.property(span, span, (a, b) => {
        const shared = Array.from({ length: 60 }, (_, at) => new Date(Date.UTC(2026, 1, 1 + at)).toISOString().slice(0, 10)).some((on) => holdsOn(a, on) && holdsOn(b, on))
        expect(spansMeet(a, b)).toBe(shared)
      }),
    )
  })
})

describe('a shared seat', () => {
  it('is one that two people hold as first holder', () => {
    const all = [held({ personId: 'ada' }), held({ personId: 'bo' })]
    expect(sharedSeats(all, '2026-06-01').map((each) => each.seat)).toEqual([seat])
  })

  it('is not one of a holder and a deputy, nor one handed over', () => {
    expect(sharedSeats([held({}), held({ personId: 'bo', deputy: true })], '2026-06-01')).toEqual([])
    expect(sharedSeats([held({ toOn: '2026-03-31' }), held({ personId: 'bo', fromOn: '2026-04-01' })], '2026-06-01')).toEqual([])
  })
})

describe('separation', () => {
  const apart = [['owner', 'auditor']] as const

  it('is breached by one person in both roles, whichever way the link points', () => {
    const all = [held({}), held({ roleId: 'auditor' })]
    expect(separationBreaches(all, apart, '2026-06-01')).toHaveLength(1)
    expect(separationBreaches(all, [['auditor', 'owner']], '2026-06-01')).toHaveLength(1)
  })

  it('is breached by a deputy too', () => {
    expect(separationBreaches([held({}), held({ roleId: 'auditor', deputy: true })], apart, '2026-06-01')).toHaveLength(1)
  })

  it('holds between two people, at two times, and for two elements', () => {
    expect(separationBreaches([held({}), held({ roleId: 'auditor', personId: 'bo' })], apart, '2026-06-01')).toEqual([])
    expect(separationBreaches([held({ toOn: '2026-03-31' }), held({ roleId: 'auditor', fromOn: '2026-04-01' })], apart, '2026-06-01')).toEqual([])
    expect(separationBreaches([held({ elementId: 'mail' }), held({ roleId: 'auditor', elementId: 'payroll' })], apart, '2026-06-01')).toEqual([])
  })

  it('is breached where one of the roles is held for the whole organisation', () => {
    expect(separationBreaches([held({}), held({ roleId: 'auditor', elementId: 'payroll' })], apart, '2026-06-01')).toHaveLength(1)
  })
})

describe('vacancy', () => {
  const elements = [
    { id: 'mail', kind: 'service' },
    { id: 'payroll', kind: 'service' },
    { id: 'acme', kind: 'supplier' },
  ]

  it('counts one seat for the organisation, or one per element of the kind it is held per', () => {
    expect(seatsOf([{ id: 'sms', heldPer: 'organisation' }, { id: 'owner', heldPer: 'service' }], elements)).toEqual([
      { roleId: 'sms', elementId: null },
      { roleId: 'owner', elementId: 'mail' },
      { roleId: 'owner', elementId: 'payroll' },
    ])
  })

  it('names the elements for which nobody holds the role', () => {
    const seats = seatsOf([{ id: 'owner', heldPer: 'service' }], elements)
    expect(vacantSeats(seats, [held({ elementId: 'mail' })], '2026-06-01')).toEqual([{ roleId: 'owner', elementId: 'payroll' }])
    expect(vacantSeats(seats, [held({})], '2026-06-01')).toEqual([])
  })

  it('is not filled by a deputy alone', () => {
    expect(vacantSeats([seat], [held({ deputy: true })], '2026-06-01')).toEqual([seat])
  })
})
