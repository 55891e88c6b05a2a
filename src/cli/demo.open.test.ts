import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { listOrganisations } from '../kernel/organisations.ts'
import { parseSettings } from '../kernel/settings.ts'
import { openDemo, signInLines } from './demo.ts'

let world: World
const folder = mkdtempSync(join(tmpdir(), 'wellrun-demo-'))
beforeAll(async () => {
  world = await makeWorld({ at: new Date().toISOString() })
})
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

const settings = () => ({ ...parseSettings({ DATABASE_URL: world.url, WELLRUN_DATA: folder }), secret: 'a secret of this test, at least 32 characters' })
const quiet = { note: () => {} }

describe('opening the demo', () => {
  it('makes it once, simulated, with a password that only the owner of the folder may read', async () => {
    const first = await openDemo(settings(), quiet)
    expect(first.accounts.map(({ as }) => as)).toEqual(['SMS owner', 'owner of the control room\'s services', 'auditor'])
    expect(await openDemo(settings(), quiet)).toEqual(first)
    expect(await listOrganisations(world.database)).toMatchObject([{ key: 'fossvang', simulated: true }])
    expect(statSync(join(folder, 'demo.json')).mode & 0o777).toBe(0o600)
    expect(signInLines(first).at(-1)).toBe(`with the password ${first.password}`)
    expect(await world.database.sql`select distinct account_id from identity.membership`).toHaveLength(3)
  })

  it('says what to do where it was left half made', async () => {
    rmSync(join(folder, 'demo.json'))
    await expect(openDemo(settings(), quiet)).rejects.toThrow(`The demo in ${folder} was left half made: remove that folder and start again.`)
  })

  it('refuses a database that holds a real organisation', async () => {
    await world.found('Nordby IT')
    await expect(openDemo(settings(), quiet)).rejects.toThrow('The database holds a real organisation, Nordby IT: set WELLRUN_DATA to another folder for the demo.')
  })
})
