import { describe, expect, it } from 'vitest'
import { lookedUp } from './lookedUp.ts'

const grids = [{ name: 'Priority', row: 'impact', column: 'urgency', gives: 'priority', cells: [{ row: 'Everyone', column: 'Stopped', value: 'Critical' }, { row: 'One', column: 'Stopped', value: 'Medium' }] }]

describe('the priority while one still chooses', () => {
  it('is looked up from both choices', () => {
    expect(lookedUp(grids, 'priority', { impact: 'Everyone', urgency: 'Stopped' })).toBe('Critical')
  })

  it('is open until both are made, and is not asked of a grid where none gives it', () => {
    expect([lookedUp(grids, 'priority', { impact: 'Everyone' }), lookedUp([], 'priority', {})]).toEqual([null, undefined])
  })
})
