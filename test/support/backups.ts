import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { listTables, nameOf, settleSession } from '../../src/kernel/backup.copy.ts'
import { makeBackup } from '../../src/kernel/backup.ts'
import type { Manifest } from '../../src/kernel/backup.manifest.ts'
import { connect } from '../../src/kernel/connect.ts'
import { openDatabase } from '../../src/kernel/database.ts'
import { restoreBackup } from '../../src/kernel/restore.ts'
import { parseSettings } from '../../src/kernel/settings.ts'
import { readTar, tarEnd, tarMember } from '../../src/kernel/tar.ts'
import { makeWorld } from './world.ts'

export const secret = 'a secret of this test, at least 32 characters'
/** The seed of the world's ledger key. */
export const seed = '7'.repeat(64)

/** Two organisations with people, an account and a second factor; a folder, and a good backup of them in it. */
export async function backupWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'wellrun-backup-'))
  const world = await makeWorld({ at: new Date().toISOString() })
  const fjordvik = await world.found('Fjordvik IT')
  await world.found('Søndre Ænd')
  await fjordvik.enact('policy', { title: 'Changes are "small"\\n and reversible – ✓', body: { theme: 'change', statement: 'Small.\tOr not\\.\r\nReversible.', principles: [{ text: 'One at a time' }] } })
  for (let i = 0; i < 30; i++) await fjordvik.act('service.draft', { title: `Service ${i}`, body: { description: 'It serves.', criticality: 2 } })
  await fjordvik.act('feed.create', { of: 'organisation' })
  await fjordvik.act('notification.choose', { digest: 'off', muted: [] })
  await fjordvik.act('policy.acknowledge', { policy: 'POL-1', version: 1 })
  await fjordvik.act('policy.draft', { element: 'POL-1', title: 'Changes', body: { theme: 'change', statement: 'Smaller.' } })
  await fjordvik.act('proposal.open', { title: 'Smaller', elements: ['POL-1'] })
  await fjordvik.act('proposal.comment', { proposal: 'PRO-1', text: 'Good – ✓\\\t' })
  await world.database.sql`insert into mails (organisation_id, id, person_id, kind, state, queued_at, next_at, sealed) values (${fjordvik.organisationId}, ${fjordvik.person.id}, ${fjordvik.person.id}, 'test', 'waiting', now(), now(), '\\x00ff0a5c')`
  const account = (id: string) => world.database.sql`insert into identity.account (id, email, name) values (${id}, ${`${id}@example.org`}, ${id})`
  await Promise.all([account('anna'), account('bo')])
  await world.database.sql`insert into identity.two_factor (id, account_id, secret, backup_codes) values ('t1', 'anna', 'sealed', 'sealed')`
  await world.database.sql`insert into identity.session (id, token, account_id, expires_at) values ('s1', 'token', 'anna', now() + interval '1 day')`

  /** A machine of its own: a data folder without anything in it. */
  const machine = (keys: Record<string, string> = {}) => parseSettings({ WELLRUN_DATA: mkdtempSync(join(folder, 'data-')), ...keys })
  const sameMachine = () => machine({ WELLRUN_KEY: seed, WELLRUN_SECRET: secret })

  const backUp = async (file: string, more: { url?: string; withKeys?: boolean } = {}) => {
    const database = openDatabase(more.url ?? world.url, { connections: 2 })
    try {
      return await makeBackup({
        sql: database.sql, file, key: world.key, trusted: [world.key.publicKey], keys: { ledgerKey: seed, secret }, withKeys: more.withKeys ?? false, program: '0.1.0', now: new Date(), note: () => {},
      })
    } finally {
      await database.close()
    }
  }
  const restore = async (file: string, url: string, settings = sameMachine(), now = () => new Date()) => {
    const notes: string[] = []
    const receipt = await restoreBackup({ url, file, settings, now, note: (text) => notes.push(text) })
    return { ...receipt, notes }
  }
  const close = async () => {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const good = join(folder, 'good.backup')
  await backUp(good)
  return { world, folder, good, organisationId: fjordvik.organisationId, founder: fjordvik.founder, machine, sameMachine, backUp, restore, close }
}

/** Every row of every table that a backup holds, in an order that does not depend on the server. */
export async function rowsOf(url: string): Promise<Record<string, string[]>> {
  const sql = connect(url, { max: 1 })
  try {
    return await sql.begin(async (tx) => {
      await settleSession(tx)
      const all: Record<string, string[]> = {}
      for (const table of await listTables(tx)) {
        const rows = await tx.unsafe<{ row: string }[]>(`select row(${table.columns.join(', ')})::text as row from ${nameOf(table)}`)
        all[nameOf(table)] = rows.map(({ row }) => row).sort()
      }
      return all
    })
  } finally {
    await sql.end()
  }
}

export async function isEmpty(url: string): Promise<boolean> {
  return Object.values(await rowsOf(url)).every((table) => table.length === 0)
}

export type Member = { name: string; content: Buffer }

/** A backup with other files in it. */
export async function remade(file: string, change: (members: Member[]) => Member[]): Promise<Buffer> {
  const members: Member[] = []
  async function* source() {
    yield gunzipSync(readFileSync(file))
  }
  for await (const member of readTar(source(), 1e9)) members.push(member)
  return gzipSync(Buffer.concat([...change(members).flatMap(({ name, content }) => tarMember(name, content, new Date())), tarEnd]))
}

/** A backup with other files in it and the right sums, as somebody would make who knows how. */
export function forged(file: string, change: (members: Member[]) => Member[], alter: (manifest: Manifest) => Manifest = (manifest) => manifest): Promise<Buffer> {
  return remade(file, (members) => {
    const changed = change(members)
    const manifest = alter(JSON.parse(changed.at(-1)!.content.toString()) as Manifest)
    for (const table of manifest.tables) {
      const content = Buffer.concat(changed.filter(({ name }) => name.includes(`-${table.schema}.${table.name}/`)).map((member) => member.content))
      Object.assign(table, { bytes: content.length, rows: content.filter((byte) => byte === 10).length, sha256: createHash('sha256').update(content).digest('hex') })
    }
    return [...changed.slice(0, -1), { name: 'manifest.json', content: Buffer.from(JSON.stringify(manifest)) }]
  })
}
