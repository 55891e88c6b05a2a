import { describe, expect, it } from 'vitest'
import { isNarrowed, parseRecordSearch } from './recordSearch.ts'

describe('the address of a list of records', () => {
  it('says filters, order and direction', () => {
    const search = { text: 'network', state: 'restore', assignee: 'none', standing: 'any', overdue: true, sort: 'due', direction: 'asc' }
    expect(parseRecordSearch(search)).toEqual(search)
  })

  it('leaves out what a list cannot be narrowed or sorted by, and what holds anyway', () => {
    expect(parseRecordSearch({ text: '', standing: 'open', sort: 'colour', direction: 'desc', overdue: 'no', page: 3 })).toEqual({})
  })

  it('is narrowed by a filter and not by an order or a routine', () => {
    expect([{ text: 'a' }, { sort: 'due' as const, routine: 'RTN-1' }].map(isNarrowed)).toEqual([true, false])
  })
})
