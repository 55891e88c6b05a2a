import { useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useQueryOf } from '../api.ts'
import { useForm } from '../forms/forms.ts'
import { Page } from '../shell/Page.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { PageProblem } from '../ui/Problem.tsx'
import { contractsOf } from './contracts.ts'
import { blank, editedFrom } from './draft.ts'
import { Editor } from './Editor.tsx'
import { kindAt, type WebKind } from './kinds.ts'

export function CreatePage() {
  const { path } = useParams({ from: '/$path/new' })
  const kind = kindAt(path)
  return kind ? <Create key={kind.kind} kind={kind} /> : null
}

function Create({ kind }: { kind: WebKind }) {
  const form = useForm(kind.kind)
  return <Editor kind={kind} form={form} view={null} start={blank(form)} />
}

export function EditPage() {
  const { path, element } = useParams({ from: '/$path/$element/edit' })
  const kind = kindAt(path)
  return kind ? <Edit key={element} kind={kind} element={element} /> : null
}

function Edit({ kind, element }: { kind: WebKind; element: string }) {
  const { i18n } = useLingui()
  const form = useForm(kind.kind)
  const { data: view, error, refetch } = useQueryOf(contractsOf(kind).get, { element })
  if (view) return <Editor kind={kind} form={form} view={view} start={editedFrom(view, form)} />
  return <Page name={element}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={i18n._(kind.one)} />}</Page>
}
