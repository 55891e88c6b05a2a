import { useLingui } from '@lingui/react/macro'
import { Page } from '../shell/Page.tsx'

export function OperatingModelPage() {
  const { t } = useLingui()
  return <Page name={t`Operating model`} />
}
