import { seal } from '../kernel/ledger.seal.ts'
import { listOrganisations } from '../kernel/organisations.ts'
import type { Ground } from './ground.ts'

/** Milliseconds after a commit until its entry is sealed; commits in between share one head. */
const delay = 1000

export type Sealing = { recorded: (organisationId: string) => void; all: () => Promise<void>; stop: () => Promise<void> }

/** Seals entries soon after they are recorded. A head that fails is tried again with the next entry, and every minute. */
export function startSealing(ground: Ground): Sealing {
  const waiting = new Map<string, NodeJS.Timeout>()
  let running: Promise<unknown> = Promise.resolve()
  const sealOne = (organisationId: string) => {
    running = running
      .then(() => seal(ground.database.sql, organisationId, ground.key, ground.runtime.now()))
      .catch((error: unknown) => ground.runtime.log.warn(`The ledger of ${organisationId} could not be sealed: ${error instanceof Error ? error.message : String(error)}`))
    return running
  }
  const all = async () => {
    for (const { id } of await listOrganisations(ground.database)) await sealOne(id)
  }
  const everyMinute = setInterval(() => void all().catch(() => {}), 60_000)
  everyMinute.unref()
  return {
    recorded: (organisationId) => {
      if (!organisationId || waiting.has(organisationId)) return
      const timer = setTimeout(() => {
        waiting.delete(organisationId)
        void sealOne(organisationId)
      }, delay)
      timer.unref()
      waiting.set(organisationId, timer)
    },
    all,
    stop: async () => {
      clearInterval(everyMinute)
      for (const [organisationId, timer] of waiting) {
        clearTimeout(timer)
        void sealOne(organisationId)
      }
      await running
    },
  }
}
