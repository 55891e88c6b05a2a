import type { Accounts } from './accounts.ts'
import type { Database } from './database.ts'
import type { Jobs } from './jobs.ts'
import type { Log } from './log.ts'
import type { Post } from './mail.ts'
import type { Vault } from './vault.ts'

/** What happened, as reactions are told: ids only, since jobs are outside row-level security. */
export type Happening = { verb: string; entryId: string; organisationId: string; subject: { kind: string; id: string } | null }

/** Something a feature does after another feature's verb was recorded: the only way to meet upward. */
export type Reaction = {
  name: string
  /** Verbs it reacts to, e.g. `policy.approve`. */
  on: readonly string[]
  run: (runtime: Runtime, happening: Happening) => Promise<void>
}

/** What open windows are told of a change: which record, and how far it is now. */
export type LiveChange = { record: string; key: string; revision: number }

/** What actions and queries run in; made once per process, or per test with a clock of its own. */
export type Runtime = {
  database: Database
  now: () => Date
  log: Log
  reactions: readonly Reaction[]
  /** Null where nothing works in the background (tests, one-off terminal verbs). */
  jobs: Jobs | null
  /** Absent until a mail server is set, and where nothing is mailed (tests, the terminal). */
  post?: Post | undefined
  /** Absent where nobody signs in: in the terminal. */
  accounts?: Accounts | undefined
  /** Where secrets of others are kept: of tools that are pulled from, of those who are told. */
  vault: Vault
  /** True where `now` is not this machine's clock: only what is founded so, simulated for good, may be worked on then. */
  simulates?: true
  /** Called after each commit that left a ledger entry, so that it is sealed soon. */
  recorded: (organisationId: string) => void
  /** Called after each commit that changed records, so that windows that are open show it. */
  changed?: (organisationId: string, changes: readonly LiveChange[]) => void
}
