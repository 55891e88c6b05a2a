import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { mendLink } from '../../modules/xray/web/mendLink.ts'
import { nextQuery } from '../../modules/xray/xray.contract.ts'
import { useQueryOf } from '../api.ts'
import { Section } from '../ui/Facts.tsx'
import { StateMark } from '../ui/Marks.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import styles from './Begin.module.css'

/** Do this next: at most seven things that the vital signs and the X-ray of today ask for, each a link to where it is done. */
export function NextThings() {
  const { data, error, refetch } = useQueryOf(nextQuery, {})
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />
  if (!data) return null
  return (
    <Section title={<Trans>Do this next</Trans>}>
      {data.things.length === 0 && (
        <p>
          <StateMark state="met">
            <Trans>Nothing is open: the system holds together.</Trans>
          </StateMark>
        </p>
      )}
      <ol className={styles.next}>
        {data.things.map((thing, at) => {
          const place = mendLink(thing)
          return (
            <li key={thing.id}>
              <span className={styles.words}>{at + 1}</span>
              <div>
                <Link to={place.to} params={place.params as never}>
                  {thing.text}
                </Link>
                <p className={styles.words}>{thing.why}</p>
              </div>
            </li>
          )
        })}
      </ol>
    </Section>
  )
}
