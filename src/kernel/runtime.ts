import type { Database } from './database.ts'
import type { Jobs } from './jobs.ts'
import type { Reaction } from './reactions.ts'

export type Log = { info: (text: string) => void; warn: (text: string) => void; error: (text: string, cause?: unknown) => void }

/** What actions and queries run in; made once per process, or per test with a clock of its own. */
export type Runtime = {
  database: Database
  now: () => Date
  log: Log
  reactions: readonly Reaction[]
  /** Null where nothing works in the background (tests, one-off terminal verbs). */
  jobs: Jobs | null
  /** Called after each commit that left a ledger entry, so that it is sealed soon. */
  recorded: (organisationId: string) => void
}
