import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync } from 'node:fs'
import postgres from 'postgres'
import { migrate } from '../../src/kernel/migrate.ts'

const home = '/tmp/wellrun-identity-pg'
const bin = '/usr/lib/postgresql/15/bin'

function start(): void {
  const as = { uid: 65534, gid: 65534, stdio: 'ignore' as const }
  if (!existsSync(home)) {
    mkdirSync(home)
    chownSync(home, 65534, 65534)
    execFileSync(`${bin}/initdb`, ['-D', `${home}/data`, '-U', 'wellrun', '--locale=C', '-E', 'UTF8', '-A', 'trust'], as)
  }
  try {
    execFileSync(`${bin}/pg_ctl`, ['-D', `${home}/data`, 'status'], as)
  } catch {
    execFileSync(`${bin}/pg_ctl`, ['-D', `${home}/data`, '-w', '-l', `${home}/log`, '-o', `-c listen_addresses= -c unix_socket_directories=${home} -c fsync=off`, 'start'], as)
  }
}

/** An empty, migrated database of its own. */
export async function testDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  start()
  const admin = postgres({ host: home, port: 5432, user: 'wellrun', database: 'postgres', path: `${home}/.s.PGSQL.5432`, onnotice: () => {} })
  const name = `identity_${process.pid}_${Date.now()}`
  await admin.unsafe(`create database ${name}`)
  const url = `postgres://wellrun@localhost/${name}?host=${encodeURIComponent(home)}`
  await migrate(url)
  return {
    url,
    drop: async () => {
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}
