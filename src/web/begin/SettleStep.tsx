import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { BegunService } from '../../modules/begin/begin.contract.ts'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Section } from '../ui/Facts.tsx'
import { KeyLink } from '../ui/KeyLink.tsx'
import { StateMark } from '../ui/Marks.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import styles from './Begin.module.css'
import { useSettle } from './useSettle.ts'

type SettleStepProps = { service: BegunService | null; calendar: string | null; started: boolean }

/** What makes the first service hold: in scope, with something promised, and with somebody who answers for it. */
export function SettleStep({ service, calendar, started }: SettleStepProps) {
  if (!service || service.status === 'draft') {
    return (
      <EmptyState
        title={<Trans>First a service</Trans>}
        verb={
          <ButtonLink look="primary" to="/begin" search={{ step: 'service' }}>
            <Trans>Name a service</Trans>
          </ButtonLink>
        }
      >
        <p>
          <Trans>Here it is put in scope, gets a first promise and an owner. That takes a service in force.</Trans>
        </p>
      </EmptyState>
    )
  }
  return <Settle service={service} calendar={calendar} started={started} />
}

function Settle({ service, calendar, started }: { service: BegunService; calendar: string | null; started: boolean }) {
  const { t } = useLingui()
  const settle = useSettle(service, calendar)
  const { title, agreement, owner } = service
  const held = owner !== null && owner.holders.length > 0
  const open = [!service.inScope, agreement === null, owner !== null && !held].filter(Boolean).length
  return (
    <Section title={<Trans>Make {title} hold</Trans>}>
      <ProblemNote error={settle.error} />
      <ul className={styles.offers}>
        <Offer title={t`Put it in scope`} done={service.inScope && <Trans>in scope, for every unit</Trans>} verb={<Button small busy={settle.busy} onClick={() => void settle.scope()}>{t`Put it in scope`}</Button>}>
          <Trans>The scope then says that the system covers it. Single units can be taken out in the matrix.</Trans>
        </Offer>
        <Offer
          title={t`Draft what it promises`}
          done={agreement && <KeyLink elementKey={agreement.key}>{agreement.status === 'draft' ? <Trans>drafted as {agreement.key}</Trans> : agreement.key}</KeyLink>}
          verb={<Button small busy={settle.busy} onClick={() => void settle.promise()}>{t`Draft the agreement`}</Button>}
        >
          <Trans>A skeleton with availability and service hours. It stays a draft until you have set the figures and put it in force.</Trans>
        </Offer>
        <Offer
          title={owner ? t`Be its ${owner.title.toLowerCase()}, for now` : t`Name its owner`}
          done={held && owner.holders.join(', ')}
          verb={owner && <Button small busy={settle.busy} onClick={() => void settle.owner()}>{t`Take it on`}</Button>}
        >
          {owner ? <Trans>Somebody answers for it to the people who use it. You can hand it over any day.</Trans> : started ? <Trans>No role is held per service any more. Write one, and appoint somebody.</Trans> : <Trans>The starter brings the role of service owner; or write one yourself.</Trans>}
        </Offer>
      </ul>
      <div className={styles.verbs}>
        {open > 1 && owner && (
          <Button look="primary" busy={settle.busy} onClick={() => void settle.all()}>
            <Trans>Do all of it</Trans>
          </Button>
        )}
        <ButtonLink look={open > 1 ? 'plain' : 'primary'} to="/begin" search={{ step: 'next' }}>
          <Trans>Go on</Trans>
        </ButtonLink>
        <ButtonLink look="quiet" to="/begin" search={{ step: 'door' }}>
          <Trans>Back</Trans>
        </ButtonLink>
      </div>
    </Section>
  )
}

function Offer({ title, done, verb, children }: { title: string; done: ReactNode; verb: ReactNode; children: ReactNode }) {
  return (
    <li>
      <div>
        <strong>{title}</strong>
        <p>{children}</p>
      </div>
      <div>{done ? <StateMark state="met">{done}</StateMark> : verb}</div>
    </li>
  )
}
