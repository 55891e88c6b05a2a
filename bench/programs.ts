import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Figures, Order } from './load.ts'

export const root = fileURLToPath(new URL('../', import.meta.url))

/** A program of the benchmark in a process of its own, which speaks in lines of JSON. */
export type Program = { pid: number; ask: <T>(line: string) => Promise<T>; stop: () => Promise<void> }

/** Starts `bench/<file>`; its first line is the answer that `ready` holds. */
export async function startProgram<T>(file: string, env: Record<string, string> = {}): Promise<Program & { ready: T }> {
  const program = spoken(spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `${root}bench/${file}`], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] }), file)
  return { ...program, ready: await program.ask<T>('') }
}

/** The load generator, ready for orders. */
export async function startLoad(): Promise<Program & { drive: (order: Order) => Promise<Figures> }> {
  const program = spoken(spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `${root}bench/load.ts`], { stdio: ['pipe', 'pipe', 'inherit'] }), 'load.ts')
  return {
    ...program,
    drive: async (order) => {
      const figures = await program.ask<Figures>(JSON.stringify(order))
      if (figures.failures > 0) throw new Error(`${order.method} ${order.path} failed ${figures.failures} times: ${figures.firstFailure}`)
      return figures
    },
  }
}

function spoken(child: ChildProcess, name: string): Program {
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = []
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      for (const each of waiting.splice(0)) each.reject(new Error(`bench/${name} ended with ${code}.`))
      resolve()
    })
  })
  createInterface({ input: child.stdout! }).on('line', (line) => waiting.shift()?.resolve(line))
  return {
    pid: child.pid!,
    ask: async <T>(line: string) => {
      const answer = new Promise<string>((resolve, reject) => waiting.push({ resolve, reject }))
      if (line) child.stdin!.write(`${line}\n`)
      return JSON.parse(await answer) as T
    },
    stop: async () => {
      child.kill('SIGTERM')
      await gone
    },
  }
}
