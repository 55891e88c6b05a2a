import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { perform } from '../src/kernel/action.ts'
import type { Caller } from '../src/kernel/caller.ts'
import { parseSettings } from '../src/kernel/settings.ts'
import { foundOrganisation } from '../src/modules/organisation/founding.actions.ts'
import { actionsByName, authorities } from '../src/server/features.ts'
import { openGround } from '../src/server/ground.ts'
import type { Ground } from '../src/server/ground.ts'

/** An empty data folder that is removed at the end. */
export function scratchFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'wellrun-bench-'))
  chmodSync(folder, 0o755)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The environment of a server on a data folder, and of nothing else that this shell may have set. */
export function environmentOf(folder: string, port = 0): Record<string, string> {
  return { WELLRUN_DATA: folder, PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: '', WELLRUN_URL: '', WELLRUN_SECRET: '', WELLRUN_KEY: '' }
}

export type Founded = { ground: Ground; organisationId: string; founder: Caller; token: string; setClock: (at: Date | null) => void; act: <T>(name: string, input: object) => Promise<T> }

/** Founds an organisation on a data folder at some time, with a token of its founder. Everything goes through the kernel itself. */
export async function foundOn(folder: string, at = new Date()): Promise<Founded> {
  const silent = { info: () => {}, warn: () => {}, error: () => {} }
  const ground = await openGround({ ...parseSettings(environmentOf(folder)), secret: 'for measuring only, '.repeat(2) }, silent, { connections: 4 })
  let clock: Date | null = at
  ground.runtime.now = () => clock ?? new Date()
  const input = { name: 'Fjordvik IT', founderName: 'Ada Berg', founderEmail: 'ada@example.org', timeZone: 'Europe/Oslo' }
  const founded = await foundOrganisation(ground.runtime, input, { accountId: null, only: true, authorities, by: 'founder' })
  const organisationId = founded.organisation.id
  const founder: Caller = { type: 'person', organisationId, personId: founded.person.id }
  const act = async <T>(name: string, given: object) => (await perform(ground.runtime, actionsByName.get(name)!, given, founder)).output as T
  const { token } = await act<{ token: string }>('token.create', { name: 'Bench', scopes: ['read', 'write'] })
  return { ground, organisationId, founder, token, act, setClock: (next) => void (clock = next) }
}
