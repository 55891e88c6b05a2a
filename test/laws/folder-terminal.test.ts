import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wellrun } from '../support/wellrun.ts'
import type { Finished } from '../support/wellrun.ts'

const folder = mkdtempSync(join(tmpdir(), 'wellrun-folder-'))
const settings = { WELLRUN_DATA: join(folder, 'data') }
const at = (...names: string[]) => join(folder, ...names)
const starter = fileURLToPath(new URL('../../content/starter/', import.meta.url))
const found = (...args: string[]) => wellrun(['organisation', 'found', ...args, '--founder-name', 'Ada Berg', '--founder-email', 'ada@example.org'], settings, { input: 'seven lively otters juggle\n' })

/** Every file below a folder with its text. */
function filesIn(path: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(path, name), 'utf8')]))
}

let begun: Finished
let written: Finished
beforeAll(async () => {
  begun = await found('--name', 'Nordby IT', '--key', 'one', '--starter', 'just-enough', '--password-stdin')
  written = await wellrun(['sms', 'export', at('a')], settings)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the system as a folder', () => {
  test('is written whole', () => {
    expect([begun.code, begun.stdout]).toEqual([0, expect.stringMatching(/^Founded Nordby IT \(one\)\. It begins with [6-9]\d elements\. Sign in as ada@example\.org\.$/m)])
    expect([written.code, written.stdout]).toEqual([0, expect.stringMatching(/^.*a holds the system as of \d{4}-\d\d-\d\d: [6-9]\d elements; \d+ files written, 0 as they were, 0 removed\.$/m)])
  })

  test('of an organisation that was founded from the starter is the starter, but for its own name', () => {
    const given = Object.entries(filesIn(starter.replace(/\/$/, ''))).filter(([name]) => name !== 'sms.yaml' && !name.startsWith('organisation/'))
    expect(given.length).toBeGreaterThan(60)
    expect(filesIn(at('a'))).toMatchObject(Object.fromEntries(given))
    expect(filesIn(at('a'))['organisation/ORG-1.yaml']).toContain('title: Nordby IT\n')
  })

  test('is never written through a link out of its folder', async () => {
    const outside = at('outside')
    writeFileSync(outside, 'mine\n')
    for (const name of ['organisation/ORG-1.yaml', 'policies']) {
      const hostile = at(`hostile-${name.length}`)
      mkdirSync(join(hostile, 'organisation'), { recursive: true })
      writeFileSync(join(hostile, 'sms.yaml'), 'format: wellrun-sms/1\n')
      symlinkSync(name === 'policies' ? at('elsewhere') : outside, join(hostile, name))
      mkdirSync(at('elsewhere'), { recursive: true })
      const { code, stderr } = await wellrun(['sms', 'export', hostile], settings)
      expect([code, stderr]).toEqual([1, `${join(hostile, name)} is a link to elsewhere; an export writes within its folder alone. Remove the link.\n`])
      expect(readdirSync(hostile).sort()).toEqual([...new Set(['organisation', name.split('/')[0]!, 'sms.yaml'])].sort())
    }
    expect([readFileSync(outside, 'utf8'), readdirSync(at('elsewhere'))]).toEqual(['mine\n', []])
  })

  test('says nothing to the terminal that it obeys', async () => {
    const hostile = at('spoken')
    mkdirSync(join(hostile, 'policies'), { recursive: true })
    writeFileSync(join(hostile, 'sms.yaml'), 'format: wellrun-sms/1\n')
    writeFileSync(join(hostile, 'policies', 'POL-901.yaml'), 'title: "Red \\e[31m\\x9b2J\\rgone"\n')
    writeFileSync(join(hostile, 'policies', 'POL-\u001b[31m.yaml'), 'title: Red\n')
    for (const more of [[], ['--json']]) {
      const { code, stdout, stderr } = await wellrun(['sms', 'diff', at('a'), hostile, ...more], settings)
      expect(code).not.toBe(0)
      expect(stdout + stderr).toMatch(/POL-901/)
      expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]/u)
    }
  })

  test('founds another organisation, whose export is the same to the byte', async () => {
    const done = await found('--key', 'two', '--from', at('a'), '--json')
    expect([done.code, JSON.parse(done.stdout)]).toEqual([0, expect.objectContaining({ organisation: expect.objectContaining({ key: 'two', name: 'Nordby IT' }) as object })])
    expect((await wellrun(['sms', 'export', at('b'), '--organisation', 'two'], settings)).code).toBe(0)
    expect(filesIn(at('b'))).toEqual(filesIn(at('a')))
    expect(await wellrun(['sms', 'diff', at('a'), at('b')], { WELLRUN_DATA: at('nothing-is-made-here') })).toMatchObject({ code: 0, stdout: 'Nothing differs.\n' })
    expect(existsSync(at('nothing-is-made-here'))).toBe(false)
  })

  test('shows what was edited, imports it, and takes away what is no more', async () => {
    const policy = at('b', 'policies', 'POL-1.yaml')
    writeFileSync(policy, readFileSync(policy, 'utf8').replace('title: Risk appetite', 'title: Appetite for risk'))
    writeFileSync(at('b', 'services.md'), 'Mine.\n')
    mkdirSync(at('b', 'services'))
    writeFileSync(at('b', 'services', 'SVC-3.yaml'), 'title: Mail\n')
    writeFileSync(at('b', 'services', 'SVC-3.md'), '\uFEFFPeople write\r\nto each other.\r\n')
    const shown = await wellrun(['sms', 'diff', at('a'), at('b')], settings)
    expect([shown.code, shown.stdout]).toEqual([1, 'SVC-3 Mail (service): added\nPOL-1 Appetite for risk (policy)\n  Title: Risk appetite → Appetite for risk\n2 differ: 1 added, 0 removed, 1 changed.\n'])
    const dry = await wellrun(['sms', 'import', at('b'), '--organisation', 'two', '--dry-run', '--json'], settings)
    expect([dry.code, JSON.parse(dry.stdout)]).toEqual([0, expect.objectContaining({ dryRun: true, faults: [], created: [{ key: 'SVC-3', kind: 'service', title: 'Mail' }], changed: [expect.objectContaining({ key: 'POL-1', paths: ['title'] })] })])
    const done = await wellrun(['sms', 'import', at('b'), '--organisation', 'two'], settings)
    expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/^1 created, 1 changed, \d+ unchanged, in force\.\n  \+ SVC-3 Mail\n  ~ POL-1 Appetite for risk: title\n$/)])
    const today = (JSON.parse((await wellrun(['sms', 'export', at('b'), '--organisation', 'two', '--json'], settings)).stdout) as { asOf: string }).asOf
    expect(filesIn(at('b'))).toMatchObject({ 'services.md': 'Mine.\n', 'services/SVC-3.md': 'People write\nto each other.\n' })
    expect((await wellrun(['sms', 'diff', today, at('b'), '--organisation', 'two'], settings)).code).toBe(0)
    const back = await wellrun(['sms', 'export', at('b'), '--organisation', 'one', '--json'], settings)
    expect(JSON.parse(back.stdout)).toMatchObject({ removed: ['services/SVC-3.md', 'services/SVC-3.yaml'] })
    expect(filesIn(at('b'))).toEqual({ ...filesIn(at('a')), 'services.md': 'Mine.\n' })
  })

  test('is written into no folder with something else in it, and read from none with a fault', async () => {
    mkdirSync(at('mine'))
    writeFileSync(at('mine', 'letter.txt'), 'Dear …')
    expect(await wellrun(['sms', 'export', at('mine'), '--organisation', 'one'], settings)).toMatchObject({ code: 1, stderr: expect.stringContaining('holds other files and no sms.yaml') as string })
    expect(readdirSync(at('mine'))).toEqual(['letter.txt'])
    writeFileSync(at('a', 'policies', 'POL-2.yaml'), 'title: Change\nlinks: [\n')
    writeFileSync(at('a', 'policies', 'POL-3.yml'), 'title: Twice\n')
    const refused = await wellrun(['sms', 'import', at('a'), '--organisation', 'two'], settings)
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/policies\/POL-2\.yaml:\d: This is not YAML: .*policies\/POL-3\.yml: .*keep one file of the two/s)])
    expect(await wellrun(['sms', 'diff', at('a'), at('b')], settings)).toMatchObject({ code: 2 })
    const failed = await found('--key', 'three', '--from', at('a'))
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('policies/POL-2.yaml')])
    expect((await wellrun(['sms', 'export', at('c'), '--organisation', 'three'], settings)).stderr).toContain('There is no organisation three; there is one, two.')
  })
})
