import { existsSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from './hash.ts'
import { keptSecret } from './settings.ts'
import type { Settings } from './settings.ts'

/** What is private on a machine: the seed of the key that signs heads, and the secret that second factors are sealed with. */
export type Keys = { ledgerKey: string; secret: string }

/** The keys of this machine, wherever they are kept. */
export function keysOf(settings: Pick<Settings, 'key' | 'secret' | 'dataDirectory'>): Keys {
  return { ledgerKey: settings.key ?? keptSecret(settings.dataDirectory, 'ledger-key'), secret: settings.secret ?? keptSecret(settings.dataDirectory, 'secret') }
}

/** Tells secrets apart without telling them. */
export function secretId(secret: string): string {
  return sha256(`wellrun secret ${secret}`).toString('hex').slice(0, 16)
}

/** Makes these the keys of this machine, unless its settings name their own. What is replaced is kept beside it. `undo` puts all back. */
export function placeKeys(settings: Pick<Settings, 'key' | 'secret' | 'dataDirectory'>, keys: Keys): { replaced: boolean; undo: () => void } {
  const undone = [
    ...(settings.key === null ? [replaceSecret(settings.dataDirectory, 'ledger-key', keys.ledgerKey)] : []),
    ...(settings.secret === null ? [replaceSecret(settings.dataDirectory, 'secret', keys.secret)] : []),
  ].filter((undo) => undo !== undefined)
  return { replaced: undone.length > 0, undo: () => undone.forEach((undo) => undo()) }
}

function replaceSecret(dataDirectory: string, name: string, value: string): (() => void) | undefined {
  const file = join(dataDirectory, name)
  const existed = existsSync(file)
  if (keptSecret(dataDirectory, name) === value) return undefined
  const earlier = `${file}.before-${new Date().toISOString().replace(/[:.]/g, '')}`
  const unfinished = `${earlier}.unfinished`
  if (existed) linkSync(file, earlier)
  writeFileSync(unfinished, `${value}\n`, { flag: 'wx', mode: 0o600, flush: true })
  renameSync(unfinished, file)
  return () => (existed ? renameSync(earlier, file) : rmSync(file, { force: true }))
}
