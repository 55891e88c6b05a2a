import { linkSync, mkdirSync, readFileSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../shared/problem.ts'
import { isCode } from './postgres-programs.ts'

/** Names one run of one process: a pid alone may be given to another process after it ends. */
export function processName(pid: number = process.pid): string {
  return `${pid}-${startedAt(pid) ?? 'gone'}`
}

/** Clock ticks since boot at which a process began; undefined when it is gone or only waits to be buried. */
function startedAt(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const rest = fields.slice(fields.lastIndexOf(')') + 2).split(' ')
    return rest[0] === 'Z' || rest[0] === 'X' ? undefined : rest[19]
  } catch {
    return undefined
  }
}

export function isAlive(name: string): boolean {
  const [pid = '', started] = name.split('-')
  return started !== undefined && startedAt(Number(pid)) === started
}

/** The folder that a process works in; undefined when it is gone or belongs to another account. */
export function workingFolder(pid: number): string | undefined {
  try {
    return startedAt(pid) === undefined ? undefined : readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** Ids of the processes that work in a folder: what is left of a server whose postmaster was killed. */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).map(Number).filter((pid) => workingFolder(pid) === folder)
}

/** Runs `work` while no other process does so for this folder. A lock left by a killed process is taken over. */
export async function locked<T>(folder: string, work: () => Promise<T>, deadlineMs = 180_000): Promise<T> {
  const lock = join(folder, 'lock')
  const mine = join(folder, `lock.${processName()}.${counter++}`)
  const until = Date.now() + deadlineMs
  writeFileSync(mine, processName())
  try {
    while (!tryLock(mine, lock)) {
      if (Date.now() > until) throw new Problem('unavailable', `Another Wellrun (process ${readHolder(lock)?.split('-')[0]}) has been starting or stopping the database in ${folder} for too long: stop it and try again.`)
      await wait(10)
    }
    try {
      for (const name of readdirSync(folder)) {
        if (name.startsWith('lock.') && !isAlive(name.split('.').at(-2) ?? '')) rmSync(join(folder, name), { force: true })
      }
      return await work()
    } finally {
      rmSync(lock, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}
let counter = 0

function tryLock(mine: string, lock: string): boolean {
  try {
    linkSync(mine, lock)
    return true
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  }
  const holder = readHolder(lock)
  if (holder !== undefined && !isAlive(holder)) bury(lock, holder)
  return false
}

/** Removes a dead process's lock. By renaming: of several that try, one gets it, and a lock taken meanwhile is put back. */
function bury(lock: string, holder: string): void {
  const grave = `${lock}.${processName()}.dead`
  try {
    renameSync(lock, grave)
    if (readHolder(grave) !== holder) linkSync(grave, lock)
  } catch (error) {
    if (!isCode(error, 'ENOENT', 'EEXIST')) throw error
  }
  rmSync(grave, { force: true })
}

function readHolder(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8')
  } catch {
    return undefined
  }
}

export type Claims = { add: () => () => void; remain: () => boolean }

/** Who uses the server: one file for each use, named after its process. Files of dead processes do not count. */
export function claimsIn(folder: string): Claims {
  mkdirSync(folder, { recursive: true })
  return {
    add: () => {
      const file = join(folder, `${processName()}-${counter++}`)
      writeFileSync(file, '')
      return () => rmSync(file, { force: true })
    },
    remain: () => {
      const names = readdirSync(folder)
      const dead = names.filter((name) => !isAlive(name))
      for (const name of dead) rmSync(join(folder, name), { force: true })
      return names.length > dead.length
    },
  }
}
