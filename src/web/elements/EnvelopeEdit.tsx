import { Trans, useLingui } from '@lingui/react/macro'
import type { ElementView } from '../../shared/element.contract.ts'
import type { FaultOf } from '../forms/form.ts'
import { SpanField } from '../forms/TimeFields.tsx'
import { useTitles } from '../forms/titles.ts'
import { useToday } from '../session.ts'
import { DayField } from '../ui/TextField.tsx'
import type { Edited } from './draft.ts'
import styles from './Editor.module.css'
import { ElementField } from './ElementField.tsx'
import type { WebKind } from './kinds.ts'

type EnvelopeProps = { kind: WebKind; edited: Edited; change: (part: Partial<Edited>) => void; faultOf: FaultOf; view: ElementView | null }

/** Who answers, how often it is looked at, and from when it holds: the same for every kind. */
export function EnvelopeEdit({ kind, edited, change, faultOf, view }: EnvelopeProps) {
  const { t } = useLingui()
  const today = useToday()
  const { find } = useTitles(['role'])
  const role = edited.accountable && (edited.accountable.title ? edited.accountable : (find(edited.accountable.id) ?? edited.accountable))
  return (
    <div className={styles.envelope}>
      <div data-path="accountable">
        <ElementField
          label={t`Answers for it`}
          help={kind.kind === 'role' ? t`The role above this one.` : t`A role, so that it goes on when people change.`}
          kinds={['role']}
          except={view ? [view.id] : []}
          placeholder={t`Choose a role`}
          value={role}
          onChange={(accountable) => change({ accountable })}
          fault={faultOf('accountable')}
        />
      </div>
      <div data-path="reviewEvery">
        <SpanField label={t`Reviewed every`} value={edited.reviewEvery} onChange={(reviewEvery) => change({ reviewEvery })} fault={faultOf('reviewEvery')} />
      </div>
      <div data-path="effectiveOn">
        <DayField
          label={t`Holds from`}
          help={<Trans>Left empty, it holds from the moment it is put in force.</Trans>}
          min={today}
          value={edited.effectiveOn}
          onChange={(effectiveOn) => change({ effectiveOn })}
          fault={faultOf('effectiveOn')}
        />
      </div>
    </div>
  )
}
