import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ElementView } from '../../shared/element.contract.ts'
import { useAsOf } from '../asOf.ts'
import { BodyForm } from '../forms/BodyForm.tsx'
import type { KindForm } from '../forms/form.ts'
import { useKeys } from '../shell/keys.ts'
import { Page, type Crumb } from '../shell/Page.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { Section } from '../ui/Facts.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { TextArea, TextField } from '../ui/TextField.tsx'
import type { Edited, EditorProps } from './draft.ts'
import styles from './Editor.module.css'
import { EnvelopeEdit } from './EnvelopeEdit.tsx'
import { FaultList } from './FaultList.tsx'
import type { WebKind } from './kinds.ts'
import { LinksEdit } from './LinksEdit.tsx'
import { linksFrom } from './linkWords.ts'
import { ProposeDialog } from './ProposeDialog.tsx'
import { UnsavedGuard } from './UnsavedGuard.tsx'
import { useEditor, type EditorModel } from './useEditor.ts'

/** Writes a draft: the body of the kind, its links, and the envelope beside them. */
export function Editor(props: EditorProps) {
  const { kind, form, view } = props
  const { i18n } = useLingui()
  const asOf = useAsOf()
  const title = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!view) title.current?.focus()
  }, [view])
  const model = useEditor(props)
  const { edited, change, save } = model
  useKeys({ 'mod+s': () => void save(false) })
  const name = view ? view.title : i18n._(kind.create)
  if (asOf) return <Page name={name}><p><Trans>A past day cannot be changed. Go back to today first.</Trans></p></Page>
  return (
    <Page name={name} title={view ? <Trans>Edit {view.title}</Trans> : name} crumbs={props.proposal ? proposalCrumbs(props.proposal) : crumbsOf(kind, view, i18n._(kind.many))} {...(form.Body ? { wide: true } : { aside: <Beside {...props} model={model} /> })}>
      <form
        className={classes(styles.form, form.Body && styles.whole)}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save(false)
        }}
      >
        {model.error && <Faults model={model} form={form} />}
        <div data-path="title">
          <TextField label={<Trans>Title</Trans>} value={edited.title} onChange={(title) => change({ title })} fault={model.faultOf('title')} required maxLength={200} autoComplete="off" ref={title} />
        </div>
        <div data-path="body">
          <BodyPart form={form} view={view} model={model} />
        </div>
        {form.Body && (
          <Section title={<Trans>Who answers for it, and since when</Trans>}>
            <div className={styles.across}>
              <EnvelopeEdit kind={kind} edited={edited} change={change} faultOf={model.faultOf} view={view} />
            </div>
          </Section>
        )}
        {linksFrom(kind.kind).length > 0 && (
          <Section title={<Trans>Connections</Trans>}>
            <LinksEdit kind={kind.kind} self={view?.id ?? null} links={edited.links} onChange={(links) => change({ links })} faultOf={model.faultOf} />
          </Section>
        )}
        {view && view.version > 0 && <TextArea label={<Trans>Why this change</Trans>} help={<Trans>Stands in the history beside the change.</Trans>} optional value={edited.reason} onChange={(reason) => change({ reason })} />}
        <Verbs model={model} kind={kind} view={view} proposal={props.proposal} />
        <UnsavedGuard dirty={model.dirty} />
      </form>
      {model.proposing && <Proposing kind={kind} element={model.proposing} edited={edited} />}
    </Page>
  )
}

/** The body as its kind draws it, or as a list of its fields. */
function BodyPart({ form, view, model }: { form: KindForm; view: ElementView | null; model: EditorModel }) {
  const { edited, change, faultOf } = model
  if (form.Body) return <form.Body body={edited.body} title={edited.title} view={view} faultOf={faultOf} onChange={(body) => change({ body })} />
  return <BodyForm fields={form.fields} body={edited.body} holder={edited.body} path="body" faultOf={faultOf} onChange={(body) => change({ body: form.settle?.(edited.body, body) ?? body })} />
}

/** What was just saved is proposed with the reason that was given; whoever thinks better of it has a draft. */
function Proposing({ kind, element, edited }: { kind: WebKind; element: string; edited: Edited }) {
  const navigate = useNavigate()
  const leave = () => void navigate({ to: '/$path/$element', params: { path: kind.path, element } })
  return <ProposeDialog elements={[element]} title={edited.title} reason={edited.reason} onClose={leave} />
}

function Beside({ kind, view, form, model }: EditorProps & { model: EditorModel }) {
  return (
    <div className={styles.beside}>
      <EnvelopeEdit kind={kind} edited={model.edited} change={model.change} faultOf={model.faultOf} view={view} />
      {form.Preview && <form.Preview body={model.edited.body} />}
    </div>
  )
}

function proposalCrumbs(proposal: string): Crumb[] {
  return [{ label: <Trans>Proposals</Trans>, to: '/proposals' }, { label: proposal, to: '/proposals/$proposal', params: { proposal } }]
}

function crumbsOf(kind: WebKind, view: ElementView | null, many: string): Crumb[] {
  const list: Crumb = { label: many, to: '/$path', params: { path: kind.path } }
  return view ? [list, { label: view.key, to: '/$path/$element', params: { path: kind.path, element: view.key } }] : [list]
}

function Faults({ model, form }: { model: EditorModel; form: KindForm }) {
  return (
    <div ref={(note) => note?.scrollIntoView({ block: 'nearest' })} className={styles.faults}>
      {model.faults.length > 0 ? <FaultList faults={model.faults} fields={form.fields} /> : <ProblemNote error={model.error} />}
      {model.conflict && (
        <div className={styles.verbs}>
          <Button small onClick={() => void model.keepMine()}>
            <Trans>Keep my text and save over it</Trans>
          </Button>
          <Button small onClick={() => void model.takeTheirs()}>
            <Trans>Take what is there now</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}

function Verbs({ model, kind, view, proposal }: { model: EditorModel; kind: WebKind; view: ElementView | null; proposal: string | undefined }) {
  const back = proposal ? { to: '/proposals/$proposal' as const, params: { proposal } } : view ? { to: '/$path/$element' as const, params: { path: kind.path, element: view.key } } : { to: '/$path' as const, params: { path: kind.path } }
  return (
    <div className={styles.foot}>
      <Button type="submit" look={model.mayApprove || model.mayPropose ? 'plain' : 'primary'} busy={model.busy}>
        <Trans>Save draft</Trans>
      </Button>
      {model.mayApprove && (
        <Button look="primary" busy={model.busy} onClick={() => void model.save(true)}>
          <Trans>Save and put in force</Trans>
        </Button>
      )}
      {model.mayPropose && (
        <Button look="primary" busy={model.busy} onClick={() => void model.saveAndPropose()}>
          <Trans>Save and propose</Trans>
        </Button>
      )}
      <ButtonLink look="quiet" {...back}>
        <Trans>Cancel</Trans>
      </ButtonLink>
      <span className={styles.keys}>
        <kbd>Ctrl S</kbd> <Trans>saves</Trans>
      </span>
    </div>
  )
}
