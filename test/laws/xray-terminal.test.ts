import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FindingView } from '../../src/modules/xray/xray.contract.ts'
import { wellrun } from '../support/wellrun.ts'

const folder = mkdtempSync(join(tmpdir(), 'wellrun-xray-'))
const settings = { WELLRUN_DATA: join(folder, 'data') }
const xray = (...args: string[]) => wellrun(['xray', ...args], settings)

beforeAll(async () => {
  const founded = await wellrun(['organisation', 'found', '--name', 'Nordby IT', '--founder-name', 'Ada Berg', '--founder-email', 'ada@example.org', '--starter', 'just-enough'], settings)
  if (founded.code !== 0) throw new Error(founded.stderr)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the X-ray in the terminal', () => {
  it('is a list of findings for pipelines, each with the verb that mends it', async () => {
    const { code, stdout } = await xray('--json')
    const findings = JSON.parse(stdout) as FindingView[]
    expect(code).toBe(0)
    expect(findings[0]).toEqual({ check: 'roles.accountable-vacant', severity: 'high', element: 'ROL-2', message: 'Nobody holds Top management, which answers for something.', mend: { verb: 'holder.appoint', text: 'Appoint a holder', element: 'ROL-2' } })
  })

  it('finds nothing in the starter but what only its own people, figures and holidays can mend', async () => {
    const findings = JSON.parse((await xray('--json')).stdout) as FindingView[]
    expect([...new Set(findings.map((finding) => finding.check))].sort()).toEqual([
      'agreements.holidays-end', 'policies.threshold-unmeasured', 'reviews.chair-vacant', 'reviews.participant-vacant', 'roles.accountable-vacant', 'roles.vacant', 'routines.step-vacant',
    ])
  })

  it('fails a pipeline only where it is asked to, and says why', async () => {
    const failing = await xray('--fail-on', 'high')
    expect([failing.code, failing.stdout]).toEqual([1, expect.stringMatching(/Accountable role that nobody holds \(\d+\)/)])
    expect(failing.stderr).toMatch(/\d+ findings are of severity high or graver\./)
    expect((await xray('--fail-on', 'high', '--as-of', '2020-01-01')).code).toBe(0)
    expect(await xray('--fail-on', 'grave')).toMatchObject({ code: 2, stderr: expect.stringContaining('--fail-on is high, medium, low, not grave.') as string })
    expect(await xray('--as-of', '2020-13-01')).toMatchObject({ code: 2, stderr: expect.stringContaining('asOf: Give a day that exists, as YYYY-MM-DD.') as string })
  })
})
