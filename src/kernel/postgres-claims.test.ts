import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claimsIn, isAlive, locked, processName } from './postgres-claims.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wellrun-claims-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the lock of a data folder', () => {
  test('lets one in at a time', async () => {
    let inside = 0
    let most = 0
    await Promise.all(Array.from({ length: 5 }, () => locked(folder, async () => {
      most = Math.max(most, ++inside)
      await wait(5)
      inside--
    })))
    expect(most).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })

  test('is taken over from a process that is gone, also when its id was given to another', async () => {
    for (const gone of ['999999999-1', `${process.pid}-1`]) {
      writeFileSync(join(folder, 'lock'), gone)
      expect(await locked(folder, async () => 'in')).toBe('in')
    }
  })

  test('is refused, naming the process, when another holds it for too long', async () => {
    writeFileSync(join(folder, 'lock'), processName())
    await expect(locked(folder, async () => 'in', 50)).rejects.toThrow(new RegExp(`process ${process.pid}\\) has been starting or stopping the database`))
  })

  test('is free again after what was done under it failed', async () => {
    await expect(locked(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await locked(folder, async () => 'in')).toBe('in')
  })
})

describe('claims on a server', () => {
  test('remain until each is given back', () => {
    const claims = claimsIn(join(folder, 'users'))
    const [first, second] = [claims.add(), claims.add()]
    first()
    expect(claims.remain()).toBe(true)
    second()
    expect(claims.remain()).toBe(false)
  })

  test('of processes that are gone do not count and are cleared away', () => {
    const claims = claimsIn(join(folder, 'users'))
    writeFileSync(join(folder, 'users/999999999-1-0'), '')
    expect(claims.remain()).toBe(false)
    expect(readdirSync(join(folder, 'users'))).toEqual([])
  })

  test('a process is told from another that got its id later', () => {
    expect(isAlive(processName())).toBe(true)
    expect(isAlive(`${process.pid}-1`)).toBe(false)
    expect(isAlive('')).toBe(false)
  })
})
