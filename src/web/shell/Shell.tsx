import { Trans } from '@lingui/react/macro'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Announcer } from './Announcer.tsx'
import { AsOfBar } from './AsOf.tsx'
import { Rail } from './Rail.tsx'
import styles from './Shell.module.css'
import { useKeys } from './keys.ts'

const Palette = lazy(() => import('./Palette.tsx').then((module) => ({ default: module.Palette })))

/** Rail, the bar of another day, the page, and what is in reach from everywhere. */
export function Shell() {
  const [searching, setSearching] = useState(false)
  const search = () => setSearching(true)
  useKeys({ 'mod+k': search, '/': () => focusFilter() || search() })
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
