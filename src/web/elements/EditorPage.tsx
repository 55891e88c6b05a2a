import { Page } from '../shell/Page.tsx'

export function CreatePage() {
  return <Page name="Create" />
}

export function EditPage() {
  return <Page name="Edit" />
}
