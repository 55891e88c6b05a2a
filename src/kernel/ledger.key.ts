import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ledgerKey } from './ledger.head.ts'
import type { LedgerKey } from './ledger.head.ts'
import { keptSecret } from './settings.ts'
import type { Settings } from './settings.ts'

/** The key that signs heads: from WELLRUN_KEY, otherwise from the data folder, where it is made on first use for its owner alone. */
export function openLedgerKey(settings: Pick<Settings, 'key' | 'dataDirectory'>): LedgerKey {
  return ledgerKey(settings.key ?? keptSecret(settings.dataDirectory, 'ledger-key'))
}

/** Whether this machine has a key already. */
export function hasLedgerKey(settings: Pick<Settings, 'key' | 'dataDirectory'>): boolean {
  return settings.key !== null || existsSync(join(settings.dataDirectory, 'ledger-key'))
}
