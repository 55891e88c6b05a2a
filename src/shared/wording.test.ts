import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sequenceDiff, wordDiff, type Piece } from './wording.ts'

const kept = (pieces: readonly Piece[], side: 'added' | 'removed') => pieces.filter((piece) => piece.state !== (side === 'added' ? 'removed' : 'added')).map((piece) => piece.text)

describe('the difference of two texts', () => {
  it('names the words that went and the words that came', () => {
    expect(wordDiff('Every change has an owner.', 'Every change has one owner.')).toEqual([
      { text: 'Every change has ', state: 'same' },
      { text: 'an', state: 'removed' },
      { text: 'one', state: 'added' },
      { text: ' owner.', state: 'same' },
    ])
  })

  it('is one kept run where nothing differs, and nothing at all for nothing', () => {
    expect(wordDiff('Same words', 'Same words')).toEqual([{ text: 'Same words', state: 'same' }])
    expect(wordDiff('', '')).toEqual([])
  })

  it('gives back both texts, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'bb', ' ', '\n', 'ccc.'), { maxLength: 40 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = wordDiff(before, after)
        expect(kept(pieces, 'removed').join('')).toBe(before)
        expect(kept(pieces, 'added').join('')).toBe(after)
      }),
    )
  })

  it('keeps the longest common part of two lists', () => {
    expect(sequenceDiff(['one', 'two', 'three'], ['one', 'three', 'four'])).toEqual([
      { text: 'one', state: 'same' },
      { text: 'two', state: 'removed' },
      { text: 'three', state: 'same' },
      { text: 'four', state: 'added' },
    ])
  })
})
