import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../shared/problem.ts'
import { claimsIn, locked, processesIn, workingFolder } from './postgres-claims.ts'
import { answers, checkVersion, clusterIn, createCluster, databaseName, readPostmaster, startServer } from './postgres-cluster.ts'
import type { Cluster, Postmaster } from './postgres-cluster.ts'

export type EmbeddedPostgres = {
  /** For connect() and for pg: `postgres://wellrun@localhost/wellrun?host=/folder/of/the/socket`. */
  url: string
  /** True when the server was already running, for another Wellrun or since one was killed. */
  adopted: boolean
  /** Leaves the server; the last to leave stops it and waits until it has. */
  release: () => Promise<void>
}

/**
 * Starts the embedded PostgreSQL on a data folder, or adopts the one that runs there; many processes share it.
 * `keep`: should the server be killed, it is started again. Throws Problem 'unavailable' with one sentence where it cannot.
 */
export async function startPostgres(options: { dataDirectory: string; log?: (line: string) => void; keep?: boolean }): Promise<EmbeddedPostgres> {
  const cluster = clusterIn(options.dataDirectory)
  const claims = claimsIn(join(cluster.home, 'users'))
  const log = options.log ?? (() => {})
  return locked(cluster.home, async () => {
    const leave = claims.add()
    try {
      const running = await adoptServer(cluster, log)
      const server = running ?? await startFresh(cluster, log)
      const abandon = () => {
        leave()
        if (!claims.remain()) signal(server.pid, 'SIGINT')
      }
      process.once('exit', abandon)
      const stopKeeping = options.keep ? keepRunning(cluster, log) : undefined
      const url = `postgres://wellrun@localhost/${databaseName}?host=${encodeURIComponent(server.socketFolder)}`
      return {
        url,
        adopted: running !== undefined,
        release: async () => {
          await stopKeeping?.()
          process.off('exit', abandon)
          await locked(cluster.home, async () => {
            leave()
            if (!claims.remain()) await stopServer(cluster)
          })
        },
      }
    } catch (error) {
      leave()
      throw error
    }
  })
}

async function startFresh(cluster: Cluster, log: (line: string) => void): Promise<Postmaster> {
  if (!existsSync(join(cluster.files, 'PG_VERSION'))) {
    log(`Making a database in ${cluster.home}`)
    await createCluster(cluster)
  }
  checkVersion(cluster)
  await clearRemains(cluster, log)
  return startServer(cluster)
}

/** The server that runs already, once it takes connections; undefined when there is none or it has just stopped. */
async function adoptServer(cluster: Cluster, log: (line: string) => void): Promise<Postmaster | undefined> {
  let told = false
  for (let waitedMs = 0; ; waitedMs += 20) {
    const server = readPostmaster(cluster)
    if (!server) return undefined
    if (server.status === 'ready' && (await answers(server))) return server
    if (waitedMs > 2_000 && !told) {
      told = true
      log(server.status === 'ready' ? 'Waiting for the database to answer' : `Waiting for the database, which is ${server.status}`)
    }
    if (server.status === 'ready' && waitedMs > 10_000) {
      throw new Problem('unavailable', `The database in ${cluster.home} is in use by a server (process ${server.pid}) that does not answer on ${server.socketFolder}: stop that process and try again.`)
    }
    await wait(20)
  }
}

/** Looks every second whether the server is there, and starts it again where it is not. Answers how to leave off. */
function keepRunning(cluster: Cluster, log: (line: string) => void): () => Promise<void> {
  let starting: Promise<void> | undefined
  let said = ''
  const say = (line: string) => {
    if (line !== said) log(line)
    said = line
  }
  const again = async () => {
    if (await adoptServer(cluster, log)) return
    await startFresh(cluster, say)
    said = ''
    log('The database had stopped, and was started again')
  }
  const looking = setInterval(() => {
    if (starting || readPostmaster(cluster)) return
    starting = locked(cluster.home, again)
      .catch((error: unknown) => say(`The database has stopped and cannot be started again: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => (starting = undefined))
  }, 1000)
  looking.unref()
  return async () => {
    clearInterval(looking)
    await starting
  }
}

/** After the postmaster was killed: ends what is left of its server, and forgets its process id, which another process may have by now. */
async function clearRemains(cluster: Cluster, log: (line: string) => void): Promise<void> {
  const pidFile = join(cluster.files, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  log('The database was not shut down; recovering')
  for (let waitedMs = 0; ; waitedMs += 20) {
    const remains = processesIn(cluster.files)
    if (!remains.length) break
    for (const pid of remains) signal(pid, waitedMs < 5_000 ? 'SIGQUIT' : 'SIGKILL')
    if (waitedMs > 15_000) throw new Problem('unavailable', `Process ${remains[0]} still uses the database in ${cluster.home} and cannot be ended: stop it and try again.`)
    await wait(20)
  }
  rmSync(pidFile, { force: true })
}

async function stopServer(cluster: Cluster): Promise<void> {
  const server = readPostmaster(cluster)
  if (!server) return
  signal(server.pid, 'SIGINT')
  for (let waitedMs = 0; workingFolder(server.pid) === cluster.files; waitedMs += 5) {
    if (waitedMs === 60_000) signal(server.pid, 'SIGQUIT')
    await wait(5)
  }
  rmSync(server.socketFolder, { recursive: true, force: true })
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    return
  }
}
