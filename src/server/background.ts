import { removeOldAnswers } from '../kernel/answers.ts'
import type { Jobs } from '../kernel/jobs.ts'
import { sendDueMails } from '../kernel/mail.send.ts'
import { listOrganisations } from '../kernel/organisations.ts'
import type { Runtime } from '../kernel/runtime.ts'
import type { Scheduled } from '../kernel/schedule.ts'
import { scheduled } from './features.ts'
import type { Ground } from './ground.ts'
import { removeExpired } from './identity.store.ts'

/** Seals what is left from before, then works on jobs. Begins once pages are served, so that it delays nobody; stopping waits for what has begun. */
export function startBackground(ground: Ground, sealAll: () => Promise<void>): { stop: () => Promise<void> } {
  let stopped = false
  const begin = async () => {
    for (const step of [sealAll, ...(ground.runtime.jobs ? workers(ground, ground.runtime.jobs) : [])]) {
      if (stopped) return
      await step()
    }
  }
  const beginning = begin().catch((error: unknown) => ground.runtime.log.warn(`Background work could not start: ${said(error)}`))
  return {
    stop: async () => {
      stopped = true
      await beginning
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
  await removeOldAnswers(sql)
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
