import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ElementView } from '../../shared/element.contract.ts'
import { Popover } from '../ui/Popover.tsx'
import { StateMark, type State } from '../ui/Marks.tsx'
import styles from './VitalSigns.module.css'
import type { WebKind } from './kinds.ts'

const states: Record<'yes' | 'no' | 'unknown', State> = { yes: 'met', no: 'missed', unknown: 'unknown' }

/** The five vital signs in a line; each says on demand from which fact it comes and what would mend it. */
export function VitalSigns({ view, kind }: { view: ElementView; kind: WebKind }) {
  const { t } = useLingui()
  const titles: Record<string, string> = { defined: t`Defined`, owned: t`Owned`, why: t`Linked to a why`, operating: t`Operating`, reviewed: t`Reviewed in time` }
  return (
    <ul className={styles.signs} aria-label={t`Vital signs`}>
      {view.signs.map((sign) => {
        const title = titles[sign.sign] ?? sign.sign
        return (
          <li key={sign.sign}>
            <Popover
              label={title}
              onHover
              trigger={
                <button type="button" className={styles.sign} data-state={sign.state}>
                  <StateMark state={states[sign.state]}>{title}</StateMark>
                </button>
              }
            >
              <div className={styles.reason}>
                <p>{sign.reason}</p>
                {sign.mend?.endsWith('.draft') && view.abilities.includes(sign.mend) && (
                  <p>
                    <Link to="/$path/$element/edit" params={{ path: kind.path, element: view.key }}>
                      <Trans>Mend it</Trans>
                    </Link>
                  </p>
                )}
              </div>
            </Popover>
          </li>
        )
      })}
    </ul>
  )
}
