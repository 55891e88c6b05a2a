import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical.ts'

test('the example of RFC 8785, 3.2.3 is written as the RFC writes it', () => {
  const value = {
    numbers: [JSON.parse('333333333.33333329') as number, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  expect(canonicalJson(value)).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}')
})

test('names are sorted by UTF-16 code units, digits included', () => {
  expect(canonicalJson({ 10: 'a', 9: 'b', '\u{1f600}': 'c', '\ufb33': 'd', é: 'e', a: -0 })).toBe('{"10":"a","9":"b","a":0,"é":"e","😀":"c","\ufb33":"d"}')
})

test('any JSON value has the same text as the reference implementation gives', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => void expect(canonicalJson(value)).toBe(canonicalize(value))))
})

test('the text parsed and written again is the same text', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value))))
})

test('a date stands as its ISO instant', () => {
  expect(canonicalJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}')
})

test('what JSON cannot hold is refused with its path', () => {
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  expect(() => canonicalJson({ body: { list: [1, undefined] } })).toThrow('at "body.list.1": undefined')
  expect(() => canonicalJson(undefined)).toThrow('No canonical JSON: undefined')
  expect(() => canonicalJson({ share: Number.NaN })).toThrow('at "share": NaN')
  expect(() => canonicalJson([Infinity])).toThrow('at "0": Infinity')
  expect(() => canonicalJson({ n: 1n })).toThrow('at "n": bigint')
  expect(() => canonicalJson({ f: canonicalJson })).toThrow('at "f": function')
  expect(() => canonicalJson({ m: new Map() })).toThrow('at "m": a Map')
  expect(() => canonicalJson({ t: '\ud800' })).toThrow('at "t": the text has half')
  expect(() => canonicalJson({ '\ud800': 1 })).toThrow('half of a surrogate pair')
  expect(() => canonicalJson(new Date(Number.NaN))).not.toThrow()
  expect(() => canonicalJson(cycle)).toThrow('at "self": the value contains itself')
})

test('one object may stand in two places', () => {
  const shared = { a: 1 }
  expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]')
})
