import { describe, expect, it } from 'vitest'
import { asksOf } from './asks.ts'

describe('what an expression asks of people', () => {
  it('is fields and places that they can fill in, each once', () => {
    expect(asksOf("record.outcome == 'stood_down' || (fields.cause != '' && fields.lessons != '' && fields.cause != 'Not known')")).toEqual(['outcome', 'fields.cause', 'fields.lessons'])
    expect(asksOf("record.service != '' && record.priority == 'P1' && 'risk' in filled")).toEqual(['service', 'priority', 'fields.risk'])
  })

  it('is nothing for a text that only looks like a path, or for no expression', () => {
    expect([asksOf("fields.note == 'see record.service'"), asksOf('')]).toEqual([['fields.note'], []])
  })
})
