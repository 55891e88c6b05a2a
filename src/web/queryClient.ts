import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { Problem } from '../shared/problem.ts'
import { sessionOptions } from './session.ts'

/** Asks again what failed for want of an answer, never what was refused; a session that ended leads to signing in. */
export function buildQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof Problem && error.type === 'unauthenticated') void client.invalidateQueries({ queryKey: sessionOptions.queryKey })
  }
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (count, error) => count < 2 && error instanceof Problem && error.type === 'unavailable',
        throwOnError: false,
      },
      mutations: { retry: false },
    },
  })
  return client
}
