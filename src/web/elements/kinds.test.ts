import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../modules/kinds.ts'

// Read as text: its words are macros, which only the build can run.
const source = readFileSync(new URL('./kinds.ts', import.meta.url), 'utf8')
const listed = [...source.matchAll(/kind: '(\w+)', prefix: '(\w+)', path: '([\w-]+)',[^\n]*noun: '([^']+)', plural: '([^']+)'/g)].map(([, kind, prefix, path, noun, plural]) => ({ kind, prefix, path, noun, plural }))
const modules = new URL('../../modules/', import.meta.url).pathname

describe('the pages of the kinds', () => {
  it.each(kinds.map(({ kind, prefix, path, noun, plural }) => ({ kind, prefix, path, noun, plural })))('know $kind by its own prefix, path and nouns', (kind) => {
    expect(listed).toContainEqual(kind)
  })

  it.each(kinds.map(({ kind }) => kind))('have a form for %s', (kind) => {
    const forms = globSync(`*/web/${kind}.form.tsx`, { cwd: modules })
    expect(forms).toHaveLength(1)
    expect(existsSync(`${modules}${forms[0]}`)).toBe(true)
  })
})
