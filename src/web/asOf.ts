import { useNavigate, useSearch } from '@tanstack/react-router'

/** The day that the whole application shows, or undefined for today, live. It lives in the address (`?asOf=`). */
export function useAsOf(): string | undefined {
  return useSearch({ strict: false, select: (search: { asOf?: string }) => search.asOf })
}

export function useShowDay(): (day: string | undefined) => void {
  const navigate = useNavigate()
  return (day) => void navigate({ to: '.', search: (before: Record<string, unknown>) => ({ ...before, asOf: day }), replace: true })
}
