import { Trans, useLingui } from '@lingui/react/macro'
import { ButtonLink } from '../ui/Button.tsx'
import { Page } from './Page.tsx'

export function NotFound() {
  const { t } = useLingui()
  return (
    <Page name={t`Nothing is here`}>
      <p>
        <Trans>This address leads to no page. It may have been mistyped, or come from a newer version. Search with Ctrl K, or go back to the A3.</Trans>
      </p>
      <div>
        <ButtonLink to="/">
          <Trans>Go to the A3</Trans>
        </ButtonLink>
      </div>
    </Page>
  )
}
