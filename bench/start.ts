import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { environmentOf, scratchFolder } from './ground.ts'
import { atMost, median } from './measure.ts'
import type { Bench, Report } from './measure.ts'
import { root } from './programs.ts'

/** From an empty data folder and from a filled one to the first page and its first question answered; then memory at rest. */
export const startBench: Bench = {
  name: 'start',
  run: async (report) => {
    const cold: number[] = []
    const warm: number[] = []
    const memory: number[] = []
    for (let round = 0; round < 3; round++) {
      const { folder, remove } = scratchFolder()
      const first = await started(folder)
      cold.push(first.seconds)
      await first.stop()
      const second = await started(folder)
      warm.push(second.seconds)
      if (round === 2) {
        await wait(20_000)
        memory.push(proportionalMegabytes(second.pid))
      }
      await second.stop()
      remove()
    }
    report.result(atMost('Cold start to the first page answered', median(cold), 's', 2.5))
    report.result(atMost('Warm start to the first page answered', median(warm), 's', 0.8))
    report.result(atMost('Memory at rest, Node and PostgreSQL together (PSS)', memory[0]!, 'MB', 200))
    firstPage(report)
  },
}

async function started(folder: string): Promise<{ seconds: number; pid: number; stop: () => Promise<void> }> {
  const port = await freePort()
  const begin = performance.now()
  const child = spawn(process.execPath, [`${root}bin/wellrun`, 'start'], { env: { ...process.env, ...environmentOf(folder, port) }, stdio: 'ignore' })
  await answered(`http://localhost:${port}/`, child)
  await answered(`http://localhost:${port}/api/session`, child)
  const seconds = (performance.now() - begin) / 1000
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
  }
  return { seconds, pid: child.pid!, stop }
}

async function answered(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 6000; tries++) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode} before it answered.`)
    const response = await fetch(url).catch(() => null)
    if (response?.ok) {
      await response.arrayBuffer()
      return
    }
    await wait(5)
  }
  throw new Error(`${url} was not answered.`)
}

/** PSS of a process, of all that it started, and of the PostgreSQL on its data folder, in MB. */
function proportionalMegabytes(pid: number): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      return [{ pid: Number(name), parent: Number(/\nPPid:\s+(\d+)/.exec(readFileSync(`/proc/${name}/status`, 'utf8'))![1]) }]
    } catch {
      return []
    }
  })
  const family = new Set([pid])
  for (let grown = true; grown; ) {
    grown = false
    for (const each of processes) {
      if (family.has(each.parent) && !family.has(each.pid)) {
        family.add(each.pid)
        grown = true
      }
    }
  }
  const kilobytes = [...family].map((each) => Number(/\nPss:\s+(\d+)/.exec(readFileSync(`/proc/${each}/smaps_rollup`, 'utf8'))?.[1] ?? 0))
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024
}

/** The scripts that the first page loads, compressed. */
function firstPage(report: Report): void {
  const html = readFileSync(`${root}dist/index.html`, 'utf8')
  const scripts = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map((match) => readFileSync(`${root}dist${match[1]!}`))
  const size = (compress: (bytes: Buffer) => Buffer) => scripts.reduce((sum, bytes) => sum + compress(bytes).length, 0) / 1000
  report.note(`${scripts.length} scripts, ${size(brotliCompressSync).toFixed(0)} kB with Brotli`)
  report.result(atMost('First page’s JavaScript, gzip', size((bytes) => gzipSync(bytes)), 'kB', 250))
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
