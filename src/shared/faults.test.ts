import { describe, expect, it } from 'vitest'
import { counted, endsBeforeStart, hasLink, listed, repeated, unanswered } from './faults.ts'

describe('faults', () => {
  it('of empty fields stand for an empty text, an empty list and null, and not for zero or false', () => {
    const body = { a: '', b: [], c: null, d: 0, e: false, f: 'x' }
    const draft = { title: '', accountable: null, reviewEvery: null, effectiveOn: null, body, links: [] }
    const asked = { a: 'A.', b: 'B.', c: 'C.', d: 'D.', e: 'E.', f: 'F.' }
    expect(unanswered(draft, asked)).toEqual([
      { path: 'body.a', message: 'A.' },
      { path: 'body.b', message: 'B.' },
      { path: 'body.c', message: 'C.' },
    ])
  })

  it('of repeated items point at every one but the first, and name the first', () => {
    expect(repeated(['a', 'b', 'a', 'a'], (each) => each, 'list', (each, at) => `${each} is item ${at}.`)).toEqual([
      { path: 'list.2', message: 'a is item 1.' },
      { path: 'list.3', message: 'a is item 1.' },
    ])
  })

  it('of a span need both ends', () => {
    expect(endsBeforeStart('2026-02-01', '2026-01-31', 'toOn')).toEqual([{ path: 'toOn', message: 'It ends on 2026-01-31, before it starts on 2026-02-01; give a later end.' }])
    expect(endsBeforeStart('2026-02-01', '2026-02-01', 'toOn')).toEqual([])
    expect(endsBeforeStart(null, '2026-01-31', 'toOn')).toEqual([])
    expect(endsBeforeStart('2026-02-01', null, 'toOn')).toEqual([])
  })

  it('see a link by its type', () => {
    const draft = { links: [{ type: 'binds' }] }
    expect([hasLink(draft, 'binds'), hasLink(draft, 'serves')]).toEqual([true, false])
  })
})

describe('words', () => {
  it('join names as people do', () => {
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'], 'or')]).toEqual(['', 'a', 'a and b', 'a, b or c'])
  })

  it('count one apart from many', () => {
    expect([counted(1, 'step'), counted(2, 'step'), counted(0, 'policy', 'policies')]).toEqual(['1 step', '2 steps', '0 policies'])
  })
})
