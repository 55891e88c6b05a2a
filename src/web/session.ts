import { queryOptions, useQuery } from '@tanstack/react-query'
import { ask } from './api.ts'

export type Session = {
  state: 'unfounded' | 'signed out' | 'signed in'
  codeNeeded: boolean
  account?: { email: string; twoFactor: boolean }
  person?: { id: string; name: string }
  organisation?: { id: string; key: string; name: string; timeZone: string; live: boolean; today: string; singleHanded: boolean }
  /** Names of the actions that this person may do somewhere. */
  abilities: string[]
}

export const sessionOptions = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => ask<Session>('/api/session', { signal }),
  staleTime: 60_000,
})

export function useSession() {
  return useQuery(sessionOptions)
}

/** The names of the actions that this person may do somewhere; empty until known. */
export function useAbilities(): readonly string[] {
  return useSession().data?.abilities ?? []
}

const openedOn = new Date().toISOString().slice(0, 10)

/** Today in the organisation's time zone, YYYY-MM-DD. */
export function useToday(): string {
  return useSession().data?.organisation?.today ?? openedOn
}

/** True once the organisation has gone live: from then on nobody puts their own draft in force. */
export function useIsLive(): boolean {
  return useSession().data?.organisation?.live ?? false
}
