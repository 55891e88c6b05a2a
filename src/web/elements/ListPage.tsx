import { Page } from '../shell/Page.tsx'

export function ListPage() {
  return <Page name="ListPage" />
}
