import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { criticality, holdsTo, items, line, lines, named, slug, text, word } from './fields.ts'

describe('fields', () => {
  it('carry their label', () => {
    expect([line('One'), text('Two'), lines('Three'), criticality('Four'), items(z.string(), 'Five')].map((field) => field.description)).toEqual(['One', 'Two', 'Three', 'Four', 'Five'])
  })

  it('are empty while nothing is given', () => {
    expect([line('').parse(undefined), lines('').parse(undefined), criticality('').parse(undefined)]).toEqual(['', [], null])
  })

  it('lose the space around what was typed', () => {
    expect(line('').parse('  a b ')).toBe('a b')
  })

  it('refuse half a character and control characters, but not line breaks, tabs and emoji', () => {
    expect(text('').safeParse('\ud83d').success).toBe(false)
    expect(text('').safeParse('a\u0000b').success).toBe(false)
    expect(text('').safeParse('a\n\tb 😀').success).toBe(true)
  })

  it('refuse what turns the direction of writing, and say which character it is', () => {
    const said = (value: string) => text('').safeParse(value).error?.issues[0]?.message
    for (const code of [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069]) {
      expect(said(`pay${String.fromCharCode(code)}100`)).toBe(`It holds a character that turns the direction of writing (U+${code.toString(16).toUpperCase()}). Take it out.`)
    }
    expect(said('a\u001bb')).toBe('It holds a control character (U+001B). Take it out.')
    expect(said('שלום‏ and العربية‎')).toBeUndefined()
  })

  it('hold a name to one line', () => {
    const said = (value: string) => named('Give a name.').safeParse(value).error?.issues[0]?.message
    expect(['Ada Berg', ' Ada\n', 'Ada\nBerg', 'Ada\tBerg', 'Ada\u0007', ''].map(said)).toEqual([
      undefined, undefined, 'It holds a line break or a tab. Keep it to one line.', 'It holds a line break or a tab. Keep it to one line.', 'It holds a control character (U+0007). Take it out.', 'Give a name.',
    ])
  })

  it('refuse what is too long, with the length in the sentence', () => {
    expect(line('', 3).safeParse('abcd').error?.issues[0]?.message).toBe('Keep it to 3 characters.')
  })

  it('refuse an empty word and an empty line in a list', () => {
    expect(word('').safeParse('  ').success).toBe(false)
    expect(lines('').safeParse(['a', '']).success).toBe(false)
  })

  it('take a criticality from 1 to 4 only', () => {
    expect([0, 1, 4, 5, 2.5, '2'].map((value) => criticality('').safeParse(value).success)).toEqual([false, true, true, false, false, false])
  })

  it('take a short name of small letters, digits and _', () => {
    expect(['assess', 'a1_b', '1a', 'Assess', 'a-b', '', 'a'.repeat(41)].map((name) => slug('').safeParse(name).success)).toEqual([true, true, false, false, false, false, false])
  })
})

describe('a bound', () => {
  it('is kept on the bound itself', () => {
    expect([holdsTo(5, 'at most', 5), holdsTo(5, 'at least', 5), holdsTo(6, 'at most', 5), holdsTo(4, 'at least', 5)]).toEqual([true, true, false, false])
  })
})
