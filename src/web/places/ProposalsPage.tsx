import { useLingui } from '@lingui/react/macro'
import { Page } from '../shell/Page.tsx'

export function ProposalsPage() {
  const { t } = useLingui()
  return <Page name={t`Proposals`} />
}
