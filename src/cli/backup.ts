import { makeBackup } from '../kernel/backup.ts'
import { keysOf } from '../kernel/backup.keys.ts'
import { trustedKeys } from '../kernel/ledger.trust.ts'
import { startPostgres } from '../kernel/postgres.ts'
import { restoreBackup } from '../kernel/restore.ts'
import type { RestoreReceipt } from '../kernel/restore.ts'
import { parseSettings, readSettings } from '../kernel/settings.ts'
import { version } from '../server/server.ts'
import type { Command } from './command.ts'
import { grounded } from './grounded.ts'

export const backupCommand: Command = {
  words: 'backup', usage: 'backup FILE [--with-keys] [--json]', about: 'Write everything to one file, in one snapshot, while the server runs or not',
  options: { 'with-keys': { type: 'boolean' } },
  operands: { least: 1, most: 1 },
  run: async (invocation) => {
    const { operands, options, json, answer, note } = invocation
    const settings = readSettings()
    const progress = nowAndThen(note)
    const receipt = await grounded(invocation, (ground) => makeBackup({
      sql: ground.database.sql, file: operands[0]!, key: ground.key, trusted: trustedKeys(settings, ground.key), keys: keysOf(settings), withKeys: options['with-keys'] === true,
      program: version, now: ground.runtime.now(), note, onProgress: (table, rows) => progress(() => `Backed up ${rows.toLocaleString('en')} rows; now ${table}`),
    }))
    if (json) answer(JSON.stringify(receipt))
    else answer(`Wrote ${receipt.file}: ${receipt.rows.toLocaleString('en')} rows of ${receipt.tables} tables, ${sizeText(receipt.bytes)}. SHA-256 ${receipt.sha256}`)
    if (!receipt.withKeys) note('It holds no private keys: the ledger goes on elsewhere under a new key, and second factors need WELLRUN_SECRET. See --with-keys.')
    return 0
  },
}

export const restoreCommand: Command = {
  words: 'restore', usage: 'restore FILE [--json]', about: 'Restore a backup into a Wellrun that has no organisation yet, and verify it',
  options: {}, operands: { least: 1, most: 1 },
  run: async ({ operands, json, answer, note }) => {
    const settings = parseSettings(process.env)
    const progress = nowAndThen(note)
    const embedded = settings.databaseUrl ? null : await startPostgres({ dataDirectory: settings.dataDirectory, log: note })
    try {
      const receipt = await restoreBackup({
        url: settings.databaseUrl ?? embedded!.url, file: operands[0]!, settings, now: () => new Date(), note,
        onProgress: (phase, done, total) => progress(() => `${phase} ${operands[0]}: ${Math.floor((100 * done) / total)} %`),
      })
      answer(json ? JSON.stringify(receipt) : restored(receipt))
      if (receipt.keys === 'restored') note('The keys of the backup are in the data folder now. Where Wellrun runs already, start it again.')
      return receipt.organisations.every(({ ledger }) => ledger.ok) ? 0 : 1
    } finally {
      await embedded?.release()
    }
  },
}

function restored({ file, rows, tables, madeAt, organisations }: RestoreReceipt): string {
  const ledgers = organisations.map(({ name, key, ledger }) => {
    const state = ledger.ok ? `its ledger of ${ledger.entries.toLocaleString('en')} entries verifies` : `its ledger does not verify: ${ledger.faults[0]!.where}: ${ledger.faults[0]!.what} See wellrun ledger verify`
    return `  ${name} (${key}): ${state}`
  })
  return [`Restored ${file} of ${madeAt}: ${rows.toLocaleString('en')} rows of ${tables} tables.`, ...ledgers].join('\n')
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** Tells about long work every two seconds, and says nothing of short work. */
function nowAndThen(note: (text: string) => void): (text: () => string) => void {
  let next = Date.now() + 2000
  return (text) => {
    if (Date.now() < next) return
    next = Date.now() + 2000
    note(text())
  }
}
