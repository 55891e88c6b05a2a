import { Trans, useLingui } from '@lingui/react/macro'
import { lazy, Suspense } from 'react'
import { Page } from '../shell/Page.tsx'

const views = import.meta.glob<{ ScopeView: () => React.ReactNode }>('../../modules/scope/web/ScopeView.tsx')
const load = views['../../modules/scope/web/ScopeView.tsx']
const ScopeView = load ? lazy(async () => ({ default: (await load()).ScopeView })) : null

export function ScopePage() {
  const { t } = useLingui()
  if (ScopeView) {
    return (
      <Suspense>
        <ScopeView />
      </Suspense>
    )
  }
  return (
    <Page name={t`Scope`}>
      <p>
        <Trans>The scope is on its way.</Trans>
      </p>
    </Page>
  )
}
