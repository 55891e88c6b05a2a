import { Trans } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Announcer } from './Announcer.tsx'
import { AsOfBar } from './AsOf.tsx'
import { Rail } from './Rail.tsx'
import styles from './Shell.module.css'
import { useKeyPairs, useKeys } from './keys.ts'
import { useLive } from './useLive.ts'

const Shortcuts = lazy(async () => ({ default: (await import('./Shortcuts.tsx')).Shortcuts }))
const Palette = lazy(() => import('./Palette.tsx').then((module) => ({ default: module.Palette })))

/** Rail, the bar of another day, the page, and what is in reach from everywhere. */
export function Shell() {
  const client = useQueryClient()
  const [searching, setSearching] = useState(false)
  const search = () => setSearching(true)
  const [explaining, setExplaining] = useState(false)
  const navigate = useNavigate()
  useLive()
  useKeys({ 'mod+k': search, '/': () => focusFilter() || search(), '?': () => setExplaining(true) })
  useKeyPairs({
    'g m': () => void import('./declare.ts').then(({ wayToDeclare }) => wayToDeclare(client)).then((way) => way && navigate(way)),
    'g w': () => void navigate({ to: '/work' }),
    'g a': () => void navigate({ to: '/' }),
    'g f': () => void navigate({ to: '/for-you' }),
    'g r': () => void navigate({ to: '/work/raise' }),
  })
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        <Trans>Skip to the page</Trans>
      </a>
      <Rail onSearch={search} />
      <div className={styles.column}>
        <AsOfBar />
        <Outlet />
      </div>
      <Announcer />
      <Suspense>{searching && <Palette onClose={() => setSearching(false)} />}</Suspense>
      <Suspense>{explaining && <Shortcuts onClose={() => setExplaining(false)} />}</Suspense>
    </div>
  )
}

/** Goes to the field that filters the list on this page; answers false where there is none. */
function focusFilter(): boolean {
  const field = document.querySelector<HTMLInputElement>('#main input[type="search"]')
  field?.focus()
  field?.select()
  return field !== null
}
