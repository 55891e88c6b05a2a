import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Draft } from '../shared/kind.ts'
import { linkFault, linkRules, linkTypes } from '../shared/links.ts'
import { kindByPath, kindOf, kinds } from './kinds.ts'
import { elementPrefixes } from './routines/routine-check.ts'

const each = kinds.map((kind) => ({ name: kind.kind, kind }))

function emptyDraft(body: Draft['body']): Draft {
  return { title: 'A title', accountable: null, reviewEvery: null, effectiveOn: null, body, links: [] }
}

/** Every schema that an author fills in, with the path at which it stands. */
function fieldsOf(schema: unknown, path = ''): { path: string; description: string | undefined }[] {
  const json = schema as { properties?: Record<string, { description?: string }>; items?: unknown; anyOf?: unknown[]; oneOf?: unknown[] }
  return [
    ...Object.entries(json.properties ?? {}).flatMap(([name, property]) => [
      ...('const' in property ? [] : [{ path: `${path}.${name}`, description: property.description }]),
      ...fieldsOf(property, `${path}.${name}`),
    ]),
    ...(json.items ? fieldsOf(json.items, `${path}[]`) : []),
    ...[...(json.anyOf ?? []), ...(json.oneOf ?? [])].flatMap((one) => fieldsOf(one, path)),
  ]
}

describe('the kinds', () => {
  it('are the seventeen of the model, each once', () => {
    expect(kinds.map((kind) => kind.kind).sort()).toEqual([
      'agreement', 'calendar', 'location', 'measure', 'objective', 'obligation', 'organisation', 'party', 'plan', 'policy', 'review', 'role', 'routine', 'scope', 'service', 'supplier', 'unit',
    ])
  })

  it('have prefixes, paths and plurals of their own', () => {
    for (const word of ['prefix', 'path', 'plural'] as const) expect(new Set(kinds.map((kind) => kind[word])).size).toBe(kinds.length)
  })

  it('have prefixes that no routine may give to its records', () => {
    expect(kinds.map((kind) => kind.prefix).sort()).toEqual([...elementPrefixes].sort())
  })

  it('are found by name and by path, and nothing else is', () => {
    for (const kind of kinds) {
      expect(kindOf(kind.kind)).toBe(kind)
      expect(kindByPath(kind.path)).toBe(kind)
    }
    expect(kindOf('ticket')).toBeUndefined()
    expect(kindByPath('tickets')).toBeUndefined()
  })

  it('are single only for organisation and scope', () => {
    expect(kinds.filter((kind) => kind.single).map((kind) => kind.kind)).toEqual(['organisation', 'scope'])
  })

  it('may between them be the source of every link', () => {
    expect([...new Set(kinds.flatMap((kind) => kind.links))].sort()).toEqual([...linkTypes].sort())
  })
})

describe.each(each)('the kind $name', ({ kind }) => {
  it('begins with a body that fits its schema, breaks no rule and still misses something', () => {
    expect(kind.body.parse(kind.empty)).toEqual(kind.empty)
    expect(kind.body.parse({})).toEqual(kind.empty)
    expect(kind.check?.(emptyDraft(kind.empty)) ?? []).toEqual([])
    expect(kind.missing?.(emptyDraft(kind.empty)).length).toBeGreaterThan(0)
    expect(kind.addresses?.(kind.empty) ?? []).toEqual([])
  })

  it('refuses a body with a field that it does not know', () => {
    expect(kind.body.safeParse({ ...kind.empty, holder: 'Ada' }).success).toBe(false)
  })

  it('says what it misses by a path and a sentence', () => {
    for (const fault of kind.missing?.(emptyDraft(kind.empty)) ?? []) {
      expect(fault.path).toMatch(/^(body\.[a-zA-Z]+|links)$/)
      expect(fault.message).toMatch(/^[A-Z].*\.$/)
    }
  })

  it('offers at most four facts, all of them text', () => {
    const facts = kind.facts?.(kind.empty) ?? []
    expect(facts.length).toBeGreaterThan(0)
    expect(facts.length).toBeLessThanOrEqual(4)
    for (const fact of facts) expect(typeof fact.value).toBe('string')
  })

  it('may be the source only of links that the closed set allows it', () => {
    for (const link of kind.links) expect(linkFault(link, kind.kind, linkRules[link].to[0])).toBeUndefined()
  })

  it('has a label on every field', () => {
    const fields = fieldsOf(z.toJSONSchema(kind.body, { io: 'input', unrepresentable: 'any' }))
    expect(fields.length).toBeGreaterThan(0)
    expect(fields.filter((field) => !field.description)).toEqual([])
  })
})
