import { z } from 'zod'
import { id } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'
import { shippedMigrations } from './migrate.ts'

/** The form of backup files that this program writes and reads. */
export const backupFormat = 1

/** The names of the first and the last file in a backup. */
export const noteName = 'wellrun-backup.txt'
export const manifestName = 'manifest.json'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)

const tableSum = z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()).min(1), rows: count, bytes: count, sha256: digest })
/** What was put in for one table. `bytes` and `sha256` are of its rows in COPY's text format. */
export type TableSum = z.infer<typeof tableSum>

const head = z.object({ size: count, root: digest, at: z.iso.datetime(), keyId: z.string(), signature: z.string() })

const manifest = z.object({
  format: z.literal(backupFormat),
  madeAt: z.iso.datetime(),
  /** Version of the Wellrun that made it, and of its PostgreSQL. */
  program: z.string(),
  postgres: z.string(),
  migrations: z.array(z.object({ name: z.string(), hash: digest })).min(1),
  /** In the order in which they are in the file: each after those that it refers to. */
  tables: z.array(tableSum).min(1),
  organisations: z.array(z.object({ id, key: z.string(), name: z.string(), entries: count, head: head.nullable() })),
  /** Keys that signed the heads, as PEM; the first one is that of the machine that made the backup. */
  publicKeys: z.array(z.string()).min(1),
  /** Tells whether a secret is the one that the second factors of accounts were sealed with. */
  secretId: z.string(),
  /** Only with --with-keys. */
  keys: z.object({ ledgerKey: z.string(), secret: z.string() }).optional(),
})
/** What a backup holds, and the sums that prove it whole. */
export type Manifest = z.infer<typeof manifest>

/** Parses the manifest of a backup. Throws Problem 'unprocessable'. */
export function readManifest(content: Buffer, file: string): Manifest {
  let value: unknown
  try {
    value = JSON.parse(content.toString('utf8'))
  } catch {
    throw new Problem('unprocessable', `${file} is damaged: its manifest is not JSON. Use another copy.`)
  }
  const parsed = manifest.safeParse(value)
  if (parsed.success) return parsed.data
  const { path } = parsed.error.issues[0]!
  throw new Problem('unprocessable', `${file} is damaged: its manifest is not right at "${path.join('.')}". Use another copy.`)
}

/** Refuses a backup that this program cannot bring to its own schema. */
export function checkMigrations({ migrations, program }: Manifest, file: string): void {
  const shipped = new Map(shippedMigrations().map(({ name, hash }) => [name, hash]))
  const unknown = migrations.find(({ name }) => !shipped.has(name))
  if (unknown) throw new Problem('unprocessable', `${file} was made by a newer Wellrun (${program}): its database has "${unknown.name}". Restore it with that version or a newer one.`)
  const changed = migrations.find(({ name, hash }) => shipped.get(name) !== hash)
  if (changed) throw new Problem('unprocessable', `${file} was made with another "${changed.name}" than this program has. Restore it with the Wellrun that made it (${program}).`)
  const names = migrations.map(({ name }) => name).join()
  if (names !== [...shipped.keys()].slice(0, migrations.length).join()) throw new Problem('unprocessable', `${file} is damaged: its migrations are not in order. Use another copy.`)
}

/** The first file in a backup: says what it is, and how to read it without Wellrun. */
export function noteOf(madeAt: Date, program: string): string {
  return `Wellrun backup, format ${backupFormat}

Made ${madeAt.toISOString()} by Wellrun ${program}. To restore it, into a Wellrun without an organisation:

  wellrun restore FILE

It is a gzipped tar archive and can be read without Wellrun. Each folder under tables/ holds the rows of one table in
parts, in the text format of PostgreSQL's COPY; one after the other they can be given to COPY ... FROM STDIN.
${manifestName}, the last file, names tables, columns, rows and the SHA-256 of each table's parts put together, the
migrations that make the tables, and the last signed head of each organisation's ledger with the public keys to check it.

Not in it: sessions, sign-in attempts and pending verifications, which end with a restore, and background jobs.
Keep it as you keep the database itself: it holds names, addresses and the hashes of passwords.
`
}
