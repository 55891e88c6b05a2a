import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseMapping } from './mapping.ts'
import { isRecordMapping, parseRecordMapping, recordMappingJsonSchema, recordMappingText } from './record-mapping.ts'

const refusal = (text: string): string => {
  try {
    parseRecordMapping(text)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('a mapping to records', () => {
  it('has a JSON Schema that is published as it is', async () => {
    await expect(`${JSON.stringify(recordMappingJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../../content/schemas/record-mapping.schema.json')
  })

  it('that ships is read, written and read again the same', () => {
    const folder = new URL('../../../content/mappings/', import.meta.url)
    const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8')).filter((text) => text.includes('kind: record'))
    expect(texts.length).toBeGreaterThan(1)
    for (const text of texts) expect(parseRecordMapping(recordMappingText(parseRecordMapping(text)))).toEqual(parseRecordMapping(text))
  })

  it('is told from one to elements, and a fault says where and what would be right', () => {
    expect([isRecordMapping({ kind: 'record' }), isRecordMapping(parseMapping('kind: unit\nkey: name')), isRecordMapping(null)]).toEqual([true, false, false])
    expect(refusal('kind: record\nkey: id')).toBe('mapping: system: Say which system the rows come from, e.g. system: servicenow.')
    expect(refusal('kind: record\nsystem: x\nkey: id\nlog: { when: y }')).toContain('log')
    expect(refusal('kind: record\nsystem: x\nkey: id\ncolumns: {}')).toContain('There is no setting "columns" here; use')
    expect(refusal('kind: record\nsystem: x\nkey: { form: id }')).toContain('There is no setting "form" here; use from, template')
  })
})
