// Runs a file of Wellrun under the right Node: in this process' place where the system allows, else as its child.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { Sentence, built, installed, root } from './setup.js'

const forwarded = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

/** Installs and, where `web` says so, builds what is missing, then runs `file` with `args`. Ends this process as the file ends. */
export async function launch(file, args, { web = false } = {}) {
  try {
    const node = await installed()
    if (web) await built(node)
    if (file) run(node, ['--disable-warning=ExperimentalWarning', join(root, file), ...args])
  } catch (error) {
    if (!(error instanceof Sentence)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

function run(node, args) {
  const env = { NODE_COMPILE_CACHE: join(root, '.cache/node'), ...process.env }
  if (typeof process.execve === 'function') {
    process.removeAllListeners('warning').on('warning', () => {})
    process.execve(node, [node, ...args], env)
  }
  // The channel tells the program when this process is killed, so that it need not outlive it.
  const child = spawn(node, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of forwarded) {
    process.on(signal, () => {
      const keyboard = signal === 'SIGINT' && process.stdin.isTTY
      if (!keyboard) child.kill(signal)
    })
  }
  child.once('error', (error) => {
    process.stderr.write(`Wellrun could not be started with ${node}: ${error.message}\n`)
    process.exitCode = 1
  })
  child.once('exit', (code, signal) => {
    for (const each of forwarded) process.removeAllListeners(each)
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)
  })
}
