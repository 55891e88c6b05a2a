import { setTimeout as wait } from 'node:timers/promises'
import { removeOldAnswers } from '../kernel/answers.ts'
import { inTime } from '../kernel/jobs.ts'
import type { Jobs } from '../kernel/jobs.ts'
import { sendDueMails } from '../kernel/mail.send.ts'
import { listOrganisations } from '../kernel/organisations.ts'
import type { Runtime } from '../kernel/runtime.ts'
import type { Scheduled } from '../kernel/schedule.ts'
import { scheduled } from './features.ts'
import type { Ground } from './ground.ts'
import { removeExpired, removeOutsiders } from './identity.store.ts'

/** Milliseconds until what could not be begun is tried again. */
const pause = 5000

/**
 * Seals what is left from before, then works on jobs. Begins once pages are served, so that it delays nobody, and goes on trying where the
 * database went away; stopping waits for what has begun.
 */
export function startBackground(ground: Ground, sealAll: () => Promise<void>): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const { runtime } = ground
  const begin = async () => {
    const steps = [sealAll, ...(runtime.jobs ? workers(ground, runtime.jobs) : [])]
    for (let step = steps.shift(); step && !stopping.signal.aborted; step = steps.shift()) {
      try {
        await inTime(step())
      } catch (error) {
        runtime.log.warn(`Background work could not begin, and is tried again: ${said(error)}`)
        steps.unshift(step)
        await wait(pause, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }
  const beginning = begin()
  return {
    stop: async () => {
      stopping.abort()
      await inTime(beginning, 5000).catch((error: unknown) => runtime.log.warn(said(error)))
    },
  }
}

function workers(ground: Ground, jobs: Jobs): (() => Promise<void>)[] {
  const { runtime } = ground
  return [
    ...runtime.reactions.map((reaction) => () => jobs.work(`reaction.${reaction.name}`, (data) => reaction.run(runtime, data as Parameters<typeof reaction.run>[1]))),
    () => jobs.work('mail', async (data) => void (await sendDueMails(runtime, (data as { organisationId: string }).organisationId))),
    () => jobs.work('tidy', () => tidy(ground)),
    () => jobs.schedule('tidy', '17 * * * *'),
    ...scheduled.flatMap((each) => [() => jobs.work(`every.${each.name}`, () => forEachOrganisation(runtime, each)), () => jobs.schedule(`every.${each.name}`, each.cron)]),
  ]
}

/** One organisation's fault keeps nothing from the others; it is tried again with the next beat. */
async function forEachOrganisation(runtime: Runtime, { name, run }: Scheduled): Promise<void> {
  for (const { id } of await listOrganisations(runtime.database)) {
    await run(runtime, id).catch((error: unknown) => runtime.log.warn(`${name} of ${id} failed: ${said(error)}`))
  }
}

async function tidy({ database: { sql } }: Ground): Promise<void> {
  await removeExpired(sql)
  await removeOutsiders(sql)
  await removeOldAnswers(sql)
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
