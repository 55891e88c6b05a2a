import { randomInt } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { listOrganisations } from '../kernel/organisations.ts'
import { readSettings } from '../kernel/settings.ts'
import type { Settings } from '../kernel/settings.ts'
import type { Ground } from '../server/ground.ts'
import { openGround } from '../server/ground.ts'
import { createAccount, createIdentity } from '../server/identity.ts'
import { dayOf } from '../shared/days.ts'
import { Problem } from '../shared/problem.ts'
import type { Invocation } from './command.ts'
import { playDemo } from './demo.play.ts'

/** How to sign in to the demo. */
export type DemoSignIn = { password: string; accounts: { email: string; name: string; as: string }[] }

/** Settings of a demo: a data folder of its own, unless one is named. */
export function demoSettings(): ReturnType<typeof readSettings> {
  const folder = fileURLToPath(new URL('../../data/demo/', import.meta.url))
  return readSettings({ ...process.env, WELLRUN_DATA: process.env['WELLRUN_DATA'] ?? folder })
}

/**
 * Opens the demo organisation of this data folder, or makes it where there is none yet. Answers how to sign in.
 * Throws `conflict` where the folder holds anything else.
 */
export async function openDemo(settings: Settings & { secret: string }, { note }: Pick<Invocation, 'note'>): Promise<DemoSignIn> {
  const log = { info: note, warn: note, error: note }
  const ground = await openGround(settings, log, { connections: 4 })
  try {
    const file = join(settings.dataDirectory, 'demo.json')
    const there = await listOrganisations(ground.database)
    if (there.some((organisation) => !organisation.simulated)) throw new Problem('conflict', `${settings.databaseUrl ? 'The database' : settings.dataDirectory} holds a real organisation, ${there.find((one) => !one.simulated)!.name}: set WELLRUN_DATA to another folder for the demo.`)
    if (there.length > 0) return kept(file, settings.dataDirectory)
    note('Playing eighteen months of the demo organisation.')
    return await made(ground, settings, file)
  } finally {
    await ground.close()
  }
}

function kept(file: string, folder: string): DemoSignIn {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoSignIn
  throw new Problem('conflict', `The demo in ${folder} was left half made: remove that folder and start again.`)
}

async function made(ground: Ground, settings: Settings & { secret: string }, file: string): Promise<DemoSignIn> {
  const today = dayOf(ground.runtime.now(), 'Europe/Oslo')
  const identity = createIdentity({ settings, sql: ground.database.sql })
  const password = newPassword()
  const account = ({ name, email }: { name: string; email: string }) => createAccount(identity, { name, email, password })
  const { accounts } = await playDemo({ database: ground.database, log: ground.runtime.log, vault: ground.runtime.vault, key: ground.key }, { today, account })
  const signIn = { password, accounts }
  writeFileSync(file, `${JSON.stringify(signIn, null, 2)}\n`, { mode: 0o600 })
  return signIn
}

const words = 'amber anchor birch bramble canyon cedar cobalt copper coral cotton delta ember falcon fjord flint forest garnet glacier granite harbour hazel heron indigo island juniper lagoon lantern lichen linen maple marble meadow moss nectar north ochre orchard otter pebble pine plover quartz raven reed river rowan saffron sailor sierra silver slate spruce stone summit thistle timber tundra valley walnut willow winter zephyr'.split(' ')

/** Four unrelated words, easy to type. */
function newPassword(): string {
  return Array.from({ length: 4 }, () => words[randomInt(words.length)]!).join('-')
}

/** The lines that tell how to sign in. */
export function signInLines({ password, accounts }: DemoSignIn): string[] {
  const width = Math.max(...accounts.map(({ email }) => email.length))
  return ['The organisation is simulated; sign in as one of', ...accounts.map(({ email, name, as }) => `  ${email.padEnd(width)}  ${name}, ${as}`), `with the password ${password}`]
}
