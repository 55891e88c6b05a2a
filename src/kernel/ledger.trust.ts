import type { KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyId, publicKeyText, readPublicKey } from './ledger.head.ts'
import type { LedgerKey } from './ledger.head.ts'
import type { Settings } from './settings.ts'

type Placed = Pick<Settings, 'dataDirectory'>

const folderOf = ({ dataDirectory }: Placed) => join(dataDirectory, 'trusted-keys')

/** Public keys whose heads are good here: our own, first, and those of histories that were restored here. Throws Problem 'invalid'. */
export function trustedKeys(settings: Placed, own: Pick<LedgerKey, 'publicKey'>): KeyObject[] {
  const folder = folderOf(settings)
  const kept = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.pem')).sort() : []
  const keys = [own.publicKey, ...kept.map((name) => readPublicKey(readFileSync(join(folder, name), 'utf8')))]
  return [...new Map(keys.map((key) => [keyId(key), key])).values()]
}

/** Keeps a public key in the data folder, so that the heads it signed stay good here. */
export function trustKey(settings: Placed, key: KeyObject): void {
  const folder = folderOf(settings)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const file = join(folder, `${keyId(key)}.pem`)
  if (!existsSync(file)) writeFileSync(file, publicKeyText(key), { flush: true })
}
