import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ElementView } from '../../shared/element.contract.ts'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu } from '../ui/Menu.tsx'
import type { WebKind } from './kinds.ts'
import { VerbDialog } from './VerbDialog.tsx'
import { offered, verbs, type ElementVerb } from './verbs.ts'

/** The verbs that this person may do now, and no others: the likely one as a button, the rest behind it. */
export function ElementVerbs({ kind, view }: { kind: WebKind; view: ElementView }) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const [verb, setVerb] = useState<ElementVerb | null>(null)
  const may = (name: string) => view.abilities.includes(`${kind.kind}.${name}`)
  const mine = offered.filter(may)
  const first = mine.includes('approve') ? 'approve' : null
  const rest = mine.filter((one) => one !== first)
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
      {rest.length > 0 && (
        <Menu
          items={rest.map((one) => ({ id: one, label: i18n._(verbs[one].label), danger: verbs[one].danger ?? false, onSelect: () => setVerb(one) }))}
          trigger={
            <Button look="quiet" aria-label={t`More verbs`}>
              <Icon name="more" />
            </Button>
          }
        />
      )}
      {verb && <VerbDialog verb={verb} kind={kind} subjects={[view]} onClose={() => setVerb(null)} onDone={done} />}
    </>
  )
}
