import { Trans, useLingui } from '@lingui/react/macro'
import { lazy, Suspense } from 'react'
import { Page } from '../shell/Page.tsx'

const views = import.meta.glob<{ A3View: () => React.ReactNode }>('../../modules/a3/web/A3View.tsx')
const load = views['../../modules/a3/web/A3View.tsx']
const A3View = load ? lazy(async () => ({ default: (await load()).A3View })) : null

export function A3Page() {
  const { t } = useLingui()
  if (A3View) {
    return (
      <Suspense>
        <A3View />
      </Suspense>
    )
  }
  return (
    <Page name={t`The A3`}>
      <p>
        <Trans>The A3 is on its way.</Trans>
      </p>
    </Page>
  )
}
