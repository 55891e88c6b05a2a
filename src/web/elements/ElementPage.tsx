import { Page } from '../shell/Page.tsx'

export function ElementPage() {
  return <Page name="ElementPage" />
}
