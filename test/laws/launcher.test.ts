import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wellrun-launcher-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Outcome = { code: number; said: string }

/** Runs a program with the Node of this test and answers how it ended and what it said on either stream. */
function run(program: string, args: string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: options.cwd ?? folder, env: { ...process.env, ...options.env } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, said: stdout + stderr }))
  })
}

/** A copy of the launcher beside a lock of its own, without packages. */
function bareProject(): string {
  const project = join(folder, 'project')
  for (const name of ['bin', 'package.json', 'package-lock.json', '.npmrc']) cpSync(join(root, name), join(project, name), { recursive: true })
  return project
}

describe('the launcher', () => {
  test('finds its project from any folder and through a link', async () => {
    symlinkSync(join(root, 'bin/wellrun'), join(folder, 'link'))
    const { code, said } = await run(join(folder, 'link'), ['--help'])
    expect(said).toContain('start')
    expect(code).toBe(0)
  })

  test('hands on the exit code of what it runs', async () => {
    const { code } = await run(join(root, 'bin/wellrun'), ['no-such-verb'])
    expect(code).not.toBe(0)
  })

  test('is a program by itself', () => {
    expect(execFileSync(join(root, 'bin/wellrun'), ['--help'], { encoding: 'utf8' })).toContain('start')
  })

  test('says in one sentence that the registry cannot be reached, and leaves nothing half done', async () => {
    const project = bareProject()
    const env = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0', npm_config_cache: join(folder, 'cache') }
    const { code, said } = await run(join(project, 'bin/wellrun'), ['start'], { env })
    expect(said.trim().split('\n').at(-1)).toBe('Wellrun could not install its packages, since the npm registry cannot be reached: connect this machine to the network once, then start again.')
    expect(code).toBe(1)
    expect(existsSync(join(project, 'node_modules'))).toBe(false)
    expect(readdirSync(join(project, '.cache'))).toEqual([])
  })

  test('takes over the lock of a launcher that was killed', async () => {
    const project = bareProject()
    mkdirSync(join(project, '.cache'))
    writeFileSync(join(project, '.cache/install.lock'), '999999999 1')
    const { said } = await run(join(project, 'bin/wellrun'), ['start'], { env: { PATH: join(folder, 'empty'), npm_execpath: '' } })
    expect(said).toContain('there is none on the PATH: install npm')
  })

  test('asks for npm where there is none', async () => {
    const { code, said } = await run(join(bareProject(), 'bin/wellrun'), ['start'], { env: { PATH: join(folder, 'empty'), npm_execpath: '' } })
    expect(said.trim().split('\n').at(-1)).toBe('Wellrun needs npm to install its packages, and there is none on the PATH: install npm, then start again.')
    expect(code).toBe(1)
  })

  test('names a lock that is damaged', async () => {
    const project = bareProject()
    writeFileSync(join(project, 'package-lock.json'), '{')
    const { code, said } = await run(join(project, 'bin/wellrun'), ['start'])
    expect(said.trim()).toBe(`${join(project, 'package-lock.json')} is missing or damaged: restore it from the release.`)
    expect(code).toBe(1)
  })
})
