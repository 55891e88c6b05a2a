import { useLingui } from '@lingui/react/macro'
import { Page } from '../shell/Page.tsx'

export function ImportPage() {
  const { t } = useLingui()
  return <Page name={t`Bring yours`} />
}
