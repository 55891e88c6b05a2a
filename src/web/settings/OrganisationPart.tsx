import { Plural, Trans } from '@lingui/react/macro'
import { liveReadiness } from '../../modules/organisation/organisation.contract.ts'
import { useQueryOf } from '../api.ts'
import { useSession } from '../session.ts'
import { ButtonLink } from '../ui/Button.tsx'
import { Facts, Section } from '../ui/Facts.tsx'
import { StateMark } from '../ui/Marks.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { dayInWords } from '../words.ts'
import styles from './Settings.module.css'

export function OrganisationPart() {
  const organisation = useSession().data?.organisation
  return (
    <>
      <Section title={<Trans>Organisation</Trans>}>
        <Facts
          rows={[
            { label: <Trans>Name</Trans>, value: organisation?.name },
            { label: <Trans>Short name</Trans>, value: organisation?.key },
            { label: <Trans>Time zone</Trans>, value: organisation?.timeZone },
            { label: <Trans>Today</Trans>, value: dayInWords(organisation?.today) },
          ]}
        />
        <div className={styles.verbs} style={{ paddingTop: '0.75rem' }}>
          <ButtonLink to="/$path/$element" params={{ path: 'organisation', element: 'ORG-1' }}>
            <Trans>Name, purpose and languages</Trans>
          </ButtonLink>
        </div>
      </Section>
      <GoLive />
    </>
  )
}

/** From founding to being live: what it changes, what it still needs, and the way to the step itself. */
function GoLive() {
  const { data, error, refetch } = useQueryOf(liveReadiness)
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />
  if (!data) return null
  if (data.live) {
    return (
      <Section title={<Trans>Live</Trans>}>
        <p>
          <StateMark state="met">
            <Trans>Live. Definitions change by proposal, and nobody approves their own.</Trans>
          </StateMark>
        </p>
        <div className={styles.verbs}>
          <ButtonLink to="/go-live">
            <Trans>The baseline, and the vital signs of the whole</Trans>
          </ButtonLink>
        </div>
      </Section>
    )
  }
  return (
    <Section title={<Trans>Founding</Trans>}>
      <p className={styles.soft}>
        <Trans>While founding, whoever may approve puts things in force directly, and the ledger says so. Going live freezes the first baseline; from then on definitions change by proposal only, and author and approver are two people.</Trans>
      </p>
      {data.missingInAll > 0 && (
        <p>
          <StateMark state="watch">
            <Plural value={data.missingInAll} one="One thing is missing." other="# things are missing." />
          </StateMark>
        </p>
      )}
      <div className={styles.verbs}>
        <ButtonLink look="primary" to="/go-live">
          <Trans>Prepare to go live</Trans>
        </ButtonLink>
      </div>
    </Section>
  )
}
