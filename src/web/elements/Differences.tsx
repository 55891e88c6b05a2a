import { Trans, useLingui } from '@lingui/react/macro'
import type { Difference } from '../../shared/difference.ts'
import { spanInWords } from '../cadence.ts'
import { WordDiff } from '../ui/Diff.tsx'
import { dayInWords } from '../words.ts'
import marks from '../ui/Diff.module.css'
import styles from './Differences.module.css'

/** What differs between two states of an element, in words: fields, list items, links, steps of a routine, cells of the scope. */
export function Differences({ differences }: { differences: readonly Difference[] }) {
  if (!differences.length) return <p><Trans>Nothing differs.</Trans></p>
  const groups = [...Map.groupBy(differences, (one) => one.of ?? '')]
  return (
    <div className={styles.groups}>
      {groups.map(([of, within]) => (
        <section key={of} className={styles.group}>
          {of && <h4>{of}</h4>}
          <dl>
            {within.map((one, at) => (
              <div key={`${one.path} ${at}`} className={styles.row}>
                <dt>{one.label}</dt>
                <dd>
                  <Change one={one} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}

function Change({ one }: { one: Difference }) {
  const [before, after] = [valueInWords(one.before), valueInWords(one.after)]
  if (one.form === 'words') return <WordDiff before={before} after={after} />
  return (
    <>
      {before && <Went words={before} />}
      {before && after && <span className={styles.arrow} aria-hidden="true">{' → '}</span>}
      {after && <Came words={after} />}
    </>
  )
}

function Went({ words }: { words: string }) {
  const { t } = useLingui()
  return <del className={marks.removed}><span className="visually-hidden">{t`removed:`} </span>{words}</del>
}

function Came({ words }: { words: string }) {
  const { t } = useLingui()
  return <ins className={marks.added}><span className="visually-hidden">{t`added:`} </span>{words}</ins>
}

/** Days and spans as people say them; everything else as it stands. */
export function valueInWords(value: string | null): string {
  if (value === null) return ''
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dayInWords(value)
  if (/^P(\d+[YMWD])+$/.test(value)) return spanInWords(value)
  return value
}
