import { describe, expect, it } from 'vitest'
import { mentionAt } from './useMentions.ts'

describe('a mention that is being typed', () => {
  it('begins with @ at the start or after a space', () => {
    expect(['@', 'tell @', 'tell @Gr', 'tell @Grace H'].map(mentionAt)).toEqual(['', '', 'Gr', 'Grace H'])
  })

  it('is none in an address, or before @ is typed', () => {
    expect(['', 'ada@example', 'done', '@1'].map(mentionAt)).toEqual([null, null, null, null])
  })
})
