import { Plural, Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { nextQuery, type Thing } from '../../modules/begin/begin.contract.ts'
import { mendLink } from '../../modules/xray/web/mendLink.ts'
import { useQueryOf } from '../api.ts'
import { useAsOf } from '../asOf.ts'
import { Section } from '../ui/Facts.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import styles from './Begin.module.css'

/** Do this next: at most seven things that the facts of today still ask for, each a verb at one place. */
export function NextThings() {
  const asOf = useAsOf()
  const { data, error, refetch } = useQueryOf(nextQuery)
  if (asOf) return null
  return (
    <Section title={<Trans>Do this next</Trans>} id="next">
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting label="" rows={4} />}
      {data && !data.founding && (
        <p className={styles.words}>
          <Trans>
            The organisation is live. What waits for you stands under <Link to="/for-you">For you</Link>, and what does not hold together in the <Link to="/xray">X-ray</Link>.
          </Trans>
        </p>
      )}
      {data && data.things.length > 0 && <ThingList things={data.things} />}
      {data && data.more > 0 && (
        <p className={styles.words}>
          <Plural value={data.more} one="One more follows as these are done." other="# more follow as these are done." />
        </p>
      )}
    </Section>
  )
}

function ThingLink({ thing }: { thing: Thing }) {
  if (thing.place !== null) return <Link to={thing.place}>{thing.text}</Link>
  const { to, params } = mendLink(thing)
  return (
    <Link to={to} params={params as never}>
      {thing.text}
    </Link>
  )
}

function ThingList({ things }: { things: readonly Thing[] }) {
  return (
    <ol className={styles.next}>
      {things.map((thing, at) => (
        <li key={thing.id}>
          <span className={styles.number}>{at + 1}</span>
          <span>
            <ThingLink thing={thing} />
            <span className={styles.why}>{thing.why}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}

/** The first of them in one line, with the others behind it: for the head of the A3. */
export function NextStrip() {
  const asOf = useAsOf()
  const { data } = useQueryOf(nextQuery, {}, asOf === undefined)
  const first = data?.things[0]
  if (!data || !first || asOf) return null
  const others = data.things.length - 1
  return (
    <nav className={styles.strip}>
      <h2>
        <Trans>Do this next</Trans>
      </h2>
      <ThingLink thing={first} />
      {others > 0 && (
        <details>
          <summary>
            <Plural value={others} one="and one more" other="and # more" />
          </summary>
          <ThingList things={data.things.slice(1)} />
        </details>
      )}
    </nav>
  )
}
