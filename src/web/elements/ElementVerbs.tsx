import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { openProposal } from '../../modules/proposals/proposal.contract.ts'
import type { ElementView } from '../../shared/element.contract.ts'
import { useAbilities, useIsLive } from '../session.ts'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu } from '../ui/Menu.tsx'
import { useProposalsOf } from './InProposals.tsx'
import { isSingle, type WebKind } from './kinds.ts'
import { useIsFounding, useMayRestore, useRestore, useStrikeOut } from './founding.ts'
import { ProposeDialog } from './ProposeDialog.tsx'
import { VerbDialog } from './VerbDialog.tsx'
import { offered, verbs, type ElementVerb } from './verbs.ts'

/** The verbs that this person may do now, and no others: the likely one as a button, the rest behind it. */
export function ElementVerbs({ kind, view }: { kind: WebKind; view: ElementView }) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const [verb, setVerb] = useState<ElementVerb | null>(null)
  const [proposing, setProposing] = useState<'change' | 'retire' | null>(null)
  const mayPropose = useMayPropose(kind, view)
  const may = (name: string) => view.abilities.includes(`${kind.kind}.${name}`)
  const mine = offered.filter(may)
  const first = mine.includes('approve') ? 'approve' : null
  const strikes = useStrikes(kind, view)
  const rest = mine.filter((one) => one !== first && !(strikes && one === 'retire'))
  const done = () => {
    const gone = verb === 'discard' && view.version === 0
    setVerb(null)
    if (gone) void navigate({ to: '/$path', params: { path: kind.path } })
  }
  return (
    <>
      {may('draft') && (
        <ButtonLink to="/$path/$element/edit" params={{ path: kind.path, element: view.key }}>
          {view.draft ? <Trans>Edit the draft</Trans> : <Trans>Edit</Trans>}
        </ButtonLink>
      )}
      {first && (
        <Button look="primary" onClick={() => setVerb(first)} disabled={view.missing.length > 0}>
          {i18n._(verbs[first].label)}
        </Button>
      )}
      {mayPropose.change && (
        <Button look="primary" onClick={() => setProposing('change')} disabled={view.missing.length > 0}>
          <Trans>Propose</Trans>
        </Button>
      )}
      <FoundingVerbs kind={kind} view={view} />
      {(rest.length > 0 || mayPropose.retire) && (
        <Menu
          items={[
            ...rest.map((one) => ({ id: one, label: i18n._(verbs[one].label), danger: verbs[one].danger ?? false, onSelect: () => setVerb(one) })),
            ...(mayPropose.retire ? [{ id: 'propose to retire', label: t`Propose to retire`, danger: true, onSelect: () => setProposing('retire') }] : []),
          ]}
          trigger={
            <Button look="quiet" aria-label={t`More verbs`}>
              <Icon name="more" />
            </Button>
          }
        />
      )}
      {verb && <VerbDialog verb={verb} kind={kind} subjects={[view]} onClose={() => setVerb(null)} onDone={done} />}
      {proposing === 'change' && <ProposeDialog elements={[view.key]} title={view.draft?.title ?? view.title} onClose={() => setProposing(null)} />}
      {proposing === 'retire' && <ProposeDialog retire={[view.key]} title={t`Retire ${view.title}`} onClose={() => setProposing(null)} />}
    </>
  )
}

/** True where it is struck out in one click: while founding, in force, and without a draft that would be lost. */
function useStrikes(kind: WebKind, view: ElementView): boolean {
  return useIsFounding() && view.abilities.includes(`${kind.kind}.retire`) && view.status === 'in force' && view.draft === null
}

function FoundingVerbs({ kind, view }: { kind: WebKind; view: ElementView }) {
  const strikes = useStrikes(kind, view)
  const strikeOut = useStrikeOut()
  const restore = useRestore()
  const mayRestore = useMayRestore() && view.status === 'retired' && view.version > 0
  return (
    <>
      {strikes && (
        <Button onClick={() => void strikeOut(kind, [view])}>
          <Trans>Strike out</Trans>
        </Button>
      )}
      {mayRestore && (
        <Button look="primary" onClick={() => void restore([view])}>
          <Trans>Take it back</Trans>
        </Button>
      )}
    </>
  )
}

/** After go-live a change, or a retirement, goes by a proposal. */
function useMayPropose(kind: WebKind, view: ElementView): { change: boolean; retire: boolean } {
  const abilities = useAbilities()
  const carried = useProposalsOf(view.key).length > 0
  const may = useIsLive() && abilities.includes(openProposal.name)
  // What never was in force has one draft, which one proposal carries.
  return { change: may && view.draft !== null && !(carried && view.version === 0), retire: may && view.status === 'in force' && abilities.includes(`${kind.kind}.retire`) && !isSingle(kind.kind) }
}
