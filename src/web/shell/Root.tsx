import { useLingui } from '@lingui/react/macro'
import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useSession } from '../session.ts'
import { PageProblem } from '../ui/Problem.tsx'
import { Shell } from './Shell.tsx'

const Door = lazy(() => import('../signin/Door.tsx').then((module) => ({ default: module.Door })))

/** Whoever is signed in sees the application; everybody else sees the door. */
export function Root() {
  const { t } = useLingui()
  const { data: session, error, refetch } = useSession()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  if (!session) return error ? <PageProblem error={error} retry={() => void refetch()} /> : <output aria-label={t`Opening Wellrun`} />
  if (session.state === 'signed in' && !/^\/(invitation|unsubscribe)\//.test(pathname)) return <Shell />
  return (
    <Suspense>
      <Door session={session} pathname={pathname} />
    </Suspense>
  )
}
