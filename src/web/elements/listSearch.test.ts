import { describe, expect, it } from 'vitest'
import { parseListSearch } from './listSearch.ts'

describe('the address of a list', () => {
  it('says filter, status, role, order and direction', () => {
    const search = { text: 'risk', status: 'draft', accountable: 'ROL-1', sort: 'changed', direction: 'desc' }
    expect(parseListSearch(search)).toEqual(search)
  })

  it('leaves out what a list cannot be narrowed or sorted by', () => {
    expect(parseListSearch({ text: '', status: 'broken', sort: 'colour', direction: 'up', accountable: 7, page: 3 })).toEqual({})
  })

  it('takes a number that was typed as a filter for the words that it is', () => {
    expect(parseListSearch({ text: 42 })).toEqual({ text: '42' })
  })
})
