import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wellrun } from '../support/wellrun.ts'
import type { Finished } from '../support/wellrun.ts'

const folder = mkdtempSync(join(tmpdir(), 'wellrun-ledger-file-'))
const settings = { WELLRUN_DATA: join(folder, 'data') }
const file = join(folder, 'ledger.jsonl')
const elsewhere = { WELLRUN_DATA: join(folder, 'nothing-is-made-here') }

function lastHead(): { size: number; root: string } {
  const lines = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { type: string; size: number; root: string })
  return lines.findLast(({ type }) => type === 'head')!
}

async function verify(...args: string[]): Promise<Finished & { ok: boolean | undefined }> {
  const done = await wellrun(['ledger', 'verify', '--file', ...args, '--json'], elsewhere)
  return { ...done, ok: done.stdout === '' ? undefined : (JSON.parse(done.stdout) as { ok?: boolean }).ok }
}

let exported: Finished
beforeAll(async () => {
  const found = ['organisation', 'found', '--name', 'Fjordvik', '--founder-name', 'Ada Berg', '--founder-email', 'ada@example.org', '--password-stdin']
  await wellrun(found, settings, { input: 'seven lively otters juggle\n' })
  exported = await wellrun(['ledger', 'export', file, '--json'], settings)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('an exported ledger', () => {
  test('holds every entry, with its rows and heads', () => {
    expect([exported.code, JSON.parse(exported.stdout)]).toEqual([0, expect.objectContaining({ file, entries: 1, heads: 1 })])
  })

  test('verifies without a database, and says whose key it believed', async () => {
    const { code, stdout } = await wellrun(['ledger', 'verify', '--file', file], elsewhere)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^The ledger holds: 1 entry, .* own key [0-9a-f]{16}: compare that/)])
  })

  test('holds against a head that was kept, and not against another', async () => {
    const { size, root } = lastHead()
    expect(await verify(file, '--head', `${size}:${root.slice(0, 16)}`)).toMatchObject({ code: 0, ok: true })
    expect(await verify(file, '--head', `${size}:0011223344`)).toMatchObject({ code: 1, ok: false })
  })

  test('that somebody edited does not hold', async () => {
    const edited = join(folder, 'edited.jsonl')
    writeFileSync(edited, readFileSync(file, 'utf8').replaceAll('Fjordvik', 'Fjordvjk'))
    expect(await verify(edited)).toMatchObject({ code: 1, ok: false })
  })

  test('is refused in one sentence where the file, the key or the head is none', async () => {
    expect((await verify(join(folder, 'nowhere'))).stderr).toBe(`There is no file ${join(folder, 'nowhere')}.\n`)
    expect((await verify(file, '--key', file)).stderr).toContain('is not a public Ed25519 key')
    expect((await verify(file, '--head', 'nine')).stderr).toContain('give the size and the root')
    expect((await wellrun(['ledger', 'verify', '--head', '1:00112233'], elsewhere)).code).toBe(2)
  })
})
