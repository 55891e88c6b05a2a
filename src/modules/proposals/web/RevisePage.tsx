import { useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useQueryOf } from '../../../web/api.ts'
import { editedFrom } from '../../../web/elements/draft.ts'
import { Editor } from '../../../web/elements/Editor.tsx'
import { kindNamed, type WebKind } from '../../../web/elements/kinds.ts'
import { useForm } from '../../../web/forms/forms.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { PageProblem } from '../../../web/ui/Problem.tsx'
import type { ElementView } from '../../../shared/element.contract.ts'
import { proposedDraft } from '../proposal.contract.ts'

/** Edits the draft that a proposal carries; who agreed to it before is asked again. */
export function RevisePage() {
  const { t } = useLingui()
  const { proposal, element } = useParams({ from: '/proposals/$proposal/$element' })
  const { data: view, error, refetch } = useQueryOf(proposedDraft, { proposal, element })
  const kind = view && kindNamed(view.kind)
  if (kind) return <Revise key={view.key} kind={kind} view={view} proposal={proposal} />
  return <Page name={element}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Proposal`} />}</Page>
}

function Revise({ kind, view, proposal }: { kind: WebKind; view: ElementView; proposal: string }) {
  const form = useForm(kind.kind)
  return <Editor kind={kind} form={form} view={view} start={editedFrom(view, form)} proposal={proposal} />
}
