import { readSettings } from '../kernel/settings.ts'
import { listOrganisations } from '../kernel/organisations.ts'
import { startServer } from '../server/server.ts'
import type { Command } from './command.ts'

export const startCommand: Command = {
  words: 'start', usage: 'start [--json]', about: 'Start the server and its database',
  options: {}, operands: { least: 0, most: 0 },
  run: async ({ json, answer, note }) => {
    const log = { info: note, warn: note, error: (text: string, cause?: unknown) => note(cause ? `${text} ${String(cause)}` : text) }
    const running = await startServer(readSettings(), log)
    answer(json ? JSON.stringify({ ready: true, url: running.address }) : `Wellrun is ready at ${running.address}`)
    if ((await listOrganisations(running.ground.database)).length === 0) note(`Founding from another machine asks for this code: ${running.foundingCode}`)
    await stopped()
    await running.stop()
    return 0
  },
}

/** Waits for a signal to stop, or for the launcher that started this process to be gone. A terminal and its launcher may both send one: the second changes nothing. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    const once = () => {
      // An open channel would keep this process alive after everything has stopped.
      if (process.connected) process.disconnect()
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, once)
    process.once('disconnect', once)
  })
}
