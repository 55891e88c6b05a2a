import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import type { RecordView } from '../record.contract.ts'
import styles from './NextPart.module.css'

/** The rules of policies that govern this routine: the first in full, the others one press away. */
export function Principles({ record }: { record: RecordView }) {
  const { t } = useLingui()
  const [first, ...others] = record.principles
  if (!first) return null
  return (
    <div className={styles.principle}>
      <Principle principle={first} />
      {others.length > 0 && (
        <details>
          <summary>
            <Plural value={others.length} one="# more rule" other="# more rules" />
          </summary>
          <ul aria-label={t`More rules that apply`}>
            {others.map((principle) => (
              <li key={principle.policy.key + principle.text}>
                <Principle principle={principle} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function Principle({ principle }: { principle: RecordView['principles'][number] }) {
  const { policy, text } = principle
  return (
    <p>
      <Trans>Principle: “{text}”</Trans> <KeyLink elementKey={policy.key}>{policy.title}</KeyLink>
    </p>
  )
}
