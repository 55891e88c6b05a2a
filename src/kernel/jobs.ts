import { setTimeout as wait } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import type { Db, SendOptions } from 'pg-boss'
import { connect } from './connect.ts'
import type { Log } from './log.ts'

export type Jobs = {
  /** Queues a job; with `db` inside the transaction that causes it. Payloads carry ids only: pgboss.* is outside row-level security. */
  send: (queue: string, data: object, db?: Pick<Db, 'executeSql'>, options?: SendOptions) => Promise<void>
  /** Runs `work` for each job of a queue, on whichever node takes it; a throw retries it later. */
  work: (queue: string, work: (data: object) => Promise<void>) => Promise<void>
  /** Queues a job by a cron expression (UTC), once over all nodes. */
  schedule: (queue: string, cron: string) => Promise<void>
  stop: () => Promise<void>
}

/** Milliseconds after which starting is given up: what was asked of a database that went away meanwhile may never be answered. */
const patience = 20_000

/** Jobs that start with their first use, since many a verb of the terminal causes none. A start that failed is tried again with the next use. */
export function lazyJobs(url: string, log: Log): Jobs {
  let started: Promise<Jobs> | undefined
  const jobs = () => (started ??= startSoon(url, log).catch((error: unknown) => {
    started = undefined
    throw error
  }))
  return {
    send: async (...job) => (await jobs()).send(...job),
    work: async (...worker) => (await jobs()).work(...worker),
    schedule: async (...beat) => (await jobs()).schedule(...beat),
    stop: async () => {
      const ending = async () => (await started?.catch(() => undefined))?.stop()
      await inTime(ending(), 8000).catch((error: unknown) => log.warn(`Jobs: ${String(error)}`))
    },
  }
}

async function startSoon(url: string, log: Log): Promise<Jobs> {
  const starting = startJobs(url, log)
  try {
    return await inTime(starting)
  } catch (error) {
    starting.then((late) => late.stop()).catch(() => {})
    throw error
  }
}

/** Waits for work, but not for ever. */
export async function inTime<T>(work: Promise<T> | T, milliseconds = patience): Promise<T> {
  const waiting = new AbortController()
  const late = wait(milliseconds, undefined, { signal: waiting.signal }).then(() => {
    throw new Error('The database did not answer in time.')
  })
  try {
    return await Promise.race([work, late])
  } finally {
    waiting.abort()
    late.catch(() => {})
  }
}

/** Starts pg-boss on a connection of its own and lets the application's role put jobs in its queues. */
async function startJobs(url: string, log: Log): Promise<Jobs> {
  const sql = connect(url, { max: 1, onnotice: () => {}, idle_timeout: 0, connection: { application_name: 'wellrun-jobs' } })
  const db: Db = {
    executeSql: async (text, values) => {
      // pg-boss leaves out by undefined, which this driver refuses.
      const given = values?.map((value) => value ?? null) ?? []
      const result: unknown = await sql.unsafe(text, given as never[])
      return rowsOf(result)
    },
  }
  const boss = new PgBoss({ db, schema: 'pgboss' })
  boss.on('error', (error) => log.warn(`Jobs: ${error.message}`))
  // Nodes that start together on a new database would each make these tables, and all but one would fail.
  await sql`select pg_advisory_lock(4600, 3)`
  try {
    await boss.start()
  } catch (error) {
    await boss.stop({ graceful: false, timeout: 1000 }).catch(() => {})
    await sql.end({ timeout: 5 })
    throw error
  }
  await sql`select pg_advisory_unlock(4600, 3)`
  await sql.unsafe(`grant usage on schema pgboss to wellrun_app; grant select, insert, update on all tables in schema pgboss to wellrun_app; grant execute on all functions in schema pgboss to wellrun_app`)
  const queues = new Set<string>()
  const ensure = async (queue: string) => {
    if (queues.has(queue)) return
    await boss.createQueue(queue)
    queues.add(queue)
  }
  return {
    send: async (queue, data, through, options) => {
      if (!queues.has(queue)) await ensure(queue)
      await boss.send(queue, data, { ...options, ...(through ? { db: through as Db } : {}) })
    },
    work: async (queue, work) => {
      await ensure(queue)
      await boss.work(queue, async (jobs) => {
        for (const job of jobs) await work(job.data as object)
      })
    },
    schedule: async (queue, cron) => {
      await ensure(queue)
      await boss.schedule(queue, cron)
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 5000 })
      await sql.end({ timeout: 5 })
    },
  }
}

/** A script of several statements answers with one result each. */
function rowsOf(result: unknown): { rows: unknown[] } {
  const list = result as unknown[]
  const several = list.length > 0 && Array.isArray(list[0])
  return { rows: several ? (list as unknown[][]).flatMap((part) => [...part]) : [...list] }
}
