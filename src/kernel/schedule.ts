import type { Runtime } from './runtime.ts'

/** Work of a feature by the clock, once over all nodes, for each organisation in turn. Safe to repeat: a run may be cut short and come again. */
export type Scheduled = {
  name: string
  /** When, as a cron expression in UTC. */
  cron: string
  run: (runtime: Runtime, organisationId: string) => Promise<void>
}
