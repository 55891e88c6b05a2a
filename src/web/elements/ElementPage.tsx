import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { ElementView } from '../../shared/element.contract.ts'
import { useQueryOf } from '../api.ts'
import { useAsOf } from '../asOf.ts'
import { BodyView } from '../forms/BodyView.tsx'
import { useForm } from '../forms/forms.ts'
import { useKeys } from '../shell/keys.ts'
import { Page, type Crumb } from '../shell/Page.tsx'
import { ButtonLink } from '../ui/Button.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { Section } from '../ui/Facts.tsx'
import { CopyKey } from '../ui/KeyLink.tsx'
import { PageProblem } from '../ui/Problem.tsx'
import { dayInWords } from '../words.ts'
import { contractsOf } from './contracts.ts'
import { ElementAside } from './ElementAside.tsx'
import { ElementTabs } from './ElementTabs.tsx'
import { ElementVerbs } from './ElementVerbs.tsx'
import { InProposals } from './InProposals.tsx'
import { isSingle, kindAt, type WebKind } from './kinds.ts'
import { Connections, Why } from './LinksView.tsx'
import { NextStep } from './NextStep.tsx'
import { StatusWord } from './StatusWord.tsx'
import { TitleInPlace } from './TitleInPlace.tsx'
import { VitalSigns } from './VitalSigns.tsx'

export function ElementPage() {
  const { path, element } = useParams({ from: '/$path/$element' })
  const kind = kindAt(path)
  return kind ? <Element key={element} kind={kind} element={element} /> : null
}

function Element({ kind, element }: { kind: WebKind; element: string }) {
  const { i18n } = useLingui()
  const asOf = useAsOf()
  const { data: view, error, refetch } = useQueryOf(contractsOf(kind).get, { element })
  const crumbs = crumbsOf(kind, view, i18n._(kind.many), element)
  if (!view) {
    return (
      <Page name={element} crumbs={crumbs}>
        {error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={i18n._(kind.one)} />}
      </Page>
    )
  }
  return <ElementSheet kind={kind} view={view} crumbs={crumbs} readOnly={asOf !== undefined} />
}

function crumbsOf(kind: WebKind, view: ElementView | undefined, many: string, element: string): Crumb[] {
  const key = view?.key ?? element
  const self: Crumb = { label: <>{key} <CopyKey text={key} /></> }
  if (isSingle(kind.kind)) return [self]
  const list: Crumb = { label: many, to: '/$path', params: { path: kind.path } }
  return kind.place === 'operating model' ? [{ label: <Trans>Operating model</Trans>, to: '/operating-model' }, list, self] : [list, self]
}

function ElementSheet({ kind, view, crumbs, readOnly }: { kind: WebKind; view: ElementView; crumbs: Crumb[]; readOnly: boolean }) {
  const form = useForm(kind.kind)
  const navigate = useNavigate()
  useKeys({ e: () => (view.abilities.includes(`${kind.kind}.draft`) ? void navigate({ to: '/$path/$element/edit', params: { path: kind.path, element: view.key } }) : false) })
  const mayRename = !readOnly && view.status !== 'retired' && view.abilities.includes(`${kind.kind}.draft`)
  const content = (
    <>
      {form.Above && <form.Above element={view} />}
      <Section title={<Trans>Content</Trans>}>
        <BodyView fields={form.fields} body={view.body} />
      </Section>
      {form.Sections && <form.Sections element={view} />}
      <Why view={view} kind={kind} />
      <Connections view={view} />
    </>
  )
  return (
    <Page name={view.title} title={<TitleInPlace kind={kind.kind} elementKey={view.key} title={view.title} may={mayRename} />} crumbs={crumbs} subtitle={<Subtitle view={view} />} verbs={<>{kind.kind === 'service' && <SheetLink service={view.key} />}{!readOnly && <ElementVerbs kind={kind} view={view} />}</>} aside={<ElementAside view={view} />}>
      <VitalSigns view={view} kind={kind} />
      {!readOnly && <InProposals element={view.key} />}
      <NextStep kind={kind} view={view} form={form} />
      <ElementTabs kind={kind} view={view} form={form} content={content} />
    </Page>
  )
}

function SheetLink({ service }: { service: string }) {
  return (
    <ButtonLink to="/services/$element/sheet" params={{ element: service }}>
      <Trans>Sheet</Trans>
    </ButtonLink>
  )
}

function Subtitle({ view }: { view: ElementView }) {
  const since = dayInWords(view.effectiveOn)
  return (
    <>
      <strong>
        <StatusWord status={view.status} coming={view.coming} />
      </strong>
      {view.version > 0 && (
        <>
          {' · '}
          {since ? <Trans>version {view.version}, since {since}</Trans> : <Trans>version {view.version}</Trans>}
        </>
      )}
      {view.accountable && (
        <>
          {' · '}
          <Trans>answered for by {view.accountable.title}</Trans>
        </>
      )}
    </>
  )
}
