import { expect, it } from 'vitest'
import { starterRoutine } from '../../../test/support/routines.ts'
import { mermaidOf } from './mermaid.ts'
import { routineBody } from './routine-body.ts'

it('a routine is drawn as a state diagram, with its conditions in words and Mermaid\'s own signs kept apart', () => {
  const body = routineBody.parse({
    fields: [{ id: 'ok', label: 'Fine?', type: 'yes or no' }],
    steps: [{ id: 'end', name: 'Ask: who; #1', process: 'agree', role: 'ROL-1' }, { id: 'b', name: 'Done', process: 'operate', role: 'ROL-1', end: true }],
    transitions: [{ from: 'end', to: 'b', name: 'Go', guard: 'fields.ok' }, { from: 'b', to: 'end', name: 'Again' }],
  })
  expect(mermaidOf('Waste "bin"', body)).toBe(`---
title: "Waste \\"bin\\""
---
stateDiagram-v2
  s1: Ask#58; who#59; #35;1
  s2: Done
  [*] --> s1
  s1 --> s2: Go [#34;Fine?#34; is yes]
  s2 --> s1: Again
  s2 --> [*]
`)
})

it('every routine of the starter has each step and each transition in its diagram', () => {
  for (let number = 1; number <= 14; number++) {
    const body = starterRoutine(`RTN-${number}`)
    const lines = mermaidOf('x', body).split('\n')
    expect(lines.filter((line) => /^ {2}s\d+ --> s\d+: /.test(line))).toHaveLength(body.transitions.length)
    expect(lines.filter((line) => /^ {2}s\d+: /.test(line))).toHaveLength(body.steps.length)
  }
})
