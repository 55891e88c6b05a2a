/** A tool that records come from. */
export type Source = {
  id: string
  name: string
  kind: string
  /** JSON, as the connector's schema has it; `{}` for a tool that sends. */
  settings: string
  /** YAML text. */
  mapping: string
  everyMinutes: number
  madeBy: string
  createdAt: Date
  pausedAt: Date | null
  endedAt: Date | null
  revision: number
}

export type Standing = { secret: Buffer; place: string; lastHash: string; failures: number; nextAt: Date; lastAt: Date | null; lastCounts: Record<string, number> | null; said: string; stopped: boolean }

/** The use under which secrets of sources are sealed. */
export const secretUse = 'source'
