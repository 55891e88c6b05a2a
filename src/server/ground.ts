import { steadyClock } from '../kernel/clock.ts'
import { openDatabase } from '../kernel/database.ts'
import type { Database } from '../kernel/database.ts'
import { lazyJobs } from '../kernel/jobs.ts'
import { openLedgerKey } from '../kernel/ledger.key.ts'
import type { LedgerKey } from '../kernel/ledger.head.ts'
import { openLive } from '../kernel/live.ts'
import type { Live } from '../kernel/live.ts'
import { migrate } from '../kernel/migrate.ts'
import { returnBlocks } from '../kernel/number-blocks.ts'
import { startPostgres } from '../kernel/postgres.ts'
import type { Log } from '../kernel/log.ts'
import type { Runtime } from '../kernel/runtime.ts'
import type { Settings } from '../kernel/settings.ts'
import { createVault } from '../kernel/vault.ts'
import { reactions } from './features.ts'

/** What every surface stands on: a migrated database, the ledger's key, the registry's runtime. */
export type Ground = { url: string; database: Database; key: LedgerKey; runtime: Runtime; live: Live; close: () => Promise<void> }

/** Starts or adopts the database (or uses DATABASE_URL), migrates it, and opens it. Throws `unavailable` with one sentence. */
export async function openGround(settings: Settings & { secret: string }, log: Log, options: { connections?: number } = {}): Promise<Ground> {
  const embedded = settings.databaseUrl ? null : await startPostgres({ dataDirectory: settings.dataDirectory, log: (line) => log.info(line), keep: true })
  const url = settings.databaseUrl ?? embedded!.url
  try {
    await migrate(url)
    const key = openLedgerKey(settings)
    const database = openDatabase(url, { connections: options.connections ?? 6 })
    const jobs = lazyJobs(url, log)
    const live = openLive(url, database.sql, log)
    const runtime: Runtime = { changed: live.tell, database, now: steadyClock(), log, reactions, jobs, vault: createVault(settings.secret), recorded: () => {} }
    return {
      url, database, key, runtime, live,
      close: async () => {
        await jobs.stop()
        await live.close().catch((error: unknown) => log.warn(String(error)))
        await returnBlocks(database).catch((error: unknown) => log.warn(`Numbers could not be given back: ${String(error)}`))
        await database.close()
        await embedded?.release()
      },
    }
  } catch (error) {
    await embedded?.release()
    throw error
  }
}
