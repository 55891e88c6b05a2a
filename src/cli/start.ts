import { readSettings } from '../kernel/settings.ts'
import { listOrganisations } from '../kernel/organisations.ts'
import { startServer } from '../server/server.ts'
import type { Command } from './command.ts'
import { demoSettings, openDemo, signInLines } from './demo.ts'

export const startCommand: Command = {
  words: 'start', usage: 'start [--demo] [--json]', about: 'Start the server and its database',
  options: { demo: { type: 'boolean' } }, operands: { least: 0, most: 0 },
  run: async ({ options, json, answer, note }) => {
    const settings = options['demo'] ? demoSettings() : readSettings()
    const log = { info: note, warn: note, error: (text: string, cause?: unknown) => note(cause ? `${text} ${String(cause)}` : text) }
    const demo = options['demo'] ? await openDemo(settings, { note }) : undefined
    // The driver leaves some of the promises unheard that break with a connection: the server outlives its database.
    process.on('unhandledRejection', (error) => log.error('Unexpected fault:', error))
    const running = await startServer(settings, log)
    answer(json ? JSON.stringify({ ready: true, url: running.address, ...(demo ? { demo } : {}) }) : [`Wellrun is ready at ${running.address}`, ...(demo ? signInLines(demo) : [])].join('\n'))
    // The database may go away at this very moment; the server goes on without it.
    const founded = await listOrganisations(running.ground.database).catch(() => undefined)
    if (founded?.length === 0) note(`Founding from another machine asks for this code: ${running.foundingCode}`)
    await stopped()
    await running.stop()
    // What a lost connection still holds on to must not keep a process that has nothing left to do.
    setTimeout(() => process.exit(0), 2000).unref()
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
