import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { wellrun } from '../support/wellrun.ts'

const folder = mkdtempSync(join(tmpdir(), 'wellrun-routine-'))
const settings = { WELLRUN_DATA: join(folder, 'data') }
const routine = (...args: string[]) => wellrun(['routine', ...args], settings)
const record = (...args: string[]) => wellrun(['record', ...args], settings)
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

beforeAll(async () => {
  const founded = await wellrun(['organisation', 'found', '--name', 'Nordby IT', '--founder-name', 'Ada Berg', '--founder-email', 'ada@example.org', '--starter', 'just-enough'], settings)
  if (founded.code !== 0) throw new Error(founded.stderr)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('routines in the terminal', () => {
  it('are written as a drawing, as Mermaid and as a workflow, to standard output or into a file', async () => {
    const mermaid = await routine('export', 'RTN-1', '--format', 'mermaid')
    expect([mermaid.code, mermaid.stdout]).toEqual([0, expect.stringMatching(/flowchart|stateDiagram/)])
    expect(mermaid.stdout).toContain('Register')
    const svg = await routine('export', 'RTN-1', '--format', 'svg', '--width', '900', '-o', join(folder, 'incident.svg'))
    expect([svg.code, svg.stdout, svg.stderr]).toEqual([0, '', expect.stringContaining('Wrote ')])
    expect(readFileSync(join(folder, 'incident.svg'), 'utf8')).toMatch(/^<svg[\s\S]*Register[\s\S]*<\/svg>\s*$/)
    const usm = await routine('export', 'RTN-1', '--format', 'usm')
    expect([usm.code, typeof JSON.parse(usm.stdout)]).toEqual([0, 'object'])
    expect(usm.stderr).toContain('The format has no place for:')
  })

  it('come back from a workflow as a draft, and tried first they leave nothing', async () => {
    const written = file('incident.json', (await routine('export', 'RTN-1', '--format', 'usm')).stdout)
    const tried = await routine('import', written, '--dry-run', '--title', 'Incident again')
    expect([tried.code, tried.stdout]).toEqual([0, 'Incident again can be read. Nothing was written.\n'])
    const begun = await routine('import', written, '--title', 'Incident again', '--json')
    expect(begun.code).toBe(0)
    expect(JSON.parse(begun.stdout)).toMatchObject({ key: 'RTN-15', title: 'Incident again' })
  })

  it('come from YAML, and a body that is none is refused with where and what', async () => {
    const body = { trigger: 'A lamp is dark.', purpose: 'Light.', recordNoun: 'fault', recordPrefix: 'LMP', raisedBy: 'anybody', steps: [{ id: 'new', name: 'New', process: 'recover', role: 'ROL-1', end: true }], transitions: [] }
    const good = await routine('import', file('lamp.yml', stringify({ title: 'Lamps', body })))
    expect([good.code, good.stderr, good.stdout]).toEqual([0, '', expect.stringMatching(/^RTN-\d+ Lamps: a draft\./)])
    const bad = await routine('import', file('bad.yml', stringify({ title: 'Lamps', body: { ...body, steps: [{ id: 'new' }] } })))
    expect([bad.code, bad.stdout]).toEqual([2, ''])
    expect(bad.stderr).toMatch(/body\.steps\.0/)
    expect((await routine('import', file('untitled.yml', stringify(body)))).stderr).toContain('The file names no title.')
    expect((await routine('import', file('cut.json', '{"a": ['))).stderr).toContain('The file cannot be read:')
    expect(await routine('import', join(folder, 'nowhere.yml'))).toMatchObject({ code: expect.toSatisfy((code: number) => code > 0) as number, stderr: expect.stringContaining('nowhere.yml') as string })
  })

  it('are refused in a form that there is not, and of a width that nobody draws', async () => {
    expect(await routine('export', 'RTN-1', '--format', 'png')).toMatchObject({ code: 2, stderr: expect.stringContaining('--format is usm, mermaid, svg, not png.') as string })
    expect(await routine('export', 'RTN-1', '--format', 'svg', '--width', '5')).toMatchObject({ code: 2, stderr: expect.stringContaining('between 200 and 20000') as string })
    expect(await routine('export', 'RTN-99', '--format', 'mermaid')).toMatchObject({ code: 1, stderr: expect.stringContaining('RTN-99') as string })
  })
})

describe('records in the terminal', () => {
  it('are listed whole as CSV, to standard output or into a file that was not there', async () => {
    for (const title of ['Lamp, dark', '=1+1']) expect((await record('create', '--routine', 'RTN-1', '--title', title)).code).toBe(0)
    const csv = await record('list', '--csv', '--columns', 'key,title', '--direction', 'asc')
    expect([csv.code, csv.stdout]).toEqual([0, `Key,Title\r\nINC-1,"Lamp, dark"\r\nINC-2,'=1+1\r\n`])
    const to = join(folder, 'list.csv')
    expect(await record('list', '--export', to, '--columns', 'key', '--text', 'lamp')).toMatchObject({ code: 0, stdout: `The list is in ${to}.\n` })
    expect(readFileSync(to, 'utf8')).toBe('\uFEFFKey\r\nINC-1\r\n')
    expect(await record('list', '--export', to)).toMatchObject({ code: 1, stderr: expect.stringContaining('is there already') as string })
    expect(await record('list', '--csv', '--limit', '5')).toMatchObject({ code: 2, stderr: expect.stringContaining('leave --limit out') as string })
  })
})
