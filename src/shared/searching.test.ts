import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editsBetween, folded, likeness, markOfKey, marksIn, mayBeMistyped, nearnessOf, squeezed, toleranceOf, wordsIn } from './searching.ts'
import { hostileTexts } from '../../test/support/hostile.ts'

const alphabet = [...'abcdefghijklmnopqrstuvwxyzåøé']
const longWord = fc.array(fc.constantFrom(...alphabet), { minLength: 4, maxLength: 14 }).map((letters) => folded(letters.join('')))

/** A word with one letter wrong, missing, added or swapped with the next. */
function edited(word: string, how: number, at: number, letter: string): string {
  const place = at % word.length
  const [before, after] = [word.slice(0, place), word.slice(place)]
  if (how === 0) return before + after.slice(1)
  if (how === 1) return before + letter + after.slice(1)
  if (how === 2) return before + letter + after
  return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2)
}
const edit = fc.tuple(fc.nat(3), fc.nat(20), fc.constantFrom(...'abcxyz'))

describe('words', () => {
  it.each([
    ['Malmö', 'malmo'], ['Ålesund', 'alesund'], ['Straße', 'strasse'], ['Łódź', 'lodz'], ['İstanbul', 'istanbul'], ['ﬁle', 'file'], ['Œuvre', 'oeuvre'], ['ÞÓRR', 'thorr'], ['Ｆｕｌｌ', 'full'],
  ])('of %s are folded to %s', (text, plain) => expect(wordsIn(text)).toEqual([plain]))

  it('end at whatever is neither letter nor digit, and Chinese and Japanese are read letter by letter', () => {
    expect(wordsIn('Driver’s SVC-3, e-mail_box (障害管理)')).toEqual(['driver', 's', 'svc', '3', 'e', 'mail', 'box', '障', '害', '管', '理'])
  })

  it('are the same however the text was composed', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(wordsIn(text.normalize('NFC'))).toEqual(wordsIn(text.normalize('NFD')))
    }))
  })

  it('hold nothing but letters and digits, whatever the text, so that they can stand in a query', () => {
    for (const text of [...hostileTexts, "it's", "a':* | b", '1\\2', '\u2e80', `a${'𝐀'.repeat(40)}`, `${'x'.repeat(59)}𐌀`]) for (const word of wordsIn(text)) expect(word).toMatch(/^[\p{L}\p{N}]{1,60}$/u)
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => wordsIn(text).every((word) => /^[\p{L}\p{N}]{1,60}$/u.test(word))))
  })

  it('make one key of svc3, SVC 3 and SVC-3', () => expect(new Set(['svc3', 'SVC 3', 'SVC-3'].map(squeezed))).toEqual(new Set(['svc3'])))
})

describe('a mistyped word', () => {
  it.each([
    ['incdient', 'incident'], ['suplier', 'supplier'], ['mial', 'mail'], ['managment', 'management'], ['avialabilty', 'availability'], ['polices', 'policies'], ['plattform', 'platform'],
  ])('%s is like %s', (typed, meant) => expect(likeness(typed, meant)).toBeLessThanOrEqual(toleranceOf(meant.length)))

  it.each([['mail', 'mast'], ['change', 'chairman'], ['risk', 'desk']])('%s is not like %s', (typed, other) => expect(likeness(typed, other)).toBeUndefined())

  it('may still be without its end', () => {
    expect(likeness('incdie', 'incident')).toBe(1.5)
    expect(editsBetween('incdie', 'incident')).toEqual({ whole: 3, beginning: 1 })
  })

  it('shares a number with the word that is meant, one edit away', () => {
    fc.assert(fc.property(longWord, edit, (word, [how, at, letter]) => {
      const typed = edited(word, how, at, letter)
      const known = new Set(nearnessOf(word))
      expect(nearnessOf(typed, toleranceOf(typed.length + 1)).some((number) => known.has(number))).toBe(true)
      expect(likeness(typed, word)).toBeLessThanOrEqual(1)
    }))
  })

  it('shares a number with a word of six letters or more, two edits away', () => {
    fc.assert(fc.property(longWord.filter((word) => word.length >= 6), edit, edit, (word, one, two) => {
      const typed = edited(edited(word, ...one), ...two)
      fc.pre(editsBetween(typed, word).whole <= 2)
      const known = new Set(nearnessOf(word))
      expect(nearnessOf(typed, toleranceOf(typed.length + 1)).some((number) => known.has(number))).toBe(true)
    }))
  })

  it('is never a number, a short word or a very long one', () => expect(['2026', 'svc3', 'abc', 'x'.repeat(41), 'mail'].filter(mayBeMistyped)).toEqual(['mail']))
})

describe('marks', () => {
  it('lie on the letters as they are written, marks and all', () => {
    const title = 'Café\u0301s in Malmö, Straße 12'
    expect(marksIn(title, ['malm', 'strass', '12', 'cafe']).map(([from, to]) => title.slice(from, to))).toEqual(['Café\u0301', 'Malm', 'Straß', '12'])
  })

  it('of a key lie on its beginning, however that was typed', () => {
    expect([markOfKey('SVC-30', 'svc3'), markOfKey('SVC-30', 'SVC 30'), markOfKey('SVC-30', 'sv'), markOfKey('SVC-30', 'svc4'), markOfKey('SVC-30', '--')]).toEqual([[[0, 5]], [[0, 6]], [[0, 2]], [], []])
  })

  it('lie within the text, in order and apart, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string({ unit: 'grapheme', maxLength: 3 })), (text, words) => {
      let end = 0
      for (const [from, to] of marksIn(text, words.flatMap(wordsIn))) {
        expect(from).toBeGreaterThanOrEqual(end)
        expect(to).toBeGreaterThan(from)
        end = to
      }
      expect(end).toBeLessThanOrEqual(text.length)
    }))
  })
})
