import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseInput } from './parse.ts'

const input = z.object({ title: z.string(), body: z.record(z.string(), z.unknown()) })

test('what is to be kept holds nothing that cannot be read, wherever it stands, and the refusal names the place', () => {
  const kept = (value: object) => () => parseInput(input, { title: 'Mail', body: {}, ...value })
  expect(kept({ body: { notes: ['one\n\ttwo'] } })()).toEqual({ title: 'Mail', body: { notes: ['one\n\ttwo'] } })
  expect(kept({ title: 'Mail\u202egnp.exe' })).toThrow('title: It holds a character that turns the direction of writing (U+202E). Take it out.')
  expect(kept({ body: { notes: ['fine', 'a\u001b[31m'] } })).toThrow('body.notes.1: It holds a control character (U+001B). Take it out.')
  expect(kept({ body: { 'a\u0001': 1 } })).toThrow('It holds a control character (U+0001). Take it out.')
})

test('what is only looked for may hold what was copied along', () => {
  const asked = (text: string) => () => parseInput(z.object({ text: z.string() }), { text }, true)
  expect(asked('\u202aC:\\mail')()).toEqual({ text: '\u202aC:\\mail' })
  expect(asked('a\u0000')).toThrow('NUL')
})
